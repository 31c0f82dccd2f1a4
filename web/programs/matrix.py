import time
from multiprocessing import Pool

import numpy as np

row_count = 200_000  # 1_000 to 1_000_000

numbers = np.random.RandomState(100)
data = numbers.randint(0, 10, size=[row_count, 5]).tolist()
triples = [(row, 4, 8) for row in data]
few = triples[:1_000]  # apply: a call for each


# How many numbers of a row lie within the range?
def howmany(row, minimum=4, maximum=8):
    count = 0
    for n in row:
        if minimum <= n <= maximum:
            count = count + 1
    return count


# Compares with the serial counts, prints what each row took.
def measure(name, run):
    begin = time.perf_counter()
    counts = run()
    duration = time.perf_counter() - begin
    if name == "serial":
        measure.counts = counts
        measure.per_row = duration / len(counts)
    speed_up = measure.per_row * len(counts) / duration
    same = counts == measure.counts[: len(counts)]
    print(
        f"{name}: {1000 * duration:.1f} ms for {len(counts)} rows,",
        f"speed-up {speed_up:.3g},",
        "same counts" if same else "DIFFERENT COUNTS",
    )


if __name__ == "__main__":
    measure("serial", lambda: [howmany(*args) for args in triples])
    print("First ten:", *measure.counts[:10])

    # A row is pickled on its way to a processor: that takes
    # longer than to count in it. The gain is small, if any.
    with Pool() as pool:
        def each(tasks):
            results = [pool.apply_async(howmany, t) for t in tasks]
            return [result.get() for result in results]

        apply, starmap = pool.apply, pool.starmap
        measure("apply", lambda: [apply(howmany, t) for t in few])
        measure("map", lambda: pool.map(howmany, data))
        measure("starmap", lambda: starmap(howmany, triples))
        measure("apply_async", lambda: each(few))
        later = pool.map_async
        measure("map_async", lambda: later(howmany, data).get())
        later = pool.starmap_async
        rows = triples
        measure("starmap_async", lambda: later(howmany, rows).get())
