"""What is sent from lane to lane: objects of one kind, of about so many bytes of content."""

import operator
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

NUMBER = 8  # bytes: a number of an array; a pointer of a list, and its int is 28 more
PAIR = 32  # of a dict: a key and a value of 16 letters each
RECORD = 64
FIRST = 5000  # the first number: small ones are the same objects in a whole process


class Payload(NamedTuple):
    make: Callable[[int], Any]  # of so many bytes: at least one element
    copy: Callable[[memoryview], Any] | None = None  # made of a buffer's bytes; None: it is none
    same: Callable[[Any, Any], bool] = operator.eq


@dataclass(frozen=True)
class Record:
    number: int
    name: str
    price: float


def _bytes(size: int) -> bytes:
    return bytes(range(256)) * (size // 256) + bytes(range(size % 256))


def _list(size: int) -> list[int]:
    return list(range(FIRST, FIRST + _elements(size, NUMBER)))


def _dict(size: int) -> dict[str, str]:
    return {f"key-{n:012d}": f"value-{n:010d}" for n in range(_elements(size, PAIR))}


def _records(size: int) -> list[Record]:
    return [Record(FIRST + n, f"name-{n:011d}", n / 4) for n in range(_elements(size, RECORD))]


def _array(size: int) -> "array[int]":
    return array("q", range(FIRST, FIRST + _elements(size, NUMBER)))


def _array_of(view: memoryview) -> "array[int]":
    copied = array("q")
    copied.frombytes(view.cast("B"))
    return copied


def _numpy(size: int) -> Any:
    import numpy as np  # noqa: PLC0415 (only what runs this has it)

    return np.arange(FIRST, FIRST + _elements(size, NUMBER), dtype=np.int64)


def _numpy_of(view: memoryview) -> Any:
    import numpy as np  # noqa: PLC0415

    return np.frombuffer(view, dtype=np.int64).copy()


def _same_arrays(one: Any, other: Any) -> bool:
    return bool(one.shape == other.shape and (one == other).all())


def _elements(size: int, each: int) -> int:
    return max(1, size // each)


PAYLOADS = {
    "bytes": Payload(_bytes, bytes),
    "list": Payload(_list),
    "dict": Payload(_dict),
    "dataclass": Payload(_records),
    "array": Payload(_array, _array_of),
    "numpy": Payload(_numpy, _numpy_of, _same_arrays),
}
