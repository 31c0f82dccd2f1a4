"""Describes the program's calls for the page's timeline: the source line, the values of the tasks, and their results."""

import itertools
import sys
from multiprocessing.pool import mapstar, starmapstar

from _webpool import bridge

# How many calls are described, since a loop may make a hundred thousand.
MOST_CALLS = 500
# How many tasks of a call are described, and how many values of each.
MOST_TASKS = 64
MOST_VALUES = 6
LONGEST = 24

_left = None


def submitted(job, tasks):
    """Describe a job with tasks of `multiprocessing.pool`; return whether its results should be described."""
    global _left
    if _left is None:
        _left = MOST_CALLS if bridge.follows() else 0
    if _left == 0:
        return False
    _left -= 1
    bridge.describe(job, _line(), "\n".join(map(_of_task, tasks[:MOST_TASKS])))
    return True


def ended(job, tasks, outcomes):
    """Describe the results of a described job."""
    pairs = itertools.islice(zip(tasks, outcomes), MOST_TASKS)
    bridge.describe_results(job, "\n".join(_of_outcome(task, outcome) for task, outcome in pairs))


def _line():
    program = sys.modules["__main__"].__dict__
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals is not program:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


def _of_task(task):
    _, _, function, args, keywords = task
    if function is mapstar:
        return _values(args[0][1])
    if function is starmapstar:
        return _joined(map(_arguments, args[0][1]))
    # The program may have given anything, which is an error of the task.
    named = [f"{name}={_text(value)}" for name, value in keywords.items()] if type(keywords) is dict else []
    return ", ".join(filter(None, [_arguments(args), *named]))


def _arguments(values):
    return _values(values) if type(values) in (list, tuple) else _text(values)


def _of_outcome(task, outcome):
    success, value = outcome
    if not success:
        return type(value).__name__
    return _values(value) if task[2] in (mapstar, starmapstar) else _text(value)


def error_text(error):
    """Return the class and message of an error."""
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:
        return type(error).__name__


def _values(values):
    return _joined(map(_text, values))


def _joined(texts):
    first = list(itertools.islice(texts, MOST_VALUES + 1))
    return ", ".join(first[:MOST_VALUES]) + (", …" if len(first) > MOST_VALUES else "")


def _text(value):
    """Abbreviate a value without running code of the program: for its own classes only the name."""
    kind = type(value)
    if kind is float:
        return f"{value:.6g}"
    if kind in (list, tuple):
        ends = "[]" if kind is list else "()"
        return _cut(f"{ends[0]}{_joined(map(_simple, value))}{ends[1]}")
    return _simple(value)


def _simple(value):
    kind = type(value)
    if kind in (bytes, str):
        return _cut(repr(value[: LONGEST + 1]))
    # Python refuses to convert an int of thousands of digits to a string.
    if kind in (bool, complex, float, type(None)) or kind is int and value.bit_length() < 128:
        return _cut(repr(value))
    return kind.__name__


def _cut(text):
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
