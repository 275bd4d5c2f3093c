"""What both drawings are made of: threads, locks, memory, and what there is no room for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from analysis.charts.explain.boxes import Box, Line, Rect, height_of, lettered, width_of
from analysis.explain.tree import Loop, OsThread
from analysis.explain.words import counted
from record.explain import Seen

T = TypeVar("T")

SHOWN = 8  # lanes that are drawn: more would be too small to read
ROOMY = 1.0  # inches of a thread that has room for its name
FLAT = 0.45  # inches: one line alone
SMALL = 9.5  # points
HELPERS = 3  # threads or processes besides
TARGET = re.compile(r"Thread-\d+ \((.+)\)")  # the name of a thread that nobody named


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one point to another, with a head there, at both ends or nowhere."""

    points: tuple[tuple[float, float], tuple[float, float]]
    head: bool = True
    both: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def shown(many: Sequence[T], most: int = SHOWN) -> tuple[Sequence[T], int]:
    """Those that are drawn, and how many are not: one place is theirs."""
    if len(many) <= most:
        return many, 0
    return many[: most - 1], len(many) - most + 1


def gil(rect: Rect, on: bool, size: float, below: str = "") -> Box:
    """A padlock, closed or open, with what it means."""
    lock, words = rect.left(min(rect.height * 0.8, rect.width * 0.36, 0.8), 0.1)
    lines = [Line("GIL on" if on else "GIL off", size, bold=True), Line(below, size - 3, soft=True)]
    kind = "padlock-on" if on else "padlock-off"
    return Box("gil", rect, children=(Box(kind, lock), lettered(words, lines)))


def thread(rect: Rect, one: OsThread, size: float) -> Box:
    number = f"thread {one.number}"
    if not one.lanes and not one.main:
        target = TARGET.fullmatch(one.name)  # `Thread-1 (target)` is as much as its target
        lines = [Line(target[1] if target else one.name, size - 2)]
        lines += [Line(number, size - 2, soft=True)]
        if height_of(lines) > rect.height - 0.1:  # rather one line that the last row can read
            lines.pop()
        return lettered(rect, lines, "helper", centred=True)
    roles = ["main"] if one.main else []
    roles += [f"lane {lane}" for lane in one.lanes]
    lines = [Line(", ".join(roles), size, bold=True), Line(number, size - 1)]
    both = Line(f"{', '.join(roles)}, {number}", size, bold=True)
    if rect.height < FLAT and width_of(both.text, SMALL, True) < rect.width - 0.1:
        lines = [both]
    if one.main and rect.height > ROOMY:
        lines.append(Line(one.name, size - 2, soft=True))
    if not one.loops:
        return lettered(rect, lines, "lane" if one.lanes else "thread", centred=True)
    head, rest = rect.inside(0.08).top(min(0.3, rect.height * 0.35), 0.04)
    words = f"{number} {one.name}" if one.main else number
    loops = rest.grid(len(one.loops), len(one.loops), 0.1)
    children = [
        lettered(head, [Line(words, size, bold=True)]),
        *(_loop(place, loop, size - 1) for place, loop in zip(loops, one.loops, strict=True)),
    ]
    return Box("lane", rect, children=tuple(children))


def _loop(rect: Rect, loop: Loop, size: float) -> Box:
    if len(loop.tasks) < 2 and rect.height < ROOMY:
        told = [f"coroutine {task.number}" for task in loop.tasks]
        return lettered(rect, [Line(", ".join(["event loop", *told]), size - 3)], "loop")
    tasks, more = shown(loop.tasks)
    head, rest = rect.inside(0.08).top(min(0.35, rect.height * 0.35), 0.04)
    count = len(tasks) + bool(more)
    cells = rest.grid(count, columns(count), 0.12) if count else []
    named = zip(cells, tasks, strict=False)
    boxes = [
        lettered(
            cell,
            [Line(f"coroutine {task.number}", size, True), Line(task.name, size - 1, soft=True)],
            "task",
            centred=True,
        )
        for cell, task in named
    ]
    if more:
        boxes.append(and_more(cells[-1], more, size))
    name = f"event loop {loop.kind}"
    if width_of(name, size - 2, False) > head.width:
        name = "event loop"
    title = lettered(head, [Line(name, size)])
    return Box("loop", rect, children=(title, *boxes))


def and_more(rect: Rect, count: int, size: float) -> Box:
    return lettered(rect, [Line(f"and {count:,} more", size, soft=True)], "more", centred=True)


def columns(count: int) -> int:
    """Of a grid that is wider than tall."""
    if count <= 4:
        return max(1, count)
    return 3 if count in (5, 6, 9) else 4


def items(length: int) -> str:
    return counted(length, "item")


def program(seen: Seen) -> str:
    """The file that the main process runs, by the system or by itself."""
    for process in seen.processes or ():
        if process.pid == seen.main.pid:
            return process.program
    return seen.program.executable.replace("\\", "/").rpartition("/")[2]
