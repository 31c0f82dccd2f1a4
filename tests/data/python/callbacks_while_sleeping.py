import time
from multiprocessing import Pool
seen = []
def task(x):
    return x + 1
with Pool(2) as pool:
    for x in range(5):
        pool.apply_async(task, (x,), callback=seen.append)
    end = time.time() + 60
    while len(seen) < 5 and time.time() < end:
        time.sleep(0.05)
    print(sorted(seen))
