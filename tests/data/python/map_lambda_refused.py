from multiprocessing import Pool
with Pool(2) as pool:
    try:
        pool.map(lambda x: x, [1])
    except Exception as error:
        print(type(error).__name__, "lambda" in str(error))
    print(pool.map(abs, [-1]))
