from multiprocessing import Pool
def describe(a, b=2, *rest, **more):
    return a, b, rest, more
with Pool(2) as pool:
    print(pool.apply(describe, (1,)))
    print(pool.apply(describe, (1, 3, 4), {"x": 5}))
    print(pool.apply_async(describe, kwds={"a": 1, "b": 9}).get())
    print(pool.apply(int, ("ff",), {"base": 16}))
    try:
        pool.apply(describe)
    except TypeError as error:
        print(error)
