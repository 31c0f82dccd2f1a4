"""The process id, by which programs distinguish processes; Pyodide's is always 42.

Must be imported before `multiprocessing.util`, which keeps a reference to `os.getpid`.
"""

import os

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


getpid.__module__ = getppid.__module__ = "os"
os.getpid = getpid
os.getppid = getppid
