from multiprocessing import Pool
def step(x):
    return (3 * x + 1) % 1009
with Pool(2) as pool:
    values = list(range(10))
    for _ in range(30):
        values = pool.map(step, values)
    print(values)
    print(sum(pool.apply(step, (n,)) for n in range(50)))
