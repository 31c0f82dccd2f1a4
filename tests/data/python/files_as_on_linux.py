import errno
import glob
import mmap
import os
import pathlib
import shutil
import tempfile
from multiprocessing import Pool

START = os.getcwd()


def attempt(name, call):
    try:
        print(name, call())
    except OSError as error:
        print(name, type(error).__name__, errno.errorcode.get(error.errno), error)
    except Exception as error:
        print(name, type(error).__name__, error)


def append(job):
    name, number = job
    with open(name, "a", buffering=1) as file:
        for line in range(200):
            file.write(f"{number}:{line}\n")


def create(names):
    made = []
    for name in names:
        try:
            open(name, "x").close()
            made.append(name)
        except FileExistsError:
            pass
    return made


def change(path):
    os.chdir(path)
    open("in_task.txt", "w").close()


def between_processes():
    names = [f"exclusive{number}" for number in range(100)]
    with Pool(2) as pool:
        pool.map(append, [("log", number) for number in range(4)], chunksize=1)
        lines = open("log").read().splitlines()
        print(len(lines), *(sum(line.startswith(f"{number}:") for line in lines) for number in range(4)))
        made = pool.map(create, [names, names], chunksize=1)
        print(sorted(made[0] + made[1]) == sorted(names))
        os.mkdir("sub")
        pool.apply(change, ("sub",))
        print(os.getcwd() == START, os.listdir("sub"))


def folders():
    tree = pathlib.Path("tree")
    (tree / "a" / "b").mkdir(parents=True)
    (tree / "a" / "x.txt").write_text("x")
    (tree / "a" / "b" / "y.bin").write_bytes(bytes(range(256)))
    print(sorted(glob.glob("tree/**/*", recursive=True)), [str(path) for path in tree.rglob("*.txt")])
    shutil.copytree("tree", "copied")
    shutil.move("copied", "tree/moved")
    shutil.copy("tree/a/x.txt", "copy.txt")
    print(sorted((os.path.basename(top), sorted(inner), sorted(files)) for top, inner, files in os.walk("tree")))
    os.mkdir("empty")
    os.rename("tree/moved", "empty")
    print(os.listdir("empty"), os.listdir("tree"))
    attempt("folder over full", lambda: os.rename("tree", "empty"))
    attempt("folder into itself", lambda: os.rename("tree", "tree/a/self"))
    attempt("folder over file", lambda: os.rename("tree", "copy.txt"))
    attempt("file over folder", lambda: os.rename("copy.txt", "tree"))
    attempt("file to itself", lambda: os.rename("copy.txt", "copy.txt"))
    attempt("full", lambda: os.rmdir("tree"))
    shutil.rmtree("tree")
    print(os.path.exists("tree"), os.path.exists("copy.txt"))


def errors():
    attempt("write folder", lambda: open("sub", "w"))
    attempt("in missing", lambda: open("missing/x", "w"))
    attempt("in file", lambda: open("copy.txt/x", "w"))
    attempt("folder in missing", lambda: os.mkdir("missing/x"))
    attempt("remove folder", lambda: os.unlink("sub"))
    attempt("remove file as folder", lambda: os.rmdir("copy.txt"))
    attempt("long", lambda: open("x" * 300, "w"))
    attempt("read-only", lambda: os.write(os.open("copy.txt", os.O_RDONLY), b"x"))
    attempt("write-only", lambda: os.read(os.open("copy.txt", os.O_WRONLY), 1))
    attempt("seek", lambda: open("copy.txt", "rb").seek(-1))
    attempt("rmtree", lambda: shutil.rmtree("missing"))


def positions():
    with open("sparse", "wb") as file:
        file.seek(10)
        file.write(b"x")
        file.truncate(20)
        file.seek(0, os.SEEK_END)
        file.write(b"y")
    print(open("sparse", "rb").read(), os.stat("sparse").st_size)
    os.truncate("sparse", 5)
    with open("sparse", "ab+") as file:
        file.seek(0)
        file.write(b"end")
        file.seek(3)
        print(file.read(), file.tell())
    os.utime("sparse", (1000, 2000))
    print(os.stat("sparse").st_mtime)
    file = open("gone", "w+")
    file.write("still")
    os.remove("gone")
    file.seek(0)
    print(file.read(), os.path.exists("gone"))
    with open("sparse", "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        print(mapped[5:])
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+", dir=folder) as file:
        file.write("temporary")
        file.flush()
        print(open(file.name).read(), len(os.listdir(folder)))
    print(os.path.exists(folder))


if __name__ == "__main__":
    between_processes()
    folders()
    errors()
    positions()
