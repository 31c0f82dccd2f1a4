import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import uuid
from multiprocessing import Pool
Point = collections.namedtuple("Point", "x y")
class Colour(enum.Enum):
    RED = 1
@dataclasses.dataclass(order=True)
class Item:
    name: str
    prices: list = dataclasses.field(default_factory=list)
def echo(value):
    return value
values = [None, True, 2**100, -1.5, float("inf"), 1j, "text é ☃", b"bytes", bytearray(b"x"), (1, (2,)), [1, [2]],
          {1: {2: 3}}, {1, 2}, frozenset([3]), range(3), slice(1, 2), Point(1, 2), Colour.RED, Item("a", [1.0]),
          datetime.date(2020, 1, 2), datetime.timedelta(3), decimal.Decimal("1.10"), fractions.Fraction(1, 3),
          uuid.UUID(int=5), collections.Counter("hello"), collections.deque([1, 2]), ..., int, len]
if __name__ == "__main__":
    with Pool(2) as pool:
        back = pool.map(echo, values)
    for value, other in zip(values, back):
        print(type(other).__name__, other, value == other)
