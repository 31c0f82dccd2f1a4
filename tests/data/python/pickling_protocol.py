from multiprocessing import Pool
class Tracked:
    def __init__(self, value):
        self.value = value
    def __getstate__(self):
        return {"value": self.value + 1}
    def __setstate__(self, state):
        self.value = state["value"] * 10
def value(tracked):
    return tracked.value
def make(n):
    return Tracked(n)
if __name__ == "__main__":
    with Pool(1) as pool:
        print(pool.map(value, [Tracked(1), Tracked(2)]), pool.apply(make, (5,)).value)
        try:
            pool.apply(value, (pool,))
        except NotImplementedError as error:
            print(error)
