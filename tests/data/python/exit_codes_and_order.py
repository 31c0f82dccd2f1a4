import atexit
import sys
from multiprocessing import Pool
atexit.register(print, "at exit")
def square(x):
    return x * x
with Pool(2) as pool:
    print(pool.map(square, range(3)))
print("before", end=" ")
sys.stdout.flush()
print("after")
sys.exit(0)
