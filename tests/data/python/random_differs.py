import random
from multiprocessing import Pool
def draw(_):
    return random.random()
def seeded(n):
    random.seed(n)
    return [random.randint(0, 9) for _ in range(5)]
random.seed(1)
with Pool(4) as pool:
    print(len(set(pool.map(draw, range(40), chunksize=1))) == 40)
    print(pool.map(seeded, [1, 1, 2]))
print(random.random())
