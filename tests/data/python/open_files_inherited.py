# Files that were open when the pool was made are open in its processes, where the program had read them to.
from multiprocessing import Pool

with open("lines.txt", "w") as out:
    out.write("one\ntwo\nthree\n")

source = open("lines.txt", "rb", buffering=0)
first = source.read(4)


def rest(_):
    return source.read()


def again(_):
    source.seek(0)
    return source.read()


def where(_):
    return source.fileno(), source.closed, source.name


def closed(_):
    try:
        return gone.read()
    except ValueError as error:
        return str(error)


gone = open("lines.txt")
gone.close()

if __name__ == "__main__":
    with Pool(1) as pool:
        print(pool.apply(where, (0,)) == where(0))
        print(first, pool.apply(rest, (0,)))
        print(pool.map(again, range(3)))
        print(pool.apply(closed, (0,)))
