from multiprocessing import Pool
from multiprocessing.pool import MaybeEncodingError
def make(kind):
    return (lambda: 1) if kind else iter([])
def generator(n):
    return (x for x in range(n))
with Pool(2) as pool:
    for function, argument in ((make, 1), (generator, 3)):
        try:
            pool.apply(function, (argument,))
        except MaybeEncodingError as error:
            print(type(error).__name__, "Error sending result" in str(error), "Reason" in str(error))
    print(pool.map(abs, [-5]))
