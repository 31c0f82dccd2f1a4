import multiprocessing as mp
store = {}
with mp.Pool(2, initializer=lambda value: store.update(x=value), initargs=(lambda: 7,)) as pool:
    print(pool.apply(eval, ("__import__('__main__').store['x']()",)))
print(store)
