"""Every strategy as a program would have it: a pool that is opened, used and closed.

`call` takes one input. Each returns the results and the moment when it had all of them; what comes
after is the pool's end. Imports come before what is timed: `ready` makes them.
"""

import asyncio
import concurrent.futures
import importlib
import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from calls import Chunk

Call = Callable[[Any], Any]
Done = tuple[list[Any], float]

MODULES = {
    "processes": "concurrent.futures.process",
    "interpreter": "concurrent.futures.interpreter",
}


def ready(strategy: str) -> None:
    name = MODULES.get(strategy.partition("-")[0])
    if name:
        importlib.import_module(name)


def run(strategy: str, call: Call, inputs: Sequence[Any], workers: int, chunk: int) -> Done:
    match strategy:
        case "sequential":
            results = [call(given) for given in inputs]
            return results, time.perf_counter()
        case "threads":
            return in_chunks(ThreadPoolExecutor(workers), call, inputs, chunk)
        case "interpreter-pool":
            pool = concurrent.futures.InterpreterPoolExecutor(workers)  # type: ignore[attr-defined]
            return in_chunks(pool, call, inputs, chunk)
        case "asyncio":
            return asyncio.run(on_a_loop(call, inputs, workers)), time.perf_counter()
        case "asyncio-threads":
            return on_loops(call, inputs, workers), time.perf_counter()
    return processes(strategy.partition("-")[2], call, inputs, workers, chunk)


def processes(method: str, call: Call, inputs: Sequence[Any], workers: int, chunk: int) -> Done:
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
        results = list(pool.map(call, inputs, chunksize=chunk))
        return results, time.perf_counter()


def in_chunks(pool: Executor, call: Call, inputs: Sequence[Any], chunk: int) -> Done:
    """These executors ignore a chunk size: what they are handed is cut for them."""
    with pool:
        if chunk == 1:
            results = list(pool.map(call, inputs))
        else:
            parts = [inputs[start : start + chunk] for start in range(0, len(inputs), chunk)]
            results = [one for part in pool.map(Chunk(call), parts) for one in part]
        return results, time.perf_counter()


async def on_a_loop(call: Call, inputs: Sequence[Any], workers: int) -> list[Any]:
    places = asyncio.Semaphore(workers)

    async def one(given: Any) -> Any:
        async with places:
            return await call(given)

    return list(await asyncio.gather(*map(one, inputs)))


def on_loops(call: Call, inputs: Sequence[Any], workers: int) -> list[Any]:
    """A loop in each of several threads, which take an input whenever they are done with one."""
    results: list[Any] = [None] * len(inputs)
    jobs = iter(enumerate(inputs))
    lock = threading.Lock()

    async def work() -> None:
        while True:
            with lock:
                job = next(jobs, None)
            if job is None:
                return
            results[job[0]] = await call(job[1])

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(lambda: asyncio.run(work())) for _ in range(workers)]:
            done.result()
    return results
