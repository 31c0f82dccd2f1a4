"""The number of this process. Pyodide's is always 42; programs of several processes tell them apart by it.

To be imported before `multiprocessing.util`, which remembers `os.getpid` itself.
"""

import os

# The program's own pid; its processes count from there.
FIRST_PID = 1000

pid = FIRST_PID
parent = 1


def getpid():
    """The pid of this process."""
    return pid


def getppid():
    """The pid of the process that has started this one."""
    return parent


getpid.__module__ = getppid.__module__ = "os"
os.getpid = getpid
os.getppid = getppid
