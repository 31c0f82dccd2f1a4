from collections import Counter
from multiprocessing import Pool
text = """the quick brown fox jumps over the lazy dog
the dog sleeps and the fox runs
a fox is a fox"""
def count(line):
    return Counter(line.split())
if __name__ == "__main__":
    with Pool(2) as pool:
        total = sum(pool.map(count, text.splitlines()), Counter())
    print(total.most_common(4))
