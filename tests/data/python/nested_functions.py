from multiprocessing import Pool
def outer():
    def inner(x):
        return x
    return inner
def later(x):
    return x + 1
with Pool(2) as pool:
    try:
        pool.map(outer(), [1])
    except Exception as error:
        print("inner" in str(error))
    print(pool.map(later, [1, 2]))
