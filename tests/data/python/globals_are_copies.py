from multiprocessing import Pool
counter = 0
names = ["first"]
def change(n):
    global counter
    counter += n
    names.append(n)
    return counter > 0
with Pool(2) as pool:
    print(all(pool.map(change, range(1, 9))))
    print(counter, names)
names.append("second")
with Pool(1) as pool:
    print(pool.apply(len, (names,)), pool.apply(eval, ("len(__import__('__main__').names)",)))
