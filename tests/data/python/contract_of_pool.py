# What CPython's own tests ask of Pool, in our words; tests/PYTHON.md has the table.
import gc
import multiprocessing
import multiprocessing.pool
import sys
import time
import warnings
import weakref
from multiprocessing import Pool, TimeoutError
from multiprocessing.pool import MaybeEncodingError, RemoteTraceback


class InputFailed(Exception):
    pass


class Counted:
    alive = 0

    def __new__(cls):
        cls.alive += 1
        return super().__new__(cls)

    def __del__(self):
        type(self).alive -= 1


class Unpicklable:
    def __reduce__(self):
        raise RuntimeError("cannot be pickled")


def square(x, wait=0.0):
    time.sleep(wait)
    return x * x


def multiply(x, y):
    return x * y


def identity(x):
    return x


def fail():
    raise RuntimeError(123)  # a comment that the traceback shows


def fail_with_much(n):
    time.sleep(0.3 * n)
    raise ValueError("x" * 1_000_000)


def make_lambda():
    return lambda: 42


def failing(count, where):
    if where == -1:
        raise InputFailed
    for i in range(count):
        if i == where:
            raise InputFailed
        yield i


def raises(kind, call, *args, **kwds):
    try:
        call(*args, **kwds)
    except kind as error:
        assert type(error) is kind, type(error)
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def test_apply(pool):
    assert pool.apply(square, (5,)) == 25
    assert pool.apply(square, (), {"x": 3}) == 9


def test_map(pool):
    assert pool.map(square, range(10)) == [n * n for n in range(10)]
    assert pool.map(square, range(100), chunksize=20) == [n * n for n in range(100)]


def test_starmap(pool):
    pairs = list(zip(range(100), range(99, -1, -1)))
    expected = [x * y for x, y in pairs]
    assert pool.starmap(multiply, pairs[:10]) == expected[:10]
    assert pool.starmap(multiply, pairs, chunksize=20) == expected
    assert pool.starmap_async(multiply, pairs).get() == expected
    assert pool.map_async(square, range(10)).get() == [n * n for n in range(10)]


def test_map_async_callbacks(pool):
    told = []
    pool.map_async(int, ["1"], callback=told.append, error_callback=told.append).wait()
    pool.map_async(int, ["a"], callback=told.append, error_callback=told.append).wait()
    assert told[0] == [1] and type(told[1]) is ValueError and len(told) == 2


def test_map_unpicklable(pool):
    raises(RuntimeError, pool.map, square, [Unpicklable()] * 10)


def test_map_chunksize(pool):
    assert pool.map_async(square, [], chunksize=1).get(timeout=60) == []


def test_map_input_fails(pool):
    for _ in range(2):
        raises(InputFailed, pool.map, square, failing(1, -1), 1)
    raises(InputFailed, pool.map, square, failing(10, 3), 1)

    class Sized:
        def __iter__(self):
            return self

        def __next__(self):
            raise InputFailed

        def __len__(self):
            return 1

    for _ in range(2):
        raises(InputFailed, pool.map, square, Sized(), 1)


def test_async(pool):
    begin = time.monotonic()
    assert pool.apply_async(square, (7, 0.2)).get() == 49
    assert time.monotonic() - begin >= 0.19


def test_async_timeout(_):
    pool = Pool(1)
    result = pool.apply_async(square, (6, 60))
    begin = time.monotonic()
    raises(TimeoutError, result.get, timeout=0.2)
    assert 0.19 <= time.monotonic() - begin < 50
    pool.terminate()
    pool.join()


def test_imap(pool):
    expected = [n * n for n in range(1000)]
    assert list(pool.imap(square, range(10))) == expected[:10]
    iterator = pool.imap(square, range(1000), chunksize=100)
    assert [next(iterator) for _ in range(1000)] == expected
    raises(StopIteration, iterator.__next__)
    assert sorted(pool.imap_unordered(square, range(10))) == expected[:10]
    assert sorted(pool.imap_unordered(square, range(1000), chunksize=100)) == expected


def test_imap_input_fails(pool):
    for call in (pool.imap, pool.imap_unordered):
        for _ in range(2):
            raises(InputFailed, call(square, failing(1, -1), 1).__next__)
    for count, where, chunksize, good in ((10, 3, 1, 3), (20, 7, 2, 6), (20, 7, 4, 4)):
        iterator = pool.imap(square, failing(count, where), chunksize)
        assert [next(iterator) for _ in range(good)] == [n * n for n in range(good)]
        raises(InputFailed, iterator.__next__)
        raises(InputFailed, list, pool.imap_unordered(square, failing(count, where), chunksize))


def test_make_pool(_):
    raises(ValueError, Pool, -1)
    raises(ValueError, Pool, 0)
    for wrong in (0, -1, "1", 1.5):
        raises(ValueError, Pool, 1, maxtasksperchild=wrong)
    pool = Pool(3)
    assert len(pool._pool) == 3
    pool.close()
    pool.join()


def test_terminate(_):
    pool = Pool(2)
    pool.map_async(time.sleep, [60] * 10_000, chunksize=1)
    time.sleep(0.2)
    pool.terminate()
    pool.join()


def test_empty_iterable(pool):
    assert pool.map(square, []) == [] == list(pool.imap(square, []))
    assert list(pool.imap_unordered(square, [])) == [] == pool.map_async(square, []).get()


def test_context(_):
    with Pool(2) as pool:
        assert pool.map_async(square, range(10)).get() == [n * n for n in range(10)]
    pool.join()
    raises(ValueError, pool.map_async, square, range(10))
    with_again = raises(ValueError, pool.__enter__)
    assert str(with_again) == "Pool not running"


def test_traceback(pool):
    error = raises(RuntimeError, pool.apply, fail)
    assert error.args == (123,) and type(error.__cause__) is RemoteTraceback
    assert "raise RuntimeError(123)  # a comment that the traceback shows" in error.__cause__.tb
    assert raises(InputFailed, pool.map, square, failing(1, -1), 1).__cause__ is None


def test_map_no_failfast(_):
    begin = time.monotonic()
    with Pool(2) as pool:
        try:
            raises(ValueError, pool.map, fail_with_much, [0, 1])
        finally:
            pool.close()
            pool.join()
    assert time.monotonic() - begin > 0.29


def test_release_task_refs(pool):
    objects = [Counted() for _ in range(10)]
    references = [weakref.ref(one) for one in objects]
    pool.map(identity, objects)
    del objects
    for _ in range(1000):  # which CPython's threads let go of soon after
        gc.collect()
        if Counted.alive == 0:
            break
        time.sleep(0.01)
    assert {reference() for reference in references} == {None} and Counted.alive == 0


def test_resource_warning(_):
    pool = Pool(1)
    pool.terminate()
    pool.join()
    pool._state = multiprocessing.pool.RUN
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pool = None
        gc.collect()
    assert [w.category for w in caught] == [ResourceWarning], caught
    assert "unclosed running multiprocessing pool" in str(caught[0].message)


def test_error_callback(pool):
    told = []
    raises(RuntimeError, pool.apply_async(fail, error_callback=told.append).get)
    assert type(told[0]) is RuntimeError


def test_unpicklable_result(pool):
    for _ in range(20):
        told = []
        raises(MaybeEncodingError, pool.apply_async(make_lambda, error_callback=told.append).get)
        assert type(told[0]) is MaybeEncodingError and told[0].exc is not None and told[0].value is not None


def test_worker_lifetime_early_close(_):
    pool = Pool(2, maxtasksperchild=1)
    results = [pool.apply_async(square, (n, 0.05)) for n in range(4)]
    pool.close()
    pool.join()
    assert [result.get() for result in results] == [0, 1, 4, 9]


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    with Pool(2) as shared:
        for name, test in list(globals().items()):
            if name.startswith("test_"):
                test(shared)
                print(name)
