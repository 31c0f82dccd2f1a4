import time
from multiprocessing import Pool
def rest(seconds):
    time.sleep(seconds)
    return seconds
if __name__ == "__main__":
    with Pool(3) as pool:
        results = [pool.apply_async(rest, (0.02 * n,)) for n in (3, 1, 2)]
        print([result.get(timeout=60) for result in results])
        results = [pool.map_async(rest, [0.01] * n) for n in range(3)]
        for result in results:
            result.wait()
        print([result.get() for result in results], all(result.successful() for result in results))
