import os
from multiprocessing import Pool

kept = None


def keep(name):
    global kept
    kept = open(name)


def read(_):
    kept.seek(0)
    return kept.read(), os.fstat(kept.fileno()).st_nlink


def write(text):
    with open("new.txt", "w") as file:
        file.write(text)
    os.replace("new.txt", "file.txt")


if __name__ == "__main__":
    write("first")
    inherited = open("file.txt")
    with Pool(1) as pool:
        pool.apply(keep, ("file.txt",))
        write("second")
        print(pool.apply(read, (0,)))
        pool.apply(keep, ("file.txt",))
        print(pool.apply(read, (0,)))
        os.remove("file.txt")
        print(pool.apply(read, (0,)), os.path.exists("file.txt"), inherited.read())
        pool.apply(write, ("third",))
    with Pool(1) as pool:
        pool.apply(write, ("fourth",))
        print(open("file.txt").read(), "new.txt" in os.listdir("."))
    kept = inherited
    with Pool(1, maxtasksperchild=1) as pool:
        print(pool.map(read, range(2), chunksize=1))
