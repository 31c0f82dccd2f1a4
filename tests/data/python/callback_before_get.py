from multiprocessing import Pool
import time
seen = []
with Pool(2) as pool:
    result = pool.map_async(abs, [-1, -2, -3], callback=lambda values: seen.append(("callback", values)))
    result.wait()
    print(seen)
    other = pool.apply_async(int, ("x",), callback=seen.append, error_callback=lambda error: seen.append(repr(error)))
    while not other.ready():
        time.sleep(0.01)
    print(seen, other.successful())
