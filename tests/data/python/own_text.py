"""Begins with a byte order mark and with this text."""
import inspect
from multiprocessing import Pool


def square(x):
    """The square of x."""
    return x * x


def first_line(_):
    with open(__file__, encoding="utf-8-sig") as file:
        return file.readline()


if __name__ == "__main__":
    print(__doc__, __name__, square.__module__)
    print(inspect.getsource(square))
    with Pool(2) as pool:
        print(pool.map(first_line, range(2)))
        for processes in (2.5, "2", 0):
            try:
                Pool(processes)
            except (TypeError, ValueError) as error:
                print(type(error).__name__, error)
