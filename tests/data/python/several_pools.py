from multiprocessing import Pool
def double(x):
    return 2 * x
pools = [Pool(1) for _ in range(3)]
results = [pool.map_async(double, range(n, n + 3)) for n, pool in enumerate(pools)]
print([result.get() for result in results])
for pool in pools:
    pool.close()
for pool in pools:
    pool.join()
for n in range(3):
    with Pool(2) as pool:
        print(pool.apply(double, (n,)))
