import time
from multiprocessing import Pool

def square(x):
    time.sleep(0.5 - 0.05 * x)  # small numbers take longest
    print(f"{x} × {x} is ready")
    return x * x

with Pool() as pool:
    print("Results:", pool.map(square, [1, 2, 3, 4, 5, 6]))
