from multiprocessing import Pool
def square(x):
    return x * x
pool = Pool(2)
iterator = pool.imap(square, range(50))
unordered = pool.imap_unordered(square, range(50))
pool.close()
pool.join()
print(sum(iterator), sum(unordered))
