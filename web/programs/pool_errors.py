from multiprocessing import Pool


def inverse(x):
    if x == 0:
        raise ZeroDivisionError("zero has no inverse")
    print(f"1 / {x} has ended")
    return 1 / x


if __name__ == "__main__":
    with Pool() as pool:
        # Each number is a chunk of its own. The others run to
        # their end; then map raises what the task raised.
        try:
            pool.map(inverse, [4, 2, 0, 1], chunksize=1)
        except ZeroDivisionError as error:
            print(f"{type(error).__name__}: {error}")

        # An error ends a call, not the pool.
        print("Results:", pool.map(inverse, [4, 2, 1]))
