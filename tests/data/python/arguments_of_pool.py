import multiprocessing as mp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
attempt(lambda: mp.Pool(0))
attempt(lambda: mp.Pool(-1))
attempt(lambda: mp.Pool("2"))
attempt(lambda: mp.Pool(2.5))
attempt(lambda: mp.Pool(1, initializer=5))
attempt(lambda: mp.Pool(1, maxtasksperchild=0))
with mp.Pool(1) as pool:
    attempt(lambda: pool.map(abs, 5))
    attempt(lambda: pool.map(abs))
    attempt(lambda: pool.map(5, [1]))
    attempt(lambda: pool.map(abs, [1], chunksize=0))
    for args, kwds in ((5, {}), ((), [1]), ("ab", {})):
        try:
            print(pool.apply(abs, args, kwds))
        except TypeError as error:
            print(type(error.__cause__).__name__)
    attempt(lambda: mp.get_context("nothing"))
