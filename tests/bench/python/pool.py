"""What programs in Python wait for, natively by CPython and in a page: prints a line of JSON, with every result checked.

`sizes.json` in the working directory says how much there is of each.
"""

import json
import random
import time
from multiprocessing import Pool

PROCESSES = 2
figures = {}


def square(x):
    return x * x


def compute(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total


def howmany(row, minimum=4, maximum=8):
    count = 0
    for n in row:
        if minimum <= n <= maximum:
            count = count + 1
    return count


def measure(name, run, expected, repetitions):
    """The best of several times, in milliseconds."""
    best = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - start)
        assert result == expected, name
    figures[name] = 1000 * best


def measure_start(name):
    start = time.perf_counter()
    pool = Pool(PROCESSES)
    assert pool.map(square, [1, 2, 3]) == [1, 4, 9]
    figures[name] = 1000 * (time.perf_counter() - start)
    return pool


def each(pool, function, tasks):
    return [result.get() for result in [pool.apply_async(function, task) for task in tasks]]


def measure_calls(pool, calls, items, tasks, steps, repetitions):
    singles = [(n,) for n in range(calls)]
    squares = [n * n for n in range(items)]
    expected = [n * n for n in range(calls)]
    measure("apply, one by one", lambda: [pool.apply(square, task) for task in singles], expected, repetitions)
    measure("apply_async, all at once", lambda: each(pool, square, singles), expected, repetitions)
    measure("map of x·x, serial", lambda: list(map(square, range(items))), squares, repetitions)
    measure("map of x·x", lambda: pool.map(square, range(items)), squares, repetitions)
    work = [steps] * tasks
    sums = [compute(steps)] * tasks
    measure("tasks of computing, serial", lambda: list(map(compute, work)), sums, repetitions)
    measure("tasks of computing, map", lambda: pool.map(compute, work), sums, repetitions)


def measure_matrix(pool, rows, few, repetitions):
    generator = random.Random(100)
    data = [[generator.randrange(10) for _ in range(5)] for _ in range(rows)]
    triples = [(row, 4, 8) for row in data]
    counts = [howmany(row) for row in data]
    ways = {
        "serial": lambda: [howmany(*args) for args in triples],
        "map": lambda: pool.map(howmany, data),
        "map_async": lambda: pool.map_async(howmany, data).get(),
        "starmap": lambda: pool.starmap(howmany, triples),
        "starmap_async": lambda: pool.starmap_async(howmany, triples).get(),
        "imap, chunks of 1000": lambda: list(pool.imap(howmany, data, chunksize=1000)),
        "imap_unordered, chunks of 1000": lambda: sorted(pool.imap_unordered(howmany, data, chunksize=1000)),
    }
    for name, run in ways.items():
        measure(f"matrix, {name}", run, sorted(counts) if "unordered" in name else counts, repetitions)
    tasks = triples[:few]
    by_apply = lambda: [pool.apply(howmany, args) for args in tasks]
    measure("matrix, apply, few rows", by_apply, counts[:few], repetitions)
    measure("matrix, apply_async, few rows", lambda: each(pool, howmany, tasks), counts[:few], repetitions)


if __name__ == "__main__":
    with open("sizes.json") as file:
        sizes = json.load(file)
    rows, few = sizes.pop("rows"), sizes.pop("few")
    with measure_start("Pool(2) to its first result"):
        pass
    with measure_start("the next Pool(2) to its first result") as pool:
        measure_calls(pool, **sizes)
        measure_matrix(pool, rows, few, sizes["repetitions"])
    print(json.dumps(figures))
