import time
from multiprocessing import Pool


# Once in each process, before its first task.
def prepare(size):
    global squares
    time.sleep(0.1)
    squares = [n * n for n in range(size)]
    print(f"a table of {size} squares is ready")


# A task sees what the initializer left in its process.
def look_up(n):
    time.sleep(0.1)
    return squares[n]


if __name__ == "__main__":
    # As many processors as the slider says.
    with Pool(initializer=prepare, initargs=(100,)) as pool:
        primes = [2, 3, 5, 7, 11, 13, 17, 19]
        print("Results:", pool.map(look_up, primes))
