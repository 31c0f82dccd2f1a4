import errno
import os
import pickle
from multiprocessing import Pool


def wrong(kind):
    if kind == 0:
        open("missing.txt")
    elif kind == 1:
        os.rmdir("full")
    elif kind == 2:
        os.mkdir("full")
    elif kind == 3:
        open("full")
    elif kind == 4:
        os.listdir("file")
    elif kind == 5:
        os.rename("missing.txt", "other.txt")
    elif kind == 6:
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), "asked.txt")
    elif kind == 7:
        raise PermissionError(errno.EACCES, "not for you")
    elif kind == 8:
        raise OSError("words alone")
    elif kind == 9:
        open("file", "x")
    elif kind == 10:
        os.close(77)


def describe(error):
    number = error.errno and errno.errorcode[error.errno]
    return f"{type(error)} {error!r} {error} {number} {error.filename} {error.filename2}"


if __name__ == "__main__":
    os.makedirs("full/inner")
    open("file", "w").close()
    with Pool(2) as pool:
        for kind in range(11):
            try:
                wrong(kind)
            except OSError as error:
                print(describe(error))
                print(describe(pickle.loads(pickle.dumps(error))))
            try:
                pool.apply(wrong, (kind,))
            except OSError as error:
                print(describe(error))
    for call in (lambda: open("missing.txt"), lambda: open("file/inner"), lambda: os.remove("full")):
        try:
            call()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            print(error)
    print(os.path.exists("missing.txt"), isinstance(FileNotFoundError(), IOError), os.strerror(2))
