// What programs in Python ask for that is not built: it says so, and what stands in for numpy draws its numbers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describePython } from "./python-page.mjs";

describePython(({ printed }) => {
  test("spawn without a main guard is refused as on other systems", async () => {
    const text = await printed(
      `import multiprocessing as mp
try:
    mp.get_context("spawn").Pool(1)
except mp.ProcessError as error:
    print("bootstrapping phase" in str(error))
`,
    );
    assert.equal(text, "True\n");
  });

  test("what is not built says so", async () => {
    const text = await printed(
      `import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
import threading
def start(make):
    make(target=print).start()
import fcntl
calls = [lambda: fcntl.flock(1, fcntl.LOCK_EX), lambda: fcntl.lockf(1, fcntl.LOCK_EX), mp.Lock, mp.RLock, mp.Queue, mp.Pipe, mp.Manager, mp.Event, lambda: mp.Value("i", 1), lambda: start(mp.Process),
         lambda: start(threading.Thread), ProcessPoolExecutor, lambda: ThreadPoolExecutor().submit(print), lambda: ThreadPool(1)]
for call in calls:
    try:
        call()
        print("did something")
    except NotImplementedError as error:
        assert "is not available in the browser" in str(error)
for name in ("multiprocessing.shared_memory", "multiprocessing.managers", "concurrent.futures.process"):
    try:
        __import__(name)
        print("is there")
    except ImportError as error:
        assert "is not available in the browser" in str(error)
import socket, urllib.request
for call in (lambda: urllib.request.urlopen("http://localhost/"), lambda: socket.create_connection(("localhost", 80))):
    try:
        call()
        print("is there")
    except OSError as error:
        assert "the network is not available in the browser" in str(error)
import numpy
for call in (lambda: numpy.zeros(3), lambda: numpy.random.rand(), lambda: numpy.random.RandomState(1).normal()):
    try:
        call()
        print("is there")
    except AttributeError as error:
        assert "this page has no numpy" in str(error)
drawn = numpy.random.randint(10, size=[2, 3])
for call in (lambda: drawn[0], lambda: drawn * 2, lambda: 2 - drawn, lambda: drawn == 1, lambda: numpy.array, lambda: numpy.math,
             lambda: __import__("numpy.linalg")):
    try:
        call()
        print("is there")
    except (AttributeError, ImportError, TypeError) as error:
        assert "this page has no numpy" in str(error), error
print("said")
`,
    );
    assert.equal(text, "said\n");
  });

  test("the stand-in for numpy draws numpy's integers", async () => {
    const text = await printed(
      `import numpy as np
from numpy.random import randint, RandomState
numbers = RandomState(7)
print(numbers.randint(5), numbers.randint(1, 100, 10).tolist())
print(numbers.randint(0, 2**31, (2, 2, 1)).tolist(), numbers.randint(3, 4, 2).tolist(), numbers.randint(0, 1000000))
np.random.seed(3)
print(np.random.randint(10, size=[3, 2]).tolist(), np.random.randint(-5, 5))
np.random.RandomState(100)
data = np.random.randint(0, 10, size=[20, 5])
print(data.shape, len(data), all(0 <= n < 10 for row in data for n in row))
`,
    );
    // As numpy 1.24.2 prints it.
    const expected = `4 [26, 68, 84, 24, 93, 58, 15, 24, 73, 90]
[[[309457262], [1801189930]], [[1152936666], [68334472]]] [3, 3] 543911
[[8, 9], [3, 8], [8, 0]] 0
(20, 5) 20 True
`;
    assert.equal(text, expected);
  });
});
