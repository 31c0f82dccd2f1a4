"""The processes of a pool as objects of `multiprocessing`: in `active_children()`, and as `current_process()` in themselves."""

import multiprocessing.context
import multiprocessing.process

from _webpool import bridge
from _webpool.identity import FIRST_PID

_CLASSES = {"fork": multiprocessing.context.ForkProcess, "spawn": multiprocessing.context.SpawnProcess}


class _Popen:
    """What the object of a process knows of its process, in place of `multiprocessing.popen_fork.Popen`."""

    returncode = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self, flag=0):
        return self.returncode

    def wait(self, timeout=None):
        return self.returncode

    def terminate(self):
        if self.returncode is None:
            raise NotImplementedError("a process of a pool does not end alone in the browser: use terminate() of the pool")

    kill = terminate

    def close(self):
        pass


def make(method, number):
    """Create the object of the process of that number, which counts from 1, with the name and pid that it has in CPython."""
    process = _CLASSES[method]()
    process._name = f"{'Spawn' if method == 'spawn' else 'Fork'}PoolWorker-{number}"
    process._identity = (number,)
    process._config = {**process._config, "daemon": True}
    process._parent_pid = FIRST_PID
    process._popen = _Popen(FIRST_PID + number)
    return process


def start(method, first, count):
    """Create the objects of processes that have started, and make them children of this process."""
    started = [make(method, number) for number in range(first, first + count)]
    multiprocessing.process._children.update(started)
    return started


def end(pool, started, exitcode=-15):
    """End the pool of that number, whose processes have these objects."""
    bridge.terminate(pool)
    for child in started:
        if child._popen.returncode is None:
            child._popen.returncode = exitcode
        multiprocessing.process._children.discard(child)


def become(method, number):
    """Make this interpreter the process of that number; return its object."""
    child = make(method, number)
    parent = multiprocessing.process.current_process()
    child._popen = None
    multiprocessing.process._children = set()
    multiprocessing.process._parent_process = multiprocessing.process._ParentProcess(parent._name, FIRST_PID, None)
    multiprocessing.process._current_process = child
    multiprocessing.context._force_start_method(method)
    return child


def check_can_start():
    """Raise the errors of CPython's `Process.start` in a process that may not have children."""
    current = multiprocessing.process.current_process()
    if getattr(current, "_inheriting", False):
        raise RuntimeError(_BOOTSTRAPPING)
    if current._config.get("daemon"):
        raise AssertionError("daemonic processes are not allowed to have children")


# The message of `multiprocessing.spawn._check_not_importing_main`.
_BOOTSTRAPPING = """
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        """
