from multiprocessing import Pool
def use(x):
    return x
with Pool(2) as pool:
    for argument in ((n for n in range(3)), open(__file__) if False else iter(lambda: 1, 1)):
        try:
            pool.apply(use, (argument,))
        except Exception as error:
            print(type(error).__name__)
    told = []
    result = pool.apply_async(use, (lambda: 1,), error_callback=lambda error: told.append(type(error).__name__ != ""))
    result.wait()
    print(told, result.successful())
