# A process can send signals to itself.
import os
import signal
from multiprocessing import Pool


def handle(number, _):
    print("received", signal.Signals(number).name)


def send(number):
    os.kill(os.getpid(), number)
    return number == signal.SIGUSR1


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, handle)
    signal.raise_signal(signal.SIGUSR1)
    os.kill(os.getpid(), 0)
    with Pool(1) as pool:
        print(pool.apply(send, (signal.SIGUSR1,)))
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        print("interrupted")
