from multiprocessing import Pool, current_process
def name(_):
    return current_process().name
with Pool(1, maxtasksperchild=2) as pool:
    print(len(set(pool.map(name, range(6), chunksize=1))))
    # A chunksize is given: CPython computes the default one from its workers alive, and none may be at this moment.
    print(pool.map(abs, range(-3, 0), chunksize=1))
