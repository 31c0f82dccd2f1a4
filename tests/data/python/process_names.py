import multiprocessing as mp
import os
import sys


def describe(_):
    process = mp.current_process()
    return str(process).replace(str(os.getppid()), "…"), type(process).__name__, process.daemon


if __name__ == "__main__":
    print(mp.current_process(), mp.parent_process(), sys.stdout.name, sys.stderr.name)
    for method in ("fork", "spawn"):
        with mp.get_context(method).Pool(1) as pool:
            print(pool.apply(describe, (0,)))
