"""Lanes of one interpreter: its threads side by side, above the memory that all of them have."""

from analysis.charts.explain.boxes import Box, Line, Rect, lettered
from analysis.charts.explain.parts import (
    Arrow,
    Drawing,
    and_more,
    columns,
    gil,
    items,
    program,
    shown,
    thread,
)
from analysis.explain.facts import Kind, facts, way
from analysis.explain.moments import Time, running
from analysis.explain.tree import Interpreter, processes
from analysis.explain.words import counted
from record.explain import Seen

TALLEST = 1.75  # inches of a thread


def together(seen: Seen, area: Rect) -> Drawing:
    """The process, with its one interpreter in it."""
    main, *others = processes(seen)
    home = next(one for one in main.interpreters if one.number == seen.main.interpreter)
    helpers = [f"{one.role} {one.pid}" for one in others]
    besides = [*helpers, *([counted(len(main.others), "other thread")] if main.others else [])]
    head, rest = area.inside(0.18).top(0.4, 0.06)
    more = f"; besides: {', '.join(besides)}" if besides else ""
    title = f"process {main.pid}: {program(seen)}{more}"
    inner, arrows = _interpreter(seen, home, rest)
    children = (lettered(head, [Line(title, 18, bold=True)]), inner)
    return Drawing((Box("process", area, children=children),), arrows)


def _interpreter(seen: Seen, home: Interpreter, rect: Rect) -> tuple[Box, tuple[Arrow, ...]]:
    head, rest = rect.inside(0.18).top(0.38, 0.08)
    body, memory = rest.foot(0.95, 0.75)
    lock, area = body.left(2.35, 0.2)
    lock = Rect(lock.x, lock.middle - 0.5, lock.width, 1.0)
    cells = _threads(home, area)
    fact = facts(seen)[0]
    same = fact.kind is Kind.SHARED
    told = "memory: one list, the same object for all" if same else "memory: a list"
    if len(home.threads) == 1 and len(seen.lanes) == 1:
        told = "memory: the list that is sent, the same object"
    lines = [
        Line(told, 17, bold=True),
        Line(f"the sender's has {items(seen.sent.length)}", 14, soft=True),
    ]
    lowest = max(box.rect.y for box in cells)
    ends = [box.rect for box in cells if box.rect.y == lowest and box.kind != "more"]
    arrows = tuple(
        Arrow(((end.x + end.width / 2, end.bottom), (end.x + end.width / 2, memory.y)), both=True)
        for end in ends
    )
    label = Rect(lock.x, memory.y - 0.58, lock.width, 0.42)
    children = (
        lettered(head, [Line(f"interpreter {home.number}", 17, bold=True)]),
        gil(lock, home.gil, 18, _time(seen)),
        *cells,
        lettered(label, [Line(way(seen), 15, soft=True)]),
        lettered(memory, lines, "memory", centred=True),
    )
    return Box("interpreter", rect, children=children), arrows


def _time(seen: Seen) -> str:
    """In the few words that fit beside a padlock; none where it says nothing."""
    found = running(seen)
    if found.time is Time.NEVER and found.one_gil and found.possible:
        return "one at a time"
    return "at once" if found.time is Time.TOGETHER else ""


def _threads(home: Interpreter, area: Rect) -> list[Box]:
    """The main thread, lanes and those that help, as many as there is room for."""
    lanes = [one for one in home.threads if one.lanes]
    rest = [one for one in home.threads if one not in lanes]
    some, more = shown(sorted(lanes, key=lambda one: one.lanes))
    besides, hidden = shown(sorted(rest, key=lambda one: not one.main), 2)
    drawn = [*besides, *some]
    more += hidden
    count = len(drawn) + bool(more)
    wide = columns(count)
    rows = -(-count // wide)
    tall = area.height if any(one.loops for one in drawn) else min(area.height, rows * TALLEST)
    area = Rect(area.x, area.middle - tall / 2, area.width, tall)
    cells = area.grid(count, wide, 0.16)
    boxes = [thread(cell, one, 18) for cell, one in zip(cells, drawn, strict=False)]
    return [*boxes, and_more(cells[-1], more, 15)] if more else boxes
