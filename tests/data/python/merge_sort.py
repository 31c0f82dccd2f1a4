import heapq
from multiprocessing import Pool
def merge_sort(values):
    return sorted(values)
if __name__ == "__main__":
    values = [(n * 7919) % 1009 for n in range(1000)]
    parts = [values[i::4] for i in range(4)]
    with Pool(4) as pool:
        merged = list(heapq.merge(*pool.map(merge_sort, parts)))
    print(merged == sorted(values), merged[:5])
