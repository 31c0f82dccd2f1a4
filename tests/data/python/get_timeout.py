import time
from multiprocessing import Pool, TimeoutError
def slow(x):
    time.sleep(1.5)
    return x
with Pool(1) as pool:
    result = pool.apply_async(slow, (3,))
    try:
        result.get(timeout=0.01)
    except TimeoutError:
        print("not yet")
    try:
        result.successful()
    except ValueError as error:
        print("not ready" in str(error))
    print(result.wait(0), result.ready())
    print(result.get(timeout=60), result.get(), result.ready(), result.successful())
