import json
import time
from multiprocessing import Pool

import numpy as np

shape = [settings["rows"], settings["columns"]]
low, high = settings["minimum"], settings["maximum"]
random = np.random.RandomState(settings["seed"])
data = random.randint(settings["low"], settings["high"], size=shape).tolist()
triples = [(row, low, high) for row in data]
few = triples[:500]  # apply is a call for each row: measured with these alone


def howmany(row, minimum=low, maximum=high):
    count = 0
    for n in row:
        if minimum <= n <= maximum:
            count = count + 1
    return count


expected = [howmany(*args) for args in triples]

with Pool() as pool:
    methods = {
        "serial": lambda: [howmany(*args) for args in triples],
        "map": lambda: pool.map(howmany, data),
        "starmap": lambda: pool.starmap(howmany, triples),
        "apply": lambda: [pool.apply(howmany, args) for args in few],
        "map_async": lambda: pool.map_async(howmany, data).get(),
        "starmap_async": lambda: pool.starmap_async(howmany, triples).get(),
        "apply_async": lambda: [
            result.get() for result in [pool.apply_async(howmany, args) for args in few]
        ],
    }
    for round in range(1, settings["rounds"] + 1):
        for method, run in methods.items():
            begin = time.perf_counter()
            counts = run()
            ms = 1000 * (time.perf_counter() - begin)
            record = {
                "round": round, "by": "python", "method": method, "rows": len(counts), "ms": ms,
                "same": counts == expected[: len(counts)],
            }
            print(json.dumps(record))
