import time
import multiprocessing as mp
def slow(x):
    time.sleep(0.5)
    return x
with mp.Pool(1) as pool:
    iterator = pool.imap(slow, [1])
    try:
        iterator.next(timeout=0.01)
    except mp.TimeoutError as error:
        print("timeout", repr(error))
    print(iterator.next())
