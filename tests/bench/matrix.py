"""The matrix problem with Python's own pool, for matrix.mjs: a JSON line with counts' sum and milliseconds for each line read."""

import json
import multiprocessing
import sys
import time

ROWS, COLUMNS = 200_000, 5


def howmany_within_range(row, minimum, maximum):
    count = 0
    for n in row:
        if minimum <= n <= maximum:
            count += 1
    return count


def main():
    numbers = json.load(open(sys.argv[1]))
    data = [numbers[i : i + COLUMNS] for i in range(0, ROWS * COLUMNS, COLUMNS)]
    triples = [(row, 4, 8) for row in data]
    with multiprocessing.Pool(int(sys.argv[2])) as pool:
        for _ in sys.stdin:
            begin = time.perf_counter()
            counts = pool.starmap(howmany_within_range, triples)
            milliseconds = (time.perf_counter() - begin) * 1000
            print(json.dumps({"first": counts[:10], "total": sum(counts), "milliseconds": milliseconds}), flush=True)


if __name__ == "__main__":
    main()
