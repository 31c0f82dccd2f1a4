from multiprocessing import Pool
def half(x):
    if x == 3:
        raise RuntimeError(f"not {x}")
    return x / 2
with Pool(2) as pool:
    for call in (pool.map, pool.starmap):
        try:
            call(half, [(n,) for n in range(6)] if call == pool.starmap else range(6))
        except RuntimeError as error:
            print(error)
    result = pool.map_async(half, range(6), error_callback=lambda error: print("told", error))
    result.wait()
    print(result.ready(), result.successful())
    print(pool.map(half, [2, 4]))
