"""Functions as people have them, and as they should not: each is called with whole numbers."""

import asyncio
import ctypes
import functools
import hashlib
import math
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import beside

print("imported")  # where nobody shall see it
HERE = Path(__file__).parent


def _several(data: bytes, x: int) -> int:
    return len(data) * x


_remembered: dict[int, int] = {}
_calls = 0


class Point:
    def __init__(self, x: int) -> None:
        self.x = x
        self.tags = {"a", "b", str(x)}


class Adder:
    def __init__(self, n: int) -> None:
        self.n = n

    def __call__(self, x: int) -> int:
        return x + self.n

    def add(self, x: int) -> int:
        return x + self.n

    @staticmethod
    def twice(x: int) -> int:
        return 2 * x

    @classmethod
    def made(cls, x: int) -> "Adder":
        return cls(x)


adder = Adder(3)
heavy = functools.partial(_several, bytes(20_000))
added = functools.partial(max, 2)
nameless = lambda x: x  # noqa: E731
NUMBER = 3


def inner() -> Callable[[int], int]:
    def local(x: int) -> int:
        return x

    return local


local = inner()


def point(x: int) -> Point:
    return Point(x)


def prints(x: int) -> int:
    print("x" * 100)
    os.write(1, b"y" * 50)
    sys.stderr.write("z" * 10)
    return x


def flood(x: int) -> int:
    for _ in range(200):
        os.write(1, b"y" * (1 << 16))
    return x


def exits(x: int) -> NoReturn:
    sys.exit(3)


def ends(x: int) -> NoReturn:
    os._exit(0)


def crashes(x: int) -> None:
    ctypes.string_at(0)


def never(x: int) -> NoReturn:
    while True:
        time.sleep(1)


def forks(x: int) -> int:
    os.fork()
    return x


def leaves_thread(x: int) -> int:
    threading.Thread(target=time.sleep, args=(3600,)).start()
    return x


def leaves_daemon(x: int) -> int:
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    return x


def huge(x: int) -> bytes:
    return bytes(100_000_000)


def raises(x: int) -> int:
    return x // (x % 2)


def lock(x: int) -> Any:
    return threading.Lock()


def generates(x: int) -> Iterator[int]:
    yield x


async def generates_async(x: int) -> AsyncIterator[int]:
    yield x


def lazy(x: int) -> Any:
    return map(str, [x])


async def awaits(x: int) -> int:
    await asyncio.sleep(0.001)
    return x


def unawaited(x: int) -> Any:
    return awaits(x)


def waits(x: int) -> int:
    time.sleep(0.002)
    return x


def computes(x: int) -> int:
    total = 0
    for number in range(20_000):
        total += number * x
    return total


def guesses(x: int) -> float:
    return random.random()


def by_seed(x: int) -> list[str]:
    return list({"a", "b", "c", "d", "e", "f"})


def counts(x: int) -> int:
    global _calls  # noqa: PLW0603
    _calls += 1
    return _calls


def remembers(x: int) -> int:
    if x not in _remembered:
        time.sleep(0.002)
        _remembered[x] = x
    return _remembered[x]


def sorts(x: list[int]) -> int:
    x.sort()
    x.append(len(x))
    return x[0]


def writes(x: int) -> None:
    Path("out.txt").write_text(str(x))


def connects(x: int) -> None:
    with socket.socket() as link:
        link.settimeout(0.1)
        link.connect_ex(("127.0.0.1", 9))


def starts(x: int) -> int:
    return subprocess.run([sys.executable, "-c", "pass"], check=False).returncode


def near(x: int) -> str:
    return f"{beside.NAME} {Path(__file__).name} {x}"


def pair(a: int, b: int = 0, *, c: int = 0) -> int:
    return a + b + c


def root(x: int) -> float:
    return math.sqrt(x)


def only_main(x: int) -> int:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("not in the main thread")
    return x


def numbers() -> Iterator[int]:
    yield from range(30)


def no_numbers() -> Iterator[int]:
    yield from ()


def all_numbers() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def slow_numbers() -> Iterator[int]:
    while True:
        yield 1
        time.sleep(0.5)


def bad_numbers() -> Iterator[int]:
    yield 1
    raise ValueError("no more")


def any_numbers() -> Iterator[float]:
    for _ in range(10):
        yield random.random()


def points() -> Iterator[Point]:
    for x in range(10):
        yield Point(x)


def of_point(point: Point) -> int:
    return point.x


def lists() -> list[list[int]]:
    return [[3, 1, 2] for _ in range(10)]


def near_sum(x: int) -> int:
    return x


def two(a: int, b: int) -> int:
    return a + b


def locks() -> list[Any]:
    return [threading.Lock() for _ in range(3)]


class Broken(Exception):
    def __init__(self, a: int, b: int) -> None:
        super().__init__("broken")


def broken(x: int) -> Broken:
    return Broken(x, x)


def does_much(x: int) -> None:
    writes(x)
    connects(x)
    starts(x)
    os.chdir(".")


def hashes(x: int) -> str:
    return hashlib.sha256(bytes(2_000_000)).hexdigest()


def thread_id(x: int) -> None:
    raise ValueError(f"in thread {threading.get_ident()} of {threading.current_thread()}")


def large(x: int) -> bytes:
    return bytes(20_000_000)
