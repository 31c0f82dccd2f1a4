import os
import time
from multiprocessing import Pool, current_process
def about(_):
    time.sleep(0.2)
    return os.getpid(), os.getppid(), current_process().name, current_process().pid == os.getpid()
with Pool(3) as pool:
    found = set(pool.map(about, range(12), chunksize=1))
    print(len({pid for pid, *_ in found}), {parent for _, parent, *_ in found} == {os.getpid()})
    print(sorted(name for *_, name, _ in found), all(same for *_, same in found))
    print(os.getpid() in {pid for pid, *_ in found})
