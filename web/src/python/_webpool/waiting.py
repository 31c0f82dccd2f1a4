"""What the results of a pool wait with, in place of threads: whoever waits takes in the results that have come meanwhile.

`multiprocessing.pool` sees this module where it says `threading`. CPython's Pool has a thread that takes results from a pipe
and calls their callbacks; here the program's only thread does it whenever it waits, or asks whether a result is ready.
"""

import collections
import time

from _webpool import bridge

# How long JavaScript waits at a time, in milliseconds. It returns earlier where Python is interrupted.
SLICE = 1000

# Who takes the results of a job that has ended, by the number of the job.
_receivers = {}
# Results that are known without a processor, for the next look.
_known = collections.deque()


def submit(pool, payloads, receiver):
    """Gives tasks to the pool of that number, as a job whose number it returns. `receiver(job)` is called when they have ended."""
    job = bridge.submit(pool, payloads)
    _receivers[job] = receiver
    return job


def post(call):
    """Has `call()` called at the next look, as if a result had come."""
    _known.append(call)


def receive(milliseconds):
    """Takes in what has ended, and waits for up to `milliseconds` if that is nothing. Callbacks are called from here."""
    while _known:
        milliseconds = 0
        _known.popleft()()
    job = bridge.settle(milliseconds)
    while job:
        _receivers.pop(job)(job)
        job = bridge.settle(0)


def wait_until(is_over, timeout=None):
    """Takes in results until `is_over()`, for at most `timeout` seconds; returns whether it is."""
    if timeout is None:
        while not is_over():
            receive(SLICE)
        return True
    end = time.monotonic() + timeout
    while not is_over():
        left = (end - time.monotonic()) * 1000
        receive(min(SLICE, max(0, left)))
        if left <= 0:
            return is_over()
    return True


class Event:
    """`threading.Event` of a result."""

    def __init__(self):
        self._is_set = False

    def is_set(self):
        if not self._is_set:
            receive(0)
        return self._is_set

    def set(self):
        self._is_set = True

    def wait(self, timeout=None):
        return wait_until(lambda: self._is_set, timeout)


class Lock:
    """`threading.Lock`: there is one thread."""

    def __enter__(self):
        return True

    def __exit__(self, *_):
        pass


class Condition(Lock):
    """`threading.Condition` of an iterator over results."""

    def __init__(self, lock=None):
        self._notified = 0

    def notify(self, n=1):
        self._notified += 1

    def wait(self, timeout=None):
        before = self._notified
        return wait_until(lambda: self._notified != before, timeout)
