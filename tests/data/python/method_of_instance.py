from multiprocessing import Pool
class Scaler:
    def __init__(self, factor):
        self.factor = factor
    def scale(self, x):
        return x * self.factor
    @staticmethod
    def less(x):
        return x - 1
    @classmethod
    def named(cls, x):
        return f"{cls.__name__} {x}"
    def __call__(self, x):
        return -x * self.factor
    def run(self):
        with Pool(2) as pool:
            return pool.map(self.scale, range(5))
if __name__ == "__main__":
    scaler = Scaler(3)
    print(scaler.run())
    with Pool(2) as pool:
        print(pool.map(Scaler.less, [1, 2]), pool.map(Scaler.named, [1, 2]), pool.map(scaler, [1, 2]))
