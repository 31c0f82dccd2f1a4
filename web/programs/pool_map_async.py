import time
from multiprocessing import Pool


def square(x):
    time.sleep(0.2)
    print(f"the square of {x} has ended")
    return x * x


if __name__ == "__main__":
    with Pool() as pool:
        # An AsyncResult comes back at once: a handle to
        # future results.
        result = pool.map_async(square, [1, 2, 3, 4, 5, 6, 7, 8])
        print("map_async has returned. Ready?", result.ready())

        # Wait a little, and look again.
        result.wait(0.05)
        print("50 ms later. Ready?", result.ready())

        # get blocks until the results are there.
        print("Results:", result.get())
        print("Ready?", result.ready())
        print("Successful?", result.successful())
