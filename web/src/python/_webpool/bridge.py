"""The functions of JavaScript that the other modules call, bound once: web/src/python/bridge.ts defines them.

They are looked up when a realm begins and not when the base image is made. Times are milliseconds.
"""

NAMES = (
    "create",
    "ready",
    "submit",
    "settle",
    "take",
    "terminate",
    "join",
    "sleep",
    "follows",
    "describe",
    "describe_results",
    "flush",
    "exit",
    "renew",
    "random_matrix",
)


def bind(functions):
    """Binds the functions of the JavaScript object `functions`. A look-up in it for each call would cost more than the call."""
    for name in NAMES:
        globals()[name] = getattr(functions, name)
