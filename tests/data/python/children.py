# The processes of a pool are children of the program, as objects of multiprocessing.
from multiprocessing import Pool, active_children, current_process, parent_process


def relatives(_):
    return parent_process().name, current_process().daemon, len(active_children())


def by_name(children):
    return sorted((child.name, child.daemon, child.is_alive(), child.exitcode) for child in children)


if __name__ == "__main__":
    pool = Pool(2)
    print(by_name(active_children()))
    print(pool.map(relatives, range(2)))
    workers = pool._pool[:]
    print(repr(workers[0]).startswith("<ForkProcess name='ForkPoolWorker-1' pid="))
    pool.close()
    pool.join()
    print(by_name(workers), active_children())
    with Pool(1) as pool:
        workers = active_children()
        print(by_name(workers))
    pool.join()
    print([child.is_alive() for child in workers], active_children())
