"""A stand-in for numpy, which Pyodide's npm package does not contain, with the functions that the guide uses.

`numpy.random.randint`, `numpy.random.seed` and `RandomState.randint` draw the same numbers as numpy: they use the same Mersenne
Twister, which Python's `random` has too. Everything else raises an AttributeError with its name.
"""

import array as _array
import math as _math
import operator as _operator
import random as _python_random
import types as _types

__version__ = "0 (webpool's stand-in for numpy)"


def _missing(name, kind=AttributeError):
    return kind(
        "this page has no numpy: its stand-in draws numpy's numbers with numpy.random.randint(low, high, size) and "
        f"numpy.random.RandomState(seed).randint(low, high, size), and knows tolist(), but not {name}"
    )


def _raise_missing(name):
    raise _missing(name)


class ndarray:
    """An array of integers, which can be iterated over and converted with `tolist()`."""

    def __init__(self, numbers, shape):
        self._numbers = numbers
        self.shape = shape
        self.ndim = len(shape)
        self.size = len(numbers)

    def tolist(self):
        """Return the numbers as nested lists of ints."""
        nested = self._numbers[:]
        for length in self.shape[:0:-1]:
            nested = [nested[at : at + length] for at in range(0, len(nested), length)]
        return nested

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        """Iterate over the ints of a row, or over the rows as arrays."""
        if self.ndim == 1:
            return iter(self._numbers)
        shape = self.shape[1:]
        step = _math.prod(shape)
        return (ndarray(self._numbers[at : at + step], shape) for at in range(0, self.size, step))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)  # asked by Python itself, for example by copy and pickle
        raise _missing(f"ndarray.{name}")


def _refuse_operators():
    def refuser(name):
        def refuse(self, *_):
            raise _missing(f"ndarray.{name}", TypeError)

        return refuse

    binary = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
    others = "getitem setitem eq ne lt le gt ge neg pos abs invert bool".split()
    for name in [*others, *binary, *(f"r{name}" for name in binary)]:
        setattr(ndarray, f"__{name}__", refuser(f"__{name}__"))


_refuse_operators()


class RandomState:
    """`numpy.random.RandomState`, with `seed` and `randint` only."""

    def __init__(self, seed=None):
        self._generator = _python_random.Random()
        if seed is not None:
            self.seed(seed)

    def seed(self, seed):
        """Start again from a number, from 0 to 2**32 - 1, as numpy does: with `init_genrand` of the Mersenne Twister."""
        word = _operator.index(seed)
        if not 0 <= word < 2**32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        words = []
        for position in range(1, 625):
            words.append(word)
            word = (1812433253 * (word ^ word >> 30) + position) % 2**32
        self._generator.setstate((3, (*words, 624), None))

    def randint(self, low, high=None, size=None):
        """Return an array of integers from `low` up to, but not including, `high`, or one int if `size` is None."""
        if high is None:
            low, high = 0, low
        if low >= high:
            raise ValueError("low >= high")
        if high - low >= 2**32:
            raise _missing("ranges of 2**32 numbers and more")
        shape = () if size is None else tuple(size) if hasattr(size, "__iter__") else (size,)
        numbers = self._draw(low, high - low - 1, _math.prod(shape))
        return numbers[0] if size is None else ndarray(numbers, shape)

    def _draw(self, low, most, count):
        # Like numpy, draws 32 bits, masks them, and draws again if the number is too large.
        if most == 0:
            return [low] * count
        mask = (1 << most.bit_length()) - 1
        numbers = []
        while missing := count - len(numbers):
            words = _array.array("I", self._generator.getrandbits(32 * missing).to_bytes(4 * missing, "little"))
            numbers += [low + number for word in words if (number := word & mask) <= most]
        return numbers

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise _missing(f"RandomState.{name}")


random = _types.ModuleType("numpy.random")
random.RandomState = RandomState
random.__getattr__ = lambda name: _raise_missing(f"random.{name}")


def begin():
    """Create the generator of `numpy.random`'s functions. Called when a program imports numpy."""
    state = RandomState()
    random.seed = state.seed
    random.randint = state.randint


def __getattr__(name):
    raise _missing(name)
