import multiprocessing as mp
import multiprocessing.pool
def square(x):
    return x * x
if __name__ == "__main__":
    context = mp.get_context("fork")
    with context.Pool(2) as pool:
        print(pool.map(square, range(4)), context.get_start_method())
    with multiprocessing.pool.Pool(2) as pool:
        print(pool.map(square, range(4)), type(pool).__name__, isinstance(pool, multiprocessing.pool.Pool))
    mp.freeze_support()
    print(mp.get_start_method(allow_none=True))
    mp.set_start_method("fork", force=True)
    try:
        mp.set_start_method("fork")
    except RuntimeError as error:
        print(error)
    print(sorted(mp.active_children()) if not mp.active_children() else "children")
