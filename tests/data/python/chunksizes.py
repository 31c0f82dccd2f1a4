from multiprocessing import Pool
def identity(x):
    return x
with Pool(3) as pool:
    for count in (0, 1, 2, 11, 12, 13, 100):
        for chunksize in (None, 1, 3, 200):
            assert pool.map(identity, range(count), chunksize) == list(range(count)), (count, chunksize)
    print("well", pool.map(identity, (), 5), pool.map(identity, iter([1, 2])), pool.map(identity, "text"))
    print(pool.map(identity, {3: 4}), pool.map(identity, {5}))
