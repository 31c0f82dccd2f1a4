"""The process id, by which programs distinguish processes; Pyodide's is always 42.

Must be imported before `multiprocessing.util`, which keeps a reference to `os.getpid`.
"""

import os
import signal

# The pid of the program. Those of its processes follow it.
FIRST_PID = 1000

pid = FIRST_PID
parent = 1


def getpid():
    """Return the pid of this process."""
    return pid


def getppid():
    """Return the pid of the process that started this one."""
    return parent


def kill(pid, signalnum):
    """Send a signal to this process. There is no way to send one to another process."""
    if pid != getpid():
        raise NotImplementedError("os.kill for another process is not available in the browser: use terminate() of the pool")
    if signalnum != 0:
        signal.raise_signal(signalnum)


getpid.__module__ = getppid.__module__ = kill.__module__ = "os"
os.getpid = getpid
os.getppid = getppid
os.kill = kill
