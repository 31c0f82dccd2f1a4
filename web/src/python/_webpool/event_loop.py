"""The event loop of `asyncio.run`. Pyodide's own one needs a browser that can suspend WebAssembly.

It has timers only, since a page has no sockets, pipes and subprocesses.
"""

import asyncio

from _webpool import waiting


class _Selector:
    """Waits for the next timer. The callbacks of a pool's results are called meanwhile, and may wake tasks."""

    def select(self, timeout=None):
        waiting.pause(waiting.SLICE if timeout is None else 1000 * timeout)
        return []


class EventLoop(asyncio.BaseEventLoop):
    """An event loop that blocks the program while it waits."""

    def __init__(self):
        super().__init__()
        self._selector = _Selector()

    def run_in_executor(self, executor, func, *args):
        if executor is None:
            raise NotImplementedError("run_in_executor is not available in the browser: use multiprocessing.Pool instead")
        return super().run_in_executor(executor, func, *args)

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass  # there is no other thread that waits


class _Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = EventLoop


def install():
    """Make `asyncio` use this event loop."""
    asyncio.run = asyncio.runners.run
    asyncio.events._set_event_loop_policy(_Policy())
    asyncio.events._set_running_loop(None)
