import time
from multiprocessing import Pool


def numbers():
    for n in range(1, 9):
        print(f"{n} is taken")
        yield n


def square(x):
    time.sleep(0.1)
    return x * x


def rest(milliseconds):
    time.sleep(milliseconds / 1000)
    return milliseconds


if __name__ == "__main__":
    with Pool() as pool:
        # imap gives the results one by one, in the order of the
        # input, while later ones are under way.
        for y in pool.imap(square, numbers()):
            print("Result:", y)
            if y > 30:
                break

        # Unordered: what ends first comes first.
        for y in pool.imap_unordered(rest, [500, 100, 200]):
            print(f"{y} ms have passed")
