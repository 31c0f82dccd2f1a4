from multiprocessing import Pool
def words(line):
    return [word.title() for word in line.split()]
def lines():
    yield "hello world"
    yield "again"
with Pool(2) as pool:
    print(pool.map(words, lines()))
    print(pool.map(str.upper, "abc"), pool.map(len, ["", "a", "bb"]))
    print(dict(pool.imap_unordered(divmod_pair, [(7, 2)])) if False else list(pool.imap(str, range(3))))
