from multiprocessing import Pool
def check(x):
    if x == 2:
        raise ValueError(x)
    return x
def numbers():
    yield 1
    yield 3
    raise KeyError("input")
with Pool(2) as pool:
    iterator = pool.imap(check, range(4))
    while True:
        try:
            print(next(iterator))
        except ValueError as error:
            print("error", error)
        except StopIteration:
            break
    try:
        for value in pool.imap(check, numbers()):
            print(value)
    except KeyError as error:
        print("input", error)
    for chunksize in (0, -1):
        try:
            pool.imap(check, [1], chunksize)
        except ValueError as error:
            print(error)
