"""Runs a main program as `python main.py` would, and describes the error that ends it."""

import atexit
import builtins
import io
import linecache
import multiprocessing.context
import multiprocessing.util
import os
import random
import re
import sys
import time
import traceback

from _webpool import bridge, event_loop, pool, unavailable, unread, waiting

# The file name of the program in tracebacks.
FILE = "main.py"


def install():
    """Make the standard library use webpool's processors. Called once, when the base image is built."""
    pool.install()
    unread.install()
    unavailable.install()
    event_loop.install()
    contexts = multiprocessing.context._concrete_contexts
    contexts.pop("forkserver", None)
    # That of CPython 3.14.2 determines the start method, so that `set_start_method` after it would raise an error.
    multiprocessing.freeze_support = multiprocessing.context.BaseContext.freeze_support = freeze_support
    multiprocessing.context._default_context._default_context = contexts["fork"]
    time.sleep = sleep
    os._exit = exit_process
    builtins.input = input


class _Stream(io.TextIOWrapper):
    """A standard stream, which prints an incomplete line when it is flushed."""

    def flush(self):
        super().flush()
        bridge.flush()


_Stream.__name__ = _Stream.__qualname__ = "TextIOWrapper"


def open_streams():
    """Open the standard streams again, line buffered as on a terminal."""
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = open(descriptor, "wb", closefd=False)
        raw.raw.name = f"<{name}>"
        errors = "strict" if descriptor == 1 else "backslashreplace"
        stream = _Stream(raw, encoding="utf-8", errors=errors, line_buffering=True)
        stream.mode = "w"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def begin(functions, processes):
    """Prepare the interpreter of a program: bind the JavaScript functions and open the streams."""
    bridge.bind(functions)
    open_streams()
    os.cpu_count = os.process_cpu_count = lambda: processes
    random.seed()


def freeze_support(*_):
    """Do nothing, since a program in a page is never a frozen executable."""


_sleep = time.sleep


def sleep(seconds):
    """Suspend execution for a number of seconds. Callbacks of results are called meanwhile, as by CPython's thread."""
    if not (isinstance(seconds, (int, float)) and seconds >= 0):
        return _sleep(seconds)  # raises
    end = time.monotonic() + seconds
    while (left := (end - time.monotonic()) * 1000) > 0:
        waiting.pause(left)


# Functions are pickled by the names of their module and themselves.
sleep.__module__ = "time"


def exit_process(status):
    """End the process at once, without `finally` blocks and without flushing."""
    bridge.exit(int(status))


exit_process.__module__ = "os"
exit_process.__name__ = exit_process.__qualname__ = "_exit"


def input(prompt=""):
    """Raise EOFError, since a page cannot answer while the program is blocked."""
    print(prompt, end="", flush=True)
    raise EOFError("input() cannot be answered in a page: write the value into the program")


def remember(source):
    """Make tracebacks show the lines of the program."""
    lines = source.splitlines(keepends=True)
    linecache.cache[FILE] = (len(source), None, lines, FILE)


def run(source):
    """Run the program. Return None, or a description of the error that ended it: a dict of strings and ints."""
    main = sys.modules["__main__"]
    main.__file__ = FILE
    main.__doc__ = None
    sys.argv = [FILE]
    remember(source)
    failure = None
    try:
        exec(compile(source, FILE, "exec", dont_inherit=True), main.__dict__)
    except BaseException as error:
        failure = describe(error)
    try:
        atexit._run_exitfuncs()
    except BaseException as error:
        failure = failure or describe(error)
    multiprocessing.util._flush_std_streams()
    if failure is None:
        unread.describe()
    return failure


def describe(error):
    """Describe an error that ends the program; return None for an exit with status 0."""
    if isinstance(error, SystemExit):
        return _describe_exit(error)
    shown = traceback.TracebackException(type(error), error, _own_frames(error.__traceback__))
    line, column = _place(error)
    return {
        "name": type(error).__name__,
        "message": _text(error),
        "traceback": "".join(shown.format(colorize=False)),
        "line": line,
        "column": column,
        "exitCode": 130 if isinstance(error, KeyboardInterrupt) else 1,
    }


def _describe_exit(error):
    code = error.code
    if code is None or code == 0:
        return None
    if not isinstance(code, int):
        print(code, file=sys.stderr)
    return {"exitCode": code if isinstance(code, int) else 1}


def _text(error):
    try:
        return str(error)
    except Exception:
        return f"<unprintable {type(error).__name__} object>"


def _own_frames(tb):
    """Return the part of a traceback that starts in the program."""
    while tb is not None and tb.tb_frame.f_code.co_filename != FILE:
        tb = tb.tb_next
    return tb


def _place(error):
    """Return line and column of an error in the program, from 1; 0 if they are unknown."""
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return error.lineno or 0, error.offset or 1
    if isinstance(error.__cause__, multiprocessing.pool.RemoteTraceback):
        lines = re.findall(rf'File "{re.escape(FILE)}", line (\d+)', str(error.__cause__))
        if lines:
            return int(lines[-1]), 1
    place = 0, 0
    tb = error.__traceback__
    while tb is not None:
        code = tb.tb_frame.f_code
        if code.co_filename == FILE:
            place = tb.tb_lineno, 1
            positions = list(code.co_positions())[tb.tb_lasti // 2]
            if positions[0] == tb.tb_lineno and positions[2] is not None:
                place = tb.tb_lineno, positions[2] + 1
        tb = tb.tb_next
    return place
