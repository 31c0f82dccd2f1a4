import math
import sys
import types
from multiprocessing import Pool
module = types.ModuleType("made_here")
exec("def shift(x): return x + 1000", module.__dict__)
sys.modules["made_here"] = module
math.extra = 41
def use(x):
    return math.extra + x
with Pool(2) as pool:
    print(pool.map(module.shift, [1, 2]), pool.map(use, [1]))
