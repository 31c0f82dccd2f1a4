"""What needs operating system processes, threads or shared memory and is not built: it says so, at once."""

import concurrent.futures
import importlib.abc
import importlib.machinery
import multiprocessing.context
import multiprocessing.pool
import sys
import threading

_ADVICE = "use multiprocessing.Pool, which is"

# Methods of contexts: multiprocessing.Lock() and its like.
_CONTEXT = (
    "Lock RLock Condition Semaphore BoundedSemaphore Event Barrier Queue JoinableQueue SimpleQueue Pipe "
    "Value Array RawValue RawArray Manager"
).split()

# Modules that are of no use without them.
_MODULES = (
    "multiprocessing.managers multiprocessing.queues multiprocessing.shared_memory multiprocessing.sharedctypes "
    "multiprocessing.synchronize concurrent.futures.process"
).split()


def _refusal(name):
    return f"{name} is not available in the browser; {_ADVICE}"


def _refuser(name):
    def refuse(*args, **kwds):
        raise NotImplementedError(_refusal(name))

    refuse.__name__ = refuse.__qualname__ = name.rpartition(".")[2]
    return refuse


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules that are refused, and stand-ins for packages that are not there."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname in _MODULES:
            raise ImportError(_refusal(fullname), name=fullname)
        if fullname == "numpy":
            from _webpool import numpy_standin

            return importlib.machinery.ModuleSpec(fullname, _Given(numpy_standin), is_package=True)
        return None


class _Given(importlib.abc.Loader):
    """Gives a module that is there already."""

    def __init__(self, module):
        self._module = module

    def create_module(self, spec):
        return self._module

    def exec_module(self, module):
        pass


class ProcessPoolExecutor:
    """Refuses."""

    def __init__(self, *args, **kwds):
        raise NotImplementedError(_refusal("concurrent.futures.ProcessPoolExecutor"))


class ThreadPool(multiprocessing.pool.Pool):
    """Refuses."""

    def __init__(self, *args, **kwds):
        raise NotImplementedError(_refusal("multiprocessing.pool.ThreadPool"))

    def __del__(self):
        pass


def install():
    """Puts the refusals in their places."""
    for name in _CONTEXT:
        setattr(multiprocessing.context.BaseContext, name, _refuser(f"multiprocessing.{name}"))
        setattr(multiprocessing, name, _refuser(f"multiprocessing.{name}"))
    for process in (multiprocessing.context.ForkProcess, multiprocessing.context.SpawnProcess):
        process._Popen = staticmethod(_refuser("multiprocessing.Process"))
    multiprocessing.pool.ThreadPool = ThreadPool
    threading.Thread.start = _refuser("threading.Thread")
    concurrent.futures.ProcessPoolExecutor = ProcessPoolExecutor
    sys.meta_path.insert(0, _Finder())
