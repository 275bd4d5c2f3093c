"""Lanes in interpreters or processes of their own: a strip each, beside the one that sends."""

from collections.abc import Sequence

from analysis.charts.explain.boxes import Box, Line, Rect, height_of, lettered, wrapped
from analysis.charts.explain.parts import (
    HELPERS,
    SHOWN,
    Arrow,
    Drawing,
    and_more,
    gil,
    items,
    program,
    shown,
    thread,
)
from analysis.explain.facts import Kind, facts, way
from analysis.explain.tree import Interpreter, OsProcess, processes
from analysis.explain.words import counted
from record.explain import Seen

MAIN, GAP = 3.4, 1.6  # inches wide
BUS = 0.3  # from the strips to the line that leads to all of them
KINK = 0.12  # of a line that leads to them
TALLEST = 2.1  # of a strip
BIG = 1.1  # of a frame with its heading above
Home = tuple[OsProcess, Interpreter]


def apart(seen: Seen, area: Rect) -> Drawing:
    """The main process, or where lanes are in it, its main interpreter; strips for lanes."""
    tree = processes(seen)
    main = tree[0]
    inside = all(lane.pid == main.pid for lane in seen.lanes)
    homes = [(process, one) for process in tree for one in process.interpreters if one.lanes]
    frame: tuple[Box, ...] = ()
    room = area
    if inside:
        head, room = area.inside(0.18).top(0.4, 0.08)
        frame = (lettered(head, [Line(f"process {main.pid}: {program(seen)}", 18, bold=True)]),)
        if things := [fact.thing for fact in facts(seen) if fact.kind is Kind.SHARED]:
            room, foot = room.foot(0.8, 0.14)
            frame = (*frame, _common(foot, things))
    left, rest = room.left(MAIN, GAP)
    begin = next(one for one in main.interpreters if one.number == seen.main.interpreter)
    inherited = all(lane.had_global for lane in seen.lanes if lane.home != seen.main.home)
    sender, memories = (
        _sender(seen, begin, left, inherited)
        if inside
        else _main(seen, main, begin, left, inherited, tree)
    )
    strips = _strips(seen, homes, rest, inherited, inside)
    labels, arrows = _ways(seen, memories, strips, left.right, rest.x)
    boxes = (*frame, *sender, *strips, *labels)
    if inside:
        boxes = (Box("process", area, children=boxes),)
    return Drawing(boxes, arrows)


def _common(rect: Rect, things: Sequence[str]) -> Box:
    """What all interpreters of the process have in common."""
    head = Line("shared by all interpreters of the process", 14, bold=True)
    lines = wrapped(", ".join(things), rect.width - 0.2, 14)
    return lettered(rect, [head, *(Line(line, 14) for line in lines)], "memory", centred=True)


def _main(
    seen: Seen,
    main: OsProcess,
    begin: Interpreter,
    rect: Rect,
    inherited: bool,
    tree: Sequence[OsProcess],
) -> tuple[tuple[Box, ...], list[Rect]]:
    """The main process above those that help it."""
    helpers, more = shown([one for one in tree if one.role not in ("main", "lane")], HELPERS)
    count = len(helpers) + bool(more)
    below: list[Box] = []
    if count:
        rect, foot = rect.foot(count * 0.7 - 0.1, 0.14)
        places = foot.grid(count, 1, 0.1)
        below = [_helper(place, one) for place, one in zip(places, helpers, strict=False)]
        if more:
            below.append(and_more(places[-1], more, 13))
    head, rest = rect.inside(0.13).top(0.34, 0.05)
    others = f", {counted(len(main.others), 'other thread')}" if main.others else ""
    title = Line(f"process {main.pid}: {program(seen)}{others}", 16, bold=True)
    inner, memories = _sender(seen, begin, rest, inherited)
    return (Box("process", rect, children=(lettered(head, [title]), *inner)), *below), memories


def _helper(rect: Rect, one: OsProcess) -> Box:
    place = f"process {one.pid}, child of {one.ppid}"
    lines = [Line(one.role, 14, bold=True), Line(place, 14)]
    return lettered(rect, lines, "helper-process", centred=True)


def _sender(
    seen: Seen, home: Interpreter, rect: Rect, inherited: bool
) -> tuple[tuple[Box, ...], list[Rect]]:
    """The main interpreter; where in it is what lanes get."""
    mains = [one for one in home.threads if one.main]
    # Threads that run lanes are drawn where they run.
    elsewhere = {lane.thread for lane in seen.lanes if lane.pid == seen.main.pid}
    besides = [one for one in home.threads if not one.main and one.number not in elsewhere]
    helpers, more = shown(besides, HELPERS)
    heights = [0.6, *[0.66 for _ in mains], *[0.52 for _ in helpers], *([0.34] if more else [])]
    heights += [0.78] + ([0.62] if inherited else [])
    # Not larger than it reads well, and in the middle.
    tall = min(rect.height, 1.3 * (sum(heights) + 0.1 * len(heights)) + 0.63)
    rect = Rect(rect.x, rect.middle - tall / 2, rect.width, tall)
    head, rest = rect.inside(0.13).top(0.32, 0.05)
    places = list(rest.rows(heights, 0.1))
    boxes = [gil(places[0], home.gil, 16)]
    own = [*mains, *helpers]
    boxes += [thread(place, one, 16) for place, one in zip(places[1:], own, strict=False)]
    if more:
        boxes.append(and_more(places[1 + len(own)], more, 12))
    memories = places[-2:] if inherited else places[-1:]
    lines = [Line("list that is sent", 15, bold=True), Line(items(seen.sent.length), 14, soft=True)]
    boxes.append(lettered(memories[0], lines, "memory", centred=True))
    if inherited:
        lines = [Line("globals from before", 14, bold=True)]
        boxes.append(lettered(memories[1], lines, "memory", centred=True))
    title = lettered(head, [Line(f"interpreter {home.number}", 15, bold=True)])
    return (Box("interpreter", rect, children=(title, *boxes)),), memories


def _strips(
    seen: Seen, homes: Sequence[Home], area: Rect, inherited: bool, inside: bool
) -> list[Box]:
    some, more = shown(homes, SHOWN)
    count = len(some) + bool(more)
    gap = 0.12 if count > 4 else 0.2
    height = min(TALLEST, (area.height - gap * (count - 1)) / count)
    total = count * height + gap * (count - 1)
    middle = Rect(area.x, area.middle - total / 2, area.width, total)
    places = middle.grid(count, 1, gap)
    strips = [
        _lane(seen, place, one, inherited, inside) for place, one in zip(places, some, strict=False)
    ]
    return [*strips, and_more(places[-1], more, 15)] if more else strips


def _lane(seen: Seen, rect: Rect, home: Home, inherited: bool, inside: bool) -> Box:
    process, one = home
    big = rect.height >= BIG
    inner = rect if inside else _below(rect, big, 1.3)[1]
    tall = inner.height >= BIG
    head, rest = _below(inner, tall, 1.12)
    body = _contents(seen, rest, one, tall, inherited)
    title = lettered(head, [Line(f"interpreter {one.number}", 15 if tall else 12, bold=True)])
    interpreter = Box("interpreter", inner, children=(title, *body))
    if inside:
        return interpreter
    above, _ = _below(rect, big, 1.3)
    parent = f"child of {process.ppid}"
    name = f"process {process.pid}"
    lines = (
        [Line(f"{name}, {parent}", 16, bold=True)]
        if big
        else [Line(name, 12, bold=True), Line(parent, 11, soft=True)]
    )
    return Box("process", rect, children=(lettered(above, lines), interpreter))


def _below(rect: Rect, big: bool, width: float) -> tuple[Rect, Rect]:
    """The place of a heading, and the rest."""
    return rect.inside(0.1).top(0.3, 0.04) if big else rect.inside(0.07).left(width, 0.06)


def _contents(seen: Seen, rect: Rect, home: Interpreter, big: bool, inherited: bool) -> list[Box]:
    first, rest = rect.left(rect.width * (0.36 if big else 0.28), 0.1)
    second, third = rest.left(rest.width * 0.47 if big else min(rest.width * 0.47, 1.1), 0.08)
    size = 15 if big else 12
    lanes = [one for one in home.threads if one.lanes]
    lines = [Line("a copy of the list" if big else "a copy", size, bold=True)]
    length = seen.sent.received[lanes[0].lanes[0] - 1].length
    lines.append(Line(items(length), size - 1, soft=True))
    if inherited:
        lines.append(Line("and of globals", size - 1, soft=True))
    if len(lanes) == 1:
        own = thread(third, lanes[0], size)
    else:
        words = [
            Line(counted(len(lanes), "lane"), size, bold=True),
            Line("a thread each", size - 1),
        ]
        own = lettered(third, words, "lane", centred=True)
    return [lettered(first, lines, "memory", centred=True), gil(second, home.gil, size), own]


def _ways(
    seen: Seen, memories: Sequence[Rect], strips: Sequence[Box], left: float, right: float
) -> tuple[list[Box], tuple[Arrow, ...]]:
    """Lines from what lanes get to a line that leads to every strip, and what they mean."""
    bus = right - BUS
    labels, arrows = [], []
    for memory, told in zip(memories, (way(seen), "there from the start"), strict=False):
        arrows.append(Arrow(((memory.right, memory.middle), (bus, memory.middle)), head=False))
        width = bus - left - 0.2
        lines = [Line(line, 14, soft=True) for line in wrapped(told, width, 14)]
        height = height_of(lines)
        place = Rect(left + 0.1, memory.middle - height - 0.06, width, height)
        labels.append(lettered(place, lines))
    heights = [*(memory.middle for memory in memories), *(strip.rect.middle for strip in strips)]
    arrows.append(Arrow(((bus, min(heights)), (bus, max(heights))), head=False))
    straight = [memory.middle for memory in memories]
    for one in strips:
        # No kink where it is so small that it looks like a mistake.
        y = next((y for y in straight if abs(y - one.rect.middle) < KINK), one.rect.middle)
        arrows.append(Arrow(((bus, y), (right, y))))
    return labels, tuple(arrows)
