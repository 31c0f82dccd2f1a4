from multiprocessing import Pool
class Own(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code
def fail(kind):
    if kind == 0:
        raise ValueError("bad value", 7)
    if kind == 1:
        return {}["missing"]
    if kind == 2:
        raise Own(5, "own")
    if kind == 3:
        return [1, 2][9]
    if kind == 4:
        return None.nothing
    return int("x")
if __name__ == "__main__":
    with Pool(2) as pool:
        for kind in range(6):
            try:
                pool.apply(fail, (kind,))
            except Exception as error:
                print(type(error).__name__, error, error.args, getattr(error, "code", None))
                print(type(error.__cause__).__name__, "Traceback (most recent call last)" in str(error.__cause__))
