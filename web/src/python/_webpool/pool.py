"""`multiprocessing.pool` with webpool's processors as processes.

The calls and their chunks, the results, and the wrappers of errors are those of the standard library. Only the processes,
and the three threads and two pipes between them and the program, are replaced.
"""

import errno
import functools
import multiprocessing
import multiprocessing.pool as original
import multiprocessing.util
import operator
import os
import pickle
import sys
import traceback
from multiprocessing.reduction import ForkingPickler

from _webpool import bridge, calls, children, processor, unread, waiting


# The most processes that a pool of webpool can have.
_MOST_PROCESSES = 1024

# How many bytes of tasks are submitted at a time. Processors work on them while the program pickles the next ones, and the
# program unpickles their results while processors work on those.
_ENOUGH = 1 << 15

_get_tasks = original.Pool._get_tasks


def _unpickled(task):
    """Return how many bytes the pickle of a task lacks since its items are a range, for their results are as many."""
    _, _, function, args, _ = task
    in_range = function in (original.mapstar, original.starmapstar) and type(args[0][1]) is range
    return 4 * len(args[0][1]) if in_range else 0


class WorkerLostError(multiprocessing.ProcessError):
    """The process of a task ended before the task did, or could not return its result. CPython's Pool hangs then."""


WorkerLostError.__module__ = "multiprocessing.pool"


class TaskQueue:
    """Passes tasks from the calls of a pool to its processors, in place of a queue and the thread that reads it."""

    def __init__(self, pool):
        self._pool = pool

    def put(self, item):
        tasks, set_length = item
        if set_length is None:
            self._pool._give(tasks)
        else:
            set_length.__self__._begin(tasks)


class Pool(original.Pool):
    """A process pool: `multiprocessing.pool.Pool`, with webpool's processors as processes.

    The constructor blocks until its processes have started. With the start method "fork", each starts from an image of this
    interpreter.
    """

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._pool = []
        self._state = original.INIT
        self._ctx = context or multiprocessing.get_context()
        self._cache = {}
        if processes is None:
            processes = os.process_cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if processes > _MOST_PROCESSES:
            raise ValueError(f"Number of processes must be at most {_MOST_PROCESSES}")
        self._processes = operator.index(processes)
        if maxtasksperchild is not None:
            if not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0:
                raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        children.check_can_start()
        self._start(initializer, initargs, maxtasksperchild)
        self._state = original.RUN

    def _start(self, initializer, initargs, maxtasksperchild):
        method = self._ctx.get_start_method()
        multiprocessing.util._flush_std_streams()
        if method == "fork":
            # The processes find it in the image, so it need not be pickled.
            processor.inherited = (initializer, initargs)
            payload = None
        else:
            payload = bytes(ForkingPickler.dumps((initializer, initargs)))
        try:
            number, first = bridge.create(self._processes, method, payload, maxtasksperchild or 0)
        except Exception as error:
            name = getattr(error, "name", None)
            if name == "NotImplementedError":
                raise NotImplementedError(_message(error)) from None
            if name != "RangeError":
                raise
            message = f"{os.strerror(errno.ENOMEM)} for a pool of {self._processes} processes: {_message(error)}"
            raise OSError(errno.ENOMEM, message) from None
        finally:
            processor.inherited = None
        self._number = number
        self._pool = children.start(method, first, self._processes)
        ending = children.end, (number, self._pool)
        self._terminate = multiprocessing.util.Finalize(self, *ending, exitpriority=15)
        try:
            while not bridge.ready(number, waiting.SLICE):
                pass
        except Exception as error:
            self._terminate()
            raise WorkerLostError(f"the processes of the pool could not begin: {_message(error)}") from None
        except BaseException:
            self._terminate()
            raise

    @property
    def _taskqueue(self):
        return TaskQueue(self)

    @staticmethod
    def _get_tasks(func, it, size):
        if type(it) is not range or size < 1:
            return _get_tasks(func, it, size)
        # A part of a range is a range, which is pickled as three numbers instead of all its items.
        return ((func, it[at : at + size]) for at in range(0, len(it), size))

    def _give(self, tasks):
        payloads = []
        given = []
        size = 0
        for task in tasks:
            try:
                payloads.append(bytes(ForkingPickler.dumps(task)))
            except Exception as error:
                # The notes refer to the pool's internal tuple, which would confuse the reader.
                error.__notes__ = []
                waiting.post(functools.partial(self._deliver, task[0], task[1], (False, error)))
                continue
            given.append(task)
            size += len(payloads[-1]) + _unpickled(task)
            if size >= _ENOUGH:
                self._submit(payloads, given)
                payloads, given, size = [], [], 0
        if payloads:
            self._submit(payloads, given)

    def _submit(self, payloads, tasks):
        described = []
        receive = functools.partial(self._receive, [task[:2] for task in tasks], described)
        job = waiting.submit(self._number, payloads, receive)
        if calls.submitted(job, tasks):
            described.extend(tasks[: calls.MOST_TASKS])

    def _receive(self, places, described, job):
        outcomes = []
        interrupt = None
        for number, index in places:
            answer = bridge.take(job)
            if isinstance(answer, str):
                outcome = (False, WorkerLostError(answer))
            else:
                try:
                    outcome = pickle.loads(answer.to_bytes())[2]
                except BaseException as error:
                    message = f"what a task returned or raised cannot be rebuilt here: {error!r}"
                    outcome = (False, WorkerLostError(message))
                    if isinstance(error, KeyboardInterrupt):
                        interrupt = error
            if len(outcomes) < len(described):
                outcomes.append(outcome)
            self._deliver(number, index, outcome, job)
        if described:
            calls.ended(job, described, outcomes)
        if interrupt:
            raise interrupt

    def _deliver(self, number, index, outcome, job=0):
        result = self._cache.get(number)
        if result is None:
            return
        try:
            result._set(index, outcome)
            if not outcome[0] and self._state != original.TERMINATE:
                unread.failed(result, job)
        except BaseException as error:
            # A callback raised an error. In CPython this ends the thread that handles results, and all calls hang.
            if self._cache.pop(number, None) is not None and not isinstance(result, Lazy):
                result._event.set()
            if not isinstance(error, Exception):
                raise
            print("Exception in a callback of a pool:", file=sys.stderr)
            traceback.print_exception(error)

    def close(self):
        # The processes run on until join(), since imap may still read its input.
        if self._state == original.RUN:
            self._state = original.CLOSE

    def terminate(self):
        self._state = original.TERMINATE
        self._terminate()

    def join(self):
        if self._state == original.RUN:
            raise ValueError("Pool is still running")
        if self._state not in (original.CLOSE, original.TERMINATE):
            raise ValueError("In unknown state")
        if self._state == original.CLOSE:
            for result in list(self._cache.values()):
                if isinstance(result, Lazy):
                    result._give_all()
            waiting.wait_until(lambda: not self._cache)
        children.end(self._number, self._pool, 0 if self._state == original.CLOSE else -15)


Pool.__module__ = "multiprocessing.pool"


class Lazy:
    """A mixin for iterators over results, which reads the input at most 4 · processes tasks ahead of the results."""

    _tasks = iter(())

    def _begin(self, tasks):
        self._tasks = tasks
        self._given = 0
        self._give()

    def _give(self):
        pool = self._pool
        if pool is None or self._length is not None:
            return
        ahead = 4 * pool._processes
        while self._length is None and self._given - (self._index - len(self._items)) < ahead:
            self._give_one(pool)

    def _give_all(self):
        while self._length is None and self._pool is not None:
            self._give_one(self._pool)

    def _give_one(self, pool):
        task = next(self._tasks, None)
        if task is None:
            self._set_length(self._given)
            return
        self._given += 1
        pool._give([task])

    def next(self, timeout=None):
        self._give()
        return super().next(timeout)

    __next__ = next


class IMapIterator(Lazy, original.IMapIterator):
    """`multiprocessing.pool.IMapIterator` that reads its input lazily."""

    __next__ = Lazy.next


class IMapUnorderedIterator(Lazy, original.IMapUnorderedIterator):
    """`multiprocessing.pool.IMapUnorderedIterator` that reads its input lazily."""

    __next__ = Lazy.next


IMapIterator.__module__ = IMapUnorderedIterator.__module__ = "multiprocessing.pool"


def _message(error):
    """Return the message of a JavaScript error, without the name of its class."""
    return getattr(error, "message", None) or str(error)


def install():
    """Replace the classes of the standard library by these."""
    original.threading = waiting
    original.Pool = Pool
    original.IMapIterator = IMapIterator
    original.IMapUnorderedIterator = IMapUnorderedIterator
    original.WorkerLostError = WorkerLostError
