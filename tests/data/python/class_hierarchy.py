import abc
from multiprocessing import Pool
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side**2
class Circle(Shape):
    __slots__ = ("radius",)
    def __init__(self, radius):
        self.radius = radius
    def area(self):
        return round(3.14159 * self.radius**2, 2)
def area(shape):
    return type(shape).__name__, shape.area()
if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(area, [Square(2), Circle(1), Square(3)]))
