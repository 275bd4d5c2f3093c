"""Arguments that cannot be pickled: a deep tree, an open file, an object with a lambda in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

DEPTH = 10_000


@dataclass(eq=False, repr=False, slots=True)
class Node:
    value: int
    below: Node | None


@dataclass
class Rule:
    number: int
    holds: Callable[[int], bool]


def weigh(tree: Node) -> int:
    """About 10 ms: the whole tree, thirty times."""
    total = 0
    for _ in range(30):
        node: Node | None = tree
        while node is not None:
            total += node.value * 3 % 7
            node = node.below
    return total


def trees() -> Iterator[Node]:
    for seed in range(50):
        node = None
        for value in range(DEPTH):
            node = Node(value + seed, node)
        assert node is not None
        yield node


def count_bytes(file: BinaryIO) -> int:
    """About 3 ms of pure Python."""
    file.seek(0)
    total = 0
    for value in file.read():
        total += value & 3
    return total


def open_files() -> Iterator[BinaryIO]:
    for path in sorted(Path("files").glob("*.bin")):
        yield path.open("rb")


def matching(rule: Rule) -> int:
    """About 2 ms: each number is asked for."""
    return sum(1 for number in range(20_000) if rule.holds(number))


def rules() -> Iterator[Rule]:
    for seed in range(200):
        yield Rule(seed, lambda number, by=seed + 2: number % by == 0)  # type: ignore[misc]
