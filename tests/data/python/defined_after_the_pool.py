from multiprocessing import Pool
value = 1
def get(_):
    return value
pool = Pool(1)
value = 2
print(pool.map(get, range(2)))
pool.terminate()
pool.join()
with Pool(1) as pool:
    print(pool.map(get, range(2)))
