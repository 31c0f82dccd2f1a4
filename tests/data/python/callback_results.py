from multiprocessing import Pool
results = []
def square(x):
    return x * x
def collect(result):
    results.append(result)
if __name__ == "__main__":
    pool = Pool(2)
    for i in range(20):
        pool.apply_async(square, args=(i,), callback=collect)
    pool.close()
    pool.join()
    print(sorted(results))
