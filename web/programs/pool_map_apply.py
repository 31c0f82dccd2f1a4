import time
from multiprocessing import Pool


def cube(x):
    time.sleep(0.1)
    print(f"the cube of {x} has ended")
    return x**3


if __name__ == "__main__":
    numbers = [1, 2, 3, 4, 5, 6]
    with Pool() as pool:
        # map: one call of the pool, six tasks, all processors
        # at work.
        begin = time.perf_counter()
        print("map:", pool.map(cube, numbers))
        duration = time.perf_counter() - begin
        print(f"map took {1000 * duration:.0f} ms.")

        # apply: one task for each call, and the program waits
        # for it. A processor works, but never two at once:
        # nothing is gained.
        begin = time.perf_counter()
        print("apply:", [pool.apply(cube, (x,)) for x in numbers])
        duration = time.perf_counter() - begin
        print(f"apply took {1000 * duration:.0f} ms.")
