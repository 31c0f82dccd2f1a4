import time
from multiprocessing import Pool

pairs = [(1, 2), (3, 4), (5, 6), (7, 8)]


def add(a, b):
    time.sleep(0.1)
    print(f"{a} + {b} has ended")
    return a + b


def multiply(a, b):
    time.sleep(0.1)
    print(f"{a} × {b} has ended")
    return a * b


if __name__ == "__main__":
    with Pool() as pool:
        # Two jobs for the same processors. Neither call waits
        # for the other.
        sums = pool.starmap_async(add, pairs)
        products = pool.starmap_async(multiply, pairs)
        print("Both jobs are handed out.")

        print("Products:", products.get())
        print("Sums:", sums.get())
