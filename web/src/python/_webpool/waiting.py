"""Replaces `threading` in `multiprocessing.pool`: the thread that waits for a result handles all results that arrive.

CPython's Pool has a thread that reads results from a pipe and calls their callbacks. Here the program's only thread does so
whenever it waits, or checks whether a result is ready.
"""

import collections
import time

from _webpool import bridge

# How long JavaScript waits at a time, in milliseconds. It returns earlier if Python is interrupted.
SLICE = 1000

# The functions that handle the results of jobs, by the number of the job.
_receivers = {}
# Calls that deliver results which needed no processor.
_known = collections.deque()


def submit(pool, payloads, receiver):
    """Submit tasks to the pool of that number; return the number of the job. `receiver(job)` is called when they have ended."""
    job = bridge.submit(pool, payloads)
    _receivers[job] = receiver
    return job


def forget():
    """Forget the jobs that are running: in a process, which has inherited those of the program."""
    _receivers.clear()
    _known.clear()


def post(call):
    """Schedule `call()` for the next call of `receive`, as if a result had arrived."""
    _known.append(call)


def receive(milliseconds):
    """Handle results that have arrived, including their callbacks; if there are none, wait for up to `milliseconds`."""
    while _known:
        milliseconds = 0
        _known.popleft()()
    job = bridge.settle(milliseconds)
    while job:
        _receivers.pop(job)(job)
        job = bridge.settle(0)


def pause(milliseconds):
    """Wait for up to `milliseconds`, and at most `SLICE`. Callbacks of results are called meanwhile."""
    milliseconds = min(milliseconds, SLICE)
    if _receivers or _known:
        receive(milliseconds)
    elif milliseconds > 0:
        bridge.sleep(milliseconds)


def wait_until(is_over, timeout=None):
    """Handle results until `is_over()`, for at most `timeout` seconds; return whether it is."""
    if timeout is None:
        while not is_over():
            receive(SLICE)
        return True
    end = time.monotonic() + timeout
    left = timeout
    while not is_over():
        receive(min(SLICE, max(0, left * 1000)))
        left = end - time.monotonic()
        if left <= 0:
            return is_over()
    return True


class Event:
    """The `threading.Event` of a result."""

    def __init__(self):
        self._is_set = False
        self._has_timed_out = False

    def is_set(self):
        # `get` asks this after its wait. On one processor, the task has run to its end meanwhile, but too late.
        if not self._is_set and not self._has_timed_out:
            receive(0)
        self._has_timed_out = False
        return self._is_set

    def set(self):
        self._is_set = True

    def wait(self, timeout=None):
        if not self._is_set:
            self._has_timed_out = not wait_until(lambda: self._is_set, timeout)
        return self._is_set


class Lock:
    """`threading.Lock`, which does nothing since there is only one thread."""

    def __enter__(self):
        return True

    def __exit__(self, *_):
        pass


class Condition(Lock):
    """The `threading.Condition` of an iterator over results."""

    def __init__(self, lock=None):
        self._notified = 0

    def notify(self, n=1):
        self._notified += 1

    def wait(self, timeout=None):
        before = self._notified
        return wait_until(lambda: self._notified != before, timeout)
