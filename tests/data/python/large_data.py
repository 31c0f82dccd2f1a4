from multiprocessing import Pool
def total(values):
    return sum(values)
def make(n):
    return list(range(n))
with Pool(2) as pool:
    print(pool.map(total, [list(range(n)) for n in (1000, 100000, 10)]))
    print([len(values) for values in pool.map(make, [1, 200000])])
    print(sum(pool.map(abs, range(100000))))
