import random
from multiprocessing import Pool
def inside(args):
    seed, count = args
    generator = random.Random(seed)
    return sum(generator.random() ** 2 + generator.random() ** 2 <= 1 for _ in range(count))
if __name__ == "__main__":
    with Pool(2) as pool:
        hits = sum(pool.map(inside, [(seed, 2000) for seed in range(8)]))
    print(hits, round(4 * hits / 16000, 4))
