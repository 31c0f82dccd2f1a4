# asyncio.run, with timers, and with results of a pool that wake its tasks.
import asyncio
import time
from multiprocessing import Pool


def square(x):
    time.sleep(0.01)
    return x * x


async def say(what, delay):
    await asyncio.sleep(delay)
    print("said", what)
    return what


async def square_in(pool, x):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def finish(result):
        loop.call_soon_threadsafe(future.set_result, result)

    pool.apply_async(square, (x,), callback=finish)
    return await future


async def main():
    print(await asyncio.gather(say("later", 0.2), say("sooner", 0.02)))
    with Pool(2) as pool:
        print(await asyncio.gather(*[square_in(pool, x) for x in range(4)]))
    try:
        await asyncio.wait_for(asyncio.sleep(60), 0.01)
    except asyncio.TimeoutError:
        print("in vain")


if __name__ == "__main__":
    asyncio.run(main())
    print(asyncio.run(say("again", 0)))
