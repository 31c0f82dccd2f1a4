"""Refuses the functions that need operating system processes, threads or shared memory, with clear errors."""

import concurrent.futures
import fcntl
import importlib.abc
import importlib.machinery
import multiprocessing.context
import multiprocessing.pool
import os
import sys
import socket
import threading

from _webpool import numpy_standin

_POOL = "use multiprocessing.Pool instead"
_RESULTS = "have the tasks of a multiprocessing.Pool return results instead"
_PROGRAMS = "there are no other programs that could be run"

# Methods of contexts: multiprocessing.Lock() and its like.
_CONTEXT = (
    "Lock RLock Condition Semaphore BoundedSemaphore Event Barrier Queue JoinableQueue SimpleQueue Pipe "
    "Value Array RawValue RawArray Manager"
).split()

# Modules that are useless without these.
_MODULES = {
    "multiprocessing.managers": _RESULTS,
    "multiprocessing.queues": _RESULTS,
    "multiprocessing.shared_memory": _RESULTS,
    "multiprocessing.sharedctypes": _RESULTS,
    "multiprocessing.synchronize": _RESULTS,
    "concurrent.futures.process": _POOL,
}


def _refusal(name, advice):
    return f"{name} is not available in the browser: {advice}"


def _refuser(name, advice):
    def refuse(*args, **kwds):
        raise NotImplementedError(_refusal(name, advice))

    refuse.__name__ = refuse.__qualname__ = name.rpartition(".")[2]
    return refuse


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the refused modules, and stand-ins for missing packages."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname in _MODULES:
            raise ImportError(_refusal(fullname, _MODULES[fullname]), name=fullname)
        if fullname == "numpy":
            return importlib.machinery.ModuleSpec(fullname, _Numpy(numpy_standin), is_package=True)
        if fullname == "numpy.random":
            return importlib.machinery.ModuleSpec(fullname, _Given(numpy_standin.random))
        if fullname.startswith("numpy."):
            raise ModuleNotFoundError(str(numpy_standin._missing(fullname)), name=fullname)
        return None


class _LastFinder(importlib.abc.MetaPathFinder):
    """Says of modules of the standard library that nothing has found why they are missing."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname in sys.stdlib_module_names and not fullname.startswith("_"):
            message = f"No module named '{fullname}': Python in the browser comes without this part of its standard library"
            raise ModuleNotFoundError(message, name=fullname)
        return None


class _Given(importlib.abc.Loader):
    """Returns an existing module."""

    def __init__(self, module):
        self._module = module

    def create_module(self, spec):
        return self._module

    def exec_module(self, module):
        pass


class _Numpy(_Given):
    def exec_module(self, module):
        module.begin()


class ProcessPoolExecutor:
    """Raises NotImplementedError."""

    def __init__(self, *args, **kwds):
        raise NotImplementedError(_refusal("concurrent.futures.ProcessPoolExecutor", _POOL))


class ThreadPool(multiprocessing.pool.Pool):
    """Raises NotImplementedError."""

    def __init__(self, *args, **kwds):
        raise NotImplementedError(_refusal("multiprocessing.pool.ThreadPool", _POOL))

    def __del__(self):
        pass


def _no_network(*args, **kwds):
    """Raise OSError, as where there is no network; urllib and http.client pass it on."""
    raise OSError(_refusal("the network", "give the program its data as files"))


def install():
    """Install the refusals."""
    for name in ("connect", "connect_ex", "bind", "sendto"):
        setattr(socket.socket, name, _no_network)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        setattr(socket, name, _no_network)
    for name in _CONTEXT:
        refuse = _refuser(f"multiprocessing.{name}", _RESULTS)
        setattr(multiprocessing.context.BaseContext, name, refuse)
        setattr(multiprocessing, name, refuse)
    for process in (multiprocessing.context.ForkProcess, multiprocessing.context.SpawnProcess):
        process._Popen = staticmethod(_refuser("multiprocessing.Process", _POOL))
    multiprocessing.pool.ThreadPool = ThreadPool
    threading.Thread.start = _refuser("threading.Thread", _POOL)
    os.fork = _refuser("os.fork", _POOL)
    os.system = _refuser("os.system", _PROGRAMS)
    for name in ("flock", "lockf"):
        setattr(fcntl, name, _refuser(f"fcntl.{name}", _RESULTS))
    concurrent.futures.ProcessPoolExecutor = ProcessPoolExecutor
    sys.meta_path.insert(0, _Finder())
    sys.meta_path.append(_LastFinder())
