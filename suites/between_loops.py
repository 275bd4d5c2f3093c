"""A lock and a queue between event loops of several threads; asyncio's own belong to one loop."""

import asyncio
import threading
from collections import deque
from typing import Any


class Lock:
    """`async with`, as `asyncio.Lock` has it, on a lock of threads.

    It holds up the whole loop: one that does one task at a time has nothing else to do.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def __aenter__(self) -> None:
        self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()


class Queue:
    """`put` and `get` as `asyncio.Queue` has them; a loop that waits can still time out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: deque[Any] = deque()
        self._waiting: list[asyncio.Future[None]] = []

    async def put(self, item: Any) -> None:
        with self._lock:
            self._items.append(item)
            # All: whoever is woken alone may just have given up.
            waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.get_loop().call_soon_threadsafe(_wake, one)

    async def get(self) -> Any:
        while True:
            with self._lock:
                if self._items:
                    return self._items.popleft()
                woken = asyncio.get_running_loop().create_future()
                self._waiting.append(woken)
            await woken


def _wake(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)
