from multiprocessing import Pool
def attempt(name, call):
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, error)
pool = Pool(2)
attempt("join", pool.join)
pool.close()
attempt("map", lambda: pool.map(abs, [1]))
attempt("apply", lambda: pool.apply(abs, (1,)))
attempt("apply_async", lambda: pool.apply_async(abs, (1,)))
attempt("imap", lambda: pool.imap(abs, [1]))
attempt("close again", pool.close)
attempt("join", pool.join)
attempt("join again", pool.join)
print(pool)
with Pool(2) as pool:
    print(pool)
attempt("after with", lambda: pool.map(abs, [1]))
attempt("enter again", pool.__enter__)
pool.join()
print(pool)
