import logging
import sys
from multiprocessing import Pool
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(processName).4s %(message)s")
def work(n):
    logging.info("task %d", n)
    return n
if __name__ == "__main__":
    logging.warning("begin")
    with Pool(1) as pool:
        print(sum(pool.map(work, range(3))))
    logging.error("end")
