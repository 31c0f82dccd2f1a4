"""What programs in Python wait for, natively by CPython and in a page: prints a line of JSON, with every result checked."""

import json
import random
import time
from multiprocessing import Pool

begin = time.perf_counter()
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


def measure(name, run, expected, repetitions=5):
    """The best of several times, in milliseconds."""
    best = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - start)
        assert result == expected, name
    figures[name] = 1000 * best


if __name__ == "__main__":
    start = time.perf_counter()
    with Pool(PROCESSES) as pool:
        assert pool.map(square, [1, 2, 3]) == [1, 4, 9]
        figures["Pool(2) to its first result"] = 1000 * (time.perf_counter() - start)
    start = time.perf_counter()
    with Pool(PROCESSES) as pool:
        assert pool.map(square, [1, 2, 3]) == [1, 4, 9]
        figures["the next Pool(2) to its first result"] = 1000 * (time.perf_counter() - start)

        calls = range(200)
        expected = [n * n for n in calls]
        measure("200 apply, one by one", lambda: [pool.apply(square, (n,)) for n in calls], expected)
        each = lambda: [result.get() for result in [pool.apply_async(square, (n,)) for n in calls]]
        measure("200 apply_async", each, expected)

        numbers = range(100_000)
        squares = [n * n for n in numbers]
        measure("100,000 x·x, serial", lambda: list(map(square, numbers)), squares)
        measure("100,000 x·x, map", lambda: pool.map(square, numbers), squares)

        work = [300_000] * 8
        sums = [compute(300_000)] * 8
        measure("8 tasks of computing, serial", lambda: list(map(compute, work)), sums, 3)
        measure("8 tasks of computing, map", lambda: pool.map(compute, work), sums, 3)

        generator = random.Random(100)
        data = [[generator.randrange(10) for _ in range(5)] for _ in range(100_000)]
        triples = [(row, 4, 8) for row in data]
        counts = [howmany(row) for row in data]
        few = triples[:200]
        measure("100,000 rows, serial", lambda: [howmany(*args) for args in triples], counts)
        measure("100,000 rows, map", lambda: pool.map(howmany, data), counts)
        measure("100,000 rows, starmap", lambda: pool.starmap(howmany, triples), counts)
        measure("200 rows, apply", lambda: [pool.apply(howmany, args) for args in few], counts[:200])
    print(json.dumps(figures))
