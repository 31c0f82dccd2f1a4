import math
from multiprocessing import Pool
def is_prime(n):
    if n < 2:
        return False
    return all(n % d for d in range(2, math.isqrt(n) + 1))
if __name__ == "__main__":
    numbers = range(1000)
    with Pool() as pool:
        flags = pool.map(is_prime, numbers)
    print([n for n, flag in zip(numbers, flags) if flag][-5:], sum(flags))
