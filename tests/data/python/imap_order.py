import time
from multiprocessing import Pool
def slow(x):
    time.sleep(0.02 * (5 - x))
    return x
if __name__ == "__main__":
    with Pool(2) as pool:
        print(list(pool.imap(slow, range(5))))
        print(list(pool.imap(slow, range(5), chunksize=2)))
        print(sorted(pool.imap_unordered(slow, range(5))))
        print(sorted(pool.imap_unordered(slow, range(5), chunksize=3)))
        iterator = pool.imap(abs, [-1, -2])
        print(next(iterator), iterator.next(), next(iterator, "end"))
        for value in pool.imap(abs, []):
            print("never")
