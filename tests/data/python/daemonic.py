import multiprocessing as mp
def child(_):
    try:
        mp.Pool(1)
    except AssertionError as error:
        return str(error)
def about(_):
    process = mp.current_process()
    return process.daemon, process.name.startswith("ForkPoolWorker-"), mp.parent_process().name
if __name__ == "__main__":
    mp.set_start_method("fork")
    with mp.Pool(2) as pool:
        print(pool.map(child, range(2)))
        print(set(pool.map(about, range(4))))
    print(mp.current_process().name, mp.parent_process(), mp.current_process().daemon)
