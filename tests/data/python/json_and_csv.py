import csv
import io
import json
from multiprocessing import Pool
def parse(line):
    name, value = next(csv.reader(io.StringIO(line)))
    return json.dumps({"name": name, "value": float(value)}, sort_keys=True)
if __name__ == "__main__":
    with Pool(2) as pool:
        for text in pool.imap(parse, ["a,1", '"b, c",2.5', "d,-3e2"]):
            print(text)
