import time
from multiprocessing import Pool

rectangles = [(1, 2), (3, 4), (5, 6), (7, 8)]


def area(width, height):
    time.sleep(0.1)
    print(f"{width} × {height} has ended")
    return width * height


def area_of_pair(pair):
    return pair[0] * pair[1]


if __name__ == "__main__":
    with Pool() as pool:
        # starmap unpacks each pair: area(1, 2), area(3, 4), …
        print("starmap:", pool.starmap(area, rectangles))

        # map hands over one argument, so the function has to
        # unpack the pair itself.
        print("map:", pool.map(area_of_pair, rectangles))
