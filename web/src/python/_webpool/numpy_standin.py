"""A stand-in for numpy, which Pyodide's npm package does not contain, with the functions that the guide uses.

`numpy.random.RandomState(seed).randint(low, high, size=[rows, columns])` draws the same numbers as numpy, with webpool's
Matrix, and `.tolist()` returns them as lists. Everything else raises an AttributeError with its name.
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
    """A two-dimensional array of integers."""

    def __init__(self, rows, shape):
        self._rows = rows
        self.shape = shape
        self.ndim = 2
        self.size = shape[0] * shape[1]

    def tolist(self):
        """Return the rows as lists of ints."""
        return [row[:] for row in self._rows]

    def __len__(self):
        return len(self._rows)

    def __getattr__(self, name):
        raise _missing(f"ndarray.{name}")


class RandomState:
    """`numpy.random.RandomState`, with `randint` only."""

    def __init__(self, seed):
        self._seed = seed
        self._drawn = False

    def randint(self, low, high, size):
        """Return a matrix of integers from `low` up to, but not including, `high`: the same numbers as numpy."""
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
