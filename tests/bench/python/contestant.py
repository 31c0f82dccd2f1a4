"""Python's Pool, its ThreadPool and numpy, for native.mjs: a line of JSON for each line read.

Asked {"work", "size", "contestant", "items", "processes"}, it measures once and answers {"value"}: seconds for one item
or call, bytes a second for rows, or {"error"}. Every result is checked.
"""

import json
import multiprocessing
import os
import sys
import time
from multiprocessing.pool import Pool, ThreadPool

import numpy

KINDS = {"Python Pool": Pool, "Python ThreadPool": ThreadPool}


def square(x):
    return x * x


def howmany_within_range(row, minimum, maximum):
    count = 0
    for n in row:
        if minimum <= n <= maximum:
            count += 1
    return count


def check(right):
    if not right:
        raise AssertionError("WRONG RESULTS")


def timed(function):
    begin = time.perf_counter()
    result = function()
    return time.perf_counter() - begin, result


pools = {}


def pool_of(contestant, processes):
    """One pool for all that is asked of a kind; another number of processors takes its place."""
    kept = pools.get(contestant)
    if kept is None or kept[0] != processes:
        if kept is not None:
            kept[1].terminate()
            kept[1].join()
        pools[contestant] = (processes, KINDS[contestant](processes))
        pools[contestant][1].map(square, range(processes * 4))
    return pools[contestant][1]


def measure_map(pool, items, chunksize=None):
    numbers = [i % 1000 for i in range(items)]
    seconds, results = timed(lambda: pool.map(square, numbers, chunksize))
    check(results == [x * x for x in numbers])
    return seconds / items


def measure_imap(pool, items):
    numbers = [i % 1000 for i in range(items)]
    seconds, results = timed(lambda: list(pool.imap(square, numbers)))
    check(results == [x * x for x in numbers])
    return seconds / items


def measure_apply(pool, calls):
    seconds, results = timed(lambda: [pool.apply(square, (i,)) for i in range(calls)])
    check(results == [i * i for i in range(calls)])
    return seconds / calls


def measure_idle_apply(pool, calls):
    total = 0
    for i in range(calls):
        time.sleep(0.002)
        seconds, result = timed(lambda: pool.apply(square, (i,)))
        check(result == i * i)
        total += seconds
    return total / calls


def measure_batch(pool, calls):
    def run():
        handles = [pool.apply_async(square, (i,)) for i in range(calls)]
        return [handle.get() for handle in handles]

    seconds, results = timed(run)
    check(results == [i * i for i in range(calls)])
    return seconds / calls


matrices = {}


def matrix(size):
    """Numbers from 0 to 9, kept while they are asked for."""
    if size not in matrices:
        matrices.clear()
        rows, columns = map(int, size.split("x"))
        some = numpy.random.RandomState(100).randint(0, 10, size=min(rows * columns, 1_000_000)).astype(numpy.int32)
        numbers = numpy.resize(some, rows * columns).reshape(rows, columns)
        matrices[size] = (numbers, numpy.array([numpy.count_nonzero((row >= 4) & (row <= 8)) for row in numbers]))
    return matrices[size]


def measure_numpy(size):
    numbers, counts = matrix(size)
    seconds, results = timed(lambda: ((numbers >= 4) & (numbers <= 8)).sum(axis=1))
    check((results == counts).all())
    return numbers.nbytes / seconds


def measure_rows(pool, size):
    numbers, counts = matrix(size)
    triples = [(row, 4, 8) for row in numbers.tolist()]
    seconds, results = timed(lambda: pool.starmap(howmany_within_range, triples))
    check(results == counts.tolist())
    return numbers.nbytes / seconds


def resident_kilobytes(pids):
    pages = 0
    for pid in pids:
        with open(f"/proc/{pid}/statm") as statm:
            pages += int(statm.read().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1024


def measure_first(kind, processes):
    own = [os.getpid()]
    before = resident_kilobytes(own)
    begin = time.perf_counter()
    pool = kind(processes)
    check(pool.apply(square, (12,)) == 144)
    first = time.perf_counter() - begin
    children = [child.pid for child in multiprocessing.active_children()] if kind is Pool else []
    after = resident_kilobytes(own + (children if len(children) == processes else []))

    def end():
        pool.terminate()
        pool.join()

    seconds, _ = timed(end)
    return {"first": first * 1e6, "end": seconds * 1e6, "kilobytes": after - before}


def measure(work, size, contestant, items, processes):
    if contestant == "numpy":
        return measure_numpy(size)
    if work == "first":
        return measure_first(KINDS[contestant], processes)
    pool = pool_of(contestant, processes)
    if work in ("map", "grow-items", "grow-processors"):
        return measure_map(pool, items)
    if work in ("map-1", "grow-processors-1"):
        return measure_map(pool, items, 1)
    if work == "imap":
        return measure_imap(pool, items)
    if work == "apply":
        return (measure_idle_apply if size == "idle" else measure_apply)(pool, items)
    if work in ("batch", "grow-jobs"):
        return measure_batch(pool, items)
    if work == "rows":
        return measure_rows(pool, size)
    raise ValueError(f"there is no work {work}")


def main():
    for line in sys.stdin:
        task = json.loads(line)
        if task["work"] == "versions":
            answer = {"Python": sys.version.split()[0], "numpy": numpy.__version__}
        elif task["work"] == "rest":
            for _, pool in pools.values():
                pool.terminate()
            pools.clear()
            matrices.clear()
            answer = {}
        else:
            try:
                answer = {"value": measure(**task)}
            except AssertionError as error:
                answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    # The fastest way, and Linux's default in this version.
    multiprocessing.set_start_method("fork")
    main()
