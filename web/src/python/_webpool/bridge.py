"""The JavaScript functions that the other modules call, as web/src/python/bridge.ts defines them. Times are milliseconds.

They are bound when a program starts, since they do not exist yet when the base image is built.
"""

NAMES = (
    "create",
    "ready",
    "submit",
    "settle",
    "take",
    "terminate",
    "sleep",
    "follows",
    "describe",
    "describe_results",
    "describe_unread",
    "flush",
    "exit",
)


def bind(functions):
    """Binds the functions of a JavaScript object, since a look-up in it on each call would be slower than the call."""
    for name in NAMES:
        globals()[name] = getattr(functions, name)
