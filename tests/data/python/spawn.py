import multiprocessing as mp
value = "of the module"
print("runs", __name__)
def get(_):
    return value, mp.current_process().name[:15], __name__, mp.get_start_method()
def use(x):
    return x * 2
def prepare(text):
    global prepared
    prepared = text
def get_prepared(_):
    return prepared
if __name__ == "__main__":
    mp.freeze_support()
    mp.set_start_method("spawn")
    value = "changed"
    with mp.Pool(1, initializer=prepare, initargs=("by the initializer",)) as pool:
        print(pool.map(get, range(1)), pool.map(use, [1, 2]))
        print(pool.map(get_prepared, range(1)))
    with mp.get_context("fork").Pool(1) as pool:
        print(pool.map(get, range(1)))
