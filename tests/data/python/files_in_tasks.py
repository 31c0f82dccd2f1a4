import os
from multiprocessing import Pool
def write(n):
    with open(f"part{n}.txt", "w") as file:
        file.write(f"part {n}\n" * n)
    return os.path.getsize(f"part{n}.txt")
def read(name):
    with open(name) as file:
        return len(file.readlines())
def move(name):
    os.mkdir(name)
    os.chdir(name)
    return os.path.basename(os.getcwd())
if __name__ == "__main__":
    with open("input.txt", "w") as file:
        file.write("one\ntwo\n")
    with Pool(2) as pool:
        print(pool.map(write, range(1, 5)))
        print(pool.map(read, ["input.txt", "part3.txt"]))
        with open("later.txt", "w") as file:
            file.write("x\n" * 9)
        print(pool.apply(read, ("later.txt",)))
    for n in range(1, 5):
        print(read(f"part{n}.txt"))
        os.remove(f"part{n}.txt")
    print(sorted(name for name in os.listdir() if name.endswith(".txt")))
    before = os.getcwd()
    with Pool(1) as pool:
        print(pool.map(move, ["below"]), pool.apply(os.getcwd) == os.path.join(before, "below"), os.getcwd() == before)
    os.rmdir("below")
    os.remove("input.txt")
    os.remove("later.txt")
