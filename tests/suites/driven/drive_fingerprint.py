"""Digests of things that processes are apt to disagree about."""

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import json
import math
from pathlib import Path
from typing import Any

from suites.fingerprint import fingerprint, of


class Colour(enum.Enum):
    RED = 1


class Slots:
    __slots__ = ("names", "number")

    def __init__(self, number: int) -> None:
        self.number, self.names = number, {"x", "y", "zz"}


@dataclasses.dataclass
class Data:
    numbers: dict[frozenset[str], set[int]]


def deep() -> list[Any]:
    made: list[Any] = []
    for _ in range(50_000):
        made = [made, "x"]
    return made


def cycle() -> list[Any]:
    made: list[Any] = [{"a", "b"}]
    made.append(made)
    return made


def view() -> memoryview:
    return memoryview(b"abcdef")[::2]


class Strange:
    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("never")


THINGS = {
    "set": {"a", "b", "c", "d"},
    "frozenset of mixed": frozenset([1, "a", (2, "b")]),
    "nested": [{"k": {"x", "y"}, "l": [1.5, None, True]}],
    "slots": Slots(1),
    "other slots": Slots(2),
    "dataclass": Data({frozenset("ab"): {1, 2}, frozenset("cd"): set()}),
    "enum": Colour.RED,
    "decimal": decimal.Decimal("1.10"),
    "date": datetime.datetime(2020, 1, 1),
    "path": Path("/a/b"),
    "array": array.array("d", [1, 2]),
    "other array": array.array("f", [1, 2]),
    "view": view(),
    "bytearray": bytearray(b"abc"),
    "bytes": b"abc",
    "text": "abc",
    "large number": 10**6000,
    "nan": math.nan,
    "zero": 0.0,
    "minus zero": -0.0,
    "true": True,
    "one": 1,
    "counter": collections.Counter("abca"),
    "ordered": collections.OrderedDict(b=1, a={"q", "r"}),
    "exception": ValueError("x", {"a", "b"}),
    "function": deep,
    "class": Slots,
    "lambda": lambda: 1,
    "generator": (x for x in ()),
    "strange": Strange(),
    "surrogate": "\ud800",
    "deep": deep(),
    "cycle": cycle(),
    "dict": {"a": 1, "b": 2},
    "list": [1, 2],
    "tuple": (1, 2),
    "list of lists": [[1], [2]],
}


def main() -> None:
    told = {name: of(thing).hex() for name, thing in THINGS.items()}
    told["the other way round"] = of({"b": 2, "a": 1}).hex()
    told["all"] = fingerprint(THINGS.values())
    print(json.dumps(told))


if __name__ == "__main__":
    main()
