import os
import tempfile
from multiprocessing import Pool
def append(job):
    name, text = job
    with open(name, "a") as file:
        file.write(text + "\n")
if __name__ == "__main__":
    folder = tempfile.mkdtemp()
    name = os.path.join(folder, "log.txt")
    with Pool(2) as pool:
        pool.map(append, [(name, f"line {n}") for n in range(20)], chunksize=1)
    with open(name) as file:
        print(sorted(file.read().splitlines())[:3], os.path.getsize(name))
    os.rename(name, name + ".old")
    print(os.listdir(folder))
    os.remove(name + ".old")
    os.rmdir(folder)
    print(os.path.exists(folder))
