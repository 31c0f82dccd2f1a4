import itertools
from multiprocessing import Pool
numbers = itertools.count(10)
lines = iter("abc")
next(numbers), next(lines)
def take(_):
    return next(numbers), next(lines)
with Pool(1) as pool:
    print(pool.map(take, range(2)))
print(next(numbers), next(lines))
