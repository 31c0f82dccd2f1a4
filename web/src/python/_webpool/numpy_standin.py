"""Not numpy, which Pyodide's npm package does not hold: the calls of it that the guide uses.

`numpy.random.RandomState(seed).randint(low, high, size=[rows, columns])` draws numpy's own numbers, on webpool's Matrix, and
`.tolist()` gives them as lists. Everything else is refused by its name.
"""

import array
import sys
import types

from _webpool import bridge

__version__ = "0 (webpool's stand-in for numpy)"


def _missing(name):
    return AttributeError(
        "this page has no numpy: its stand-in draws numpy's numbers with "
        f"numpy.random.RandomState(seed).randint(low, high, size=[rows, columns]) and knows tolist(), but not {name}"
    )


class ndarray:
    """Rows of integers."""

    def __init__(self, rows, shape):
        self._rows = rows
        self.shape = shape
        self.ndim = 2
        self.size = shape[0] * shape[1]

    def tolist(self):
        """The rows as lists of ints."""
        return [row[:] for row in self._rows]

    def __len__(self):
        return len(self._rows)

    def __getattr__(self, name):
        raise _missing(f"ndarray.{name}")


class RandomState:
    """`numpy.random.RandomState`, of which it knows `randint`."""

    def __init__(self, seed):
        self._seed = seed
        self._drawn = False

    def randint(self, low, high, size):
        """A matrix of integers from `low` up to, but not including, `high`: numpy's numbers."""
        if self._drawn:
            raise _missing("a second call of randint on one RandomState")
        if len(size) != 2:
            raise _missing("sizes other than [rows, columns]")
        self._drawn = True
        rows, columns = map(int, size)
        numbers = array.array("i")
        numbers.frombytes(bridge.random_matrix(rows, columns, self._seed, low, high).to_bytes())
        flat = numbers.tolist()
        return ndarray([flat[at : at + columns] for at in range(0, rows * columns, columns)], (rows, columns))

    def __getattr__(self, name):
        raise _missing(f"RandomState.{name}")


random = types.ModuleType("numpy.random")
random.RandomState = RandomState
random.__getattr__ = lambda name: _raise(_missing(f"random.{name}"))


def _raise(error):
    raise error


def __getattr__(name):
    raise _missing(name)
