import time
from multiprocessing import Pool, cpu_count

count = 6  # 1 to 24

print("Processors of this machine:", cpu_count())


# Tasks of the same length. The tag beside a line names its
# processor.
def task(number):
    time.sleep(0.15)
    print(f"task {number} has ended")
    return number


if __name__ == "__main__":
    # Without a number in the brackets, the slider below says
    # how many to start.
    with Pool() as pool:
        begin = time.perf_counter()
        numbers = pool.map(task, range(1, count + 1))
        duration = time.perf_counter() - begin

    print("Results:", numbers)
    print(f"{count} tasks of 150 ms took {1000 * duration:.0f} ms.")
