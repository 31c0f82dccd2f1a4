import time
from multiprocessing import Pool


def rest(name, milliseconds):
    time.sleep(milliseconds / 1000)
    print(f"{name} has ended")
    return f"{name}: {milliseconds} ms"


if __name__ == "__main__":
    with Pool() as pool:
        # Each call hands out one task and returns at once, so
        # they run side by side.
        results = [
            pool.apply_async(rest, ("first", 400)),
            pool.apply_async(rest, ("second", 100)),
            pool.apply_async(rest, ("third", 250)),
            pool.apply_async(rest, ("fourth", 150)),
        ]
        print("Four tasks are handed out.")

        # The first task ends late; its result is asked for
        # first all the same.
        for result in results:
            print("Result:", result.get())
