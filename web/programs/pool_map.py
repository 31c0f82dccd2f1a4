import time
from multiprocessing import Pool

chunksize = 1  # 1 to 8


# One argument for each call. Small numbers sleep longer, so
# they end late.
def square(x):
    time.sleep(0.4 - 0.04 * x)
    print(f"the square of {x} has ended")
    return x * x


if __name__ == "__main__":
    numbers = [1, 2, 3, 4, 5, 6, 7, 8]
    with Pool() as pool:
        # Locked here until the last task has ended.
        squares = pool.map(square, numbers, chunksize)

    # The tasks ended in an order of their own; the results
    # keep the input's.
    print("Results:", squares)
