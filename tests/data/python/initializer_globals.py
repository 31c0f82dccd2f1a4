import multiprocessing as mp
table = None
def prepare(size, offset):
    global table
    table = [n * n + offset for n in range(size)]
def look_up(n):
    return table[n]
if __name__ == "__main__":
    with mp.Pool(2, initializer=prepare, initargs=(10, 1000)) as pool:
        print(pool.map(look_up, range(10)))
    print(table)
