from itertools import product
from multiprocessing import Pool
def area(width, height=10):
    return width * height
with Pool(2) as pool:
    print(pool.starmap(area, [(1, 2), (3, 4)]))
    print(pool.starmap(area, product(range(3), range(2))))
    print(pool.starmap(area, [(5,), [6, 7]]))
    print(pool.starmap(area, zip(range(4), range(4)), chunksize=3))
    print(pool.starmap_async(pow, [(2, n) for n in range(5)]).get())
    try:
        pool.starmap(area, [1, 2])
    except TypeError as error:
        print(error)
    print(pool.starmap(area, []))
