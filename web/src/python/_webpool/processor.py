"""The code of a pool's processes: starts from an image or from scratch, and runs one task after another."""

import gc
import random
import sys
import types
from multiprocessing.pool import ExceptionWithTraceback, worker
from multiprocessing.reduction import ForkingPickler
from pickle import loads

from _webpool import children, identity, waiting

# The initializer of a pool that is being started, and its arguments, which processes inherit with the image.
inherited = None


def begin(method, number, payload, main):
    """Make this interpreter the process of that number, and call the pool's initializer.

    With "fork" it is a copy of the program's interpreter. With "spawn" it is a new one: `main` is the source of the program,
    which runs here as `__mp_main__`, and `payload` is the pickled initializer.
    """
    child = children.become(method, number)
    identity.pid = identity.FIRST_PID + number
    identity.parent = identity.FIRST_PID
    waiting.forget()
    random.seed()
    if method == "spawn":
        _run_main(main, child)
        initializer, initargs = loads(payload.to_bytes())
    else:
        initializer, initargs = inherited
    if initializer is not None:
        initializer(*initargs)
    flush()


def _run_main(text, child):
    from _webpool import program

    main = types.ModuleType("__mp_main__")
    main.__file__ = program.FILE
    sys.modules["__main__"] = sys.modules["__mp_main__"] = main
    program.remember(text)
    child._inheriting = True
    exec(compile(text, program.FILE, "exec"), main.__dict__)
    del child._inheriting


class _Inbox:
    """The queue of tasks that `multiprocessing.pool.worker` reads; it contains one task."""

    def __init__(self, task):
        self._task = task

    def get(self):
        return self._task


class _Outbox:
    """The queue of results that `multiprocessing.pool.worker` writes."""

    answer = None

    def put(self, result):
        job, index, _ = result
        try:
            self.answer = bytes(ForkingPickler.dumps(result))
        except MemoryError as error:
            # Handled here, since `worker` would put the value's repr into a message.
            failure = ExceptionWithTraceback(error, error.__traceback__)
            self.answer = bytes(ForkingPickler.dumps((job, index, (False, failure))))


def run(payload):
    """Run one task, a pickled `(job, index, function, args, kwds)`, with the `worker` function of the standard library.

    Return the pickled `(job, index, (success, value))`, or an error message if the process must end.
    """
    try:
        return _run(payload)
    except MemoryError:
        pass  # there was no memory to describe it
    # After that block nothing but cycles keeps the frames of the error, and what they hold.
    gc.collect()
    return bytes(ForkingPickler.dumps((None, None, (False, MemoryError()))))


def _run(payload):
    outbox = _Outbox()
    try:
        try:
            task = loads(payload.to_bytes())
        except Exception as error:
            failure = ExceptionWithTraceback(error, error.__traceback__)
            outbox.put((None, None, (False, failure)))
        else:
            worker(_Inbox(task), outbox, maxtasks=1, wrap_exception=True)
        flush()
        return outbox.answer
    except SystemExit as error:
        flush()
        return f"a task ended its process with sys.exit({'' if error.code is None else repr(error.code)})"
    except MemoryError:
        raise
    except BaseException as error:
        flush()
        return f"the process of a task ended with {type(error).__name__}: {error}"


def flush():
    """Print the output that does not end with a newline yet."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # it was replaced or closed
