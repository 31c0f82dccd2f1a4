"""Asynchronous calls that have failed and whose error the program has not read: CPython is silent about them, the page need not be."""

from multiprocessing import pool as original

from _webpool import bridge, calls

# The numbers of their jobs, by their results.
_failures = {}


class _Value:
    """The attribute `_value` of results, which only `get()` and callbacks read when the call has failed."""

    def __get__(self, result, kind=None):
        _failures.pop(result, None)
        return result.__dict__["_value"]

    def __set__(self, result, value):
        result.__dict__["_value"] = value


def failed(result, job):
    """Remember that the call of this result has failed, unless an error callback was given."""
    if isinstance(result, original.ApplyResult) and not result._error_callback and len(_failures) < calls.MOST_CALLS:
        _failures.setdefault(result, job)


def describe():
    """Describe the failures that were not read, when the program has ended."""
    for result, job in list(_failures.items()):
        bridge.describe_unread(job, calls.error_text(result._value))


def install():
    """Watch whether the program reads the errors of results."""
    original.ApplyResult._value = _Value()
