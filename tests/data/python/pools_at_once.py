import time
from multiprocessing import Pool


def slow(x):
    time.sleep(0.2)
    return x


def slower(x):
    time.sleep(0.01)
    time.sleep(0.01)
    return -x


if __name__ == "__main__":
    with Pool(2) as first:
        results = first.map_async(slow, range(4), chunksize=1)
        with Pool(2) as second:
            print(second.map(slower, range(3)))
        print(results.get())
        results = [first.apply_async(slow, (n,)) for n in range(2)]
        with Pool(1, time.sleep, (0.01,)) as second:
            print(second.map(slower, range(3)), [result.get() for result in results])
