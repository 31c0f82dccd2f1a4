from functools import partial
from multiprocessing import Pool
def power(base, exponent, plus=0):
    return base**exponent + plus
pool = Pool(2)
print(pool.map(partial(power, exponent=2), range(6)))
print(pool.map(partial(power, 2), range(6)))
print(pool.map(partial(power, exponent=3, plus=100), range(6), chunksize=2))
pool.close()
pool.join()
