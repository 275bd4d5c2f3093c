"""What stands where on a strategy's slide: the boxes of its processes, beside what was tried."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.charts.explain.apart import apart
from analysis.charts.explain.boxes import SPACING, Box, Line, Rect, height_of, lettered, wrapped
from analysis.charts.explain.parts import Arrow, Drawing
from analysis.charts.explain.together import together
from analysis.explain.facts import Kind, facts
from analysis.explain.sentences import finding, memory, moments, where
from record.explain import Explained, Seen

TITLE = Rect(0.5, 0.35, 15.0, 1.15)
SUBTITLE = Rect(0.5, 1.5, 15.0, 0.35)
DRAWING = Rect(0.5, 2.0, 11.0, 6.05)
PANEL = Rect(11.95, 2.0, 3.6, 6.05)
FOOT = Rect(0.5, 8.2, 15.0, 0.6)
MARKS = {Kind.SHARED: "=", Kind.COPIED: "»", Kind.OWN: "≠", Kind.MIXED: "?"}


@dataclass(frozen=True, slots=True)
class Slide:
    boxes: tuple[Box, ...]  # none on another
    arrows: tuple[Arrow, ...]


def slide(explained: Explained, seen: Seen) -> Slide:
    """Where all lanes are in the main thread's interpreter, one drawing; else another."""
    home = all(lane.home == seen.main.home for lane in seen.lanes)
    drawing: Drawing = together(seen, DRAWING) if home else apart(seen, DRAWING)
    words = (_title(explained), _subtitle(seen), *_panel(seen), *_foot(seen))
    return Slide((*words, *drawing.boxes), drawing.arrows)


def _title(explained: Explained) -> Box:
    text = finding(explained)
    for size in (28, 26, 24, 22, 20, 18):
        lines = wrapped(text, TITLE.width, size, bold=True)
        if len(lines) <= 2:
            break
    own = [Line(line, size, bold=True) for line in lines[:2]]
    return lettered(TITLE.foot(min(TITLE.height, height_of(own)))[1], own)


def _subtitle(seen: Seen) -> Box:
    program = seen.program
    build = "free-threading build" if program.free_threaded else "build with a GIL"
    cores = f"{program.cores} core{'' if program.cores == 1 else 's'}"
    text = f"{program.implementation} {program.version}, {build}, {cores}: seen in one small run"
    text += "; a lane is what runs tasks"
    return lettered(SUBTITLE, [Line(text, 16, soft=True)])


def _panel(seen: Seen) -> Iterator[Box]:
    lines = [*_told(where(seen)), *_told(memory(seen)), *_listed(seen)]
    if _tall(lines) > PANEL.height:
        lines = [*_told(memory(seen)), *_listed(seen)]
    scale = min(1.0, PANEL.height / _tall(lines))
    rest = PANEL
    for line, height in lines:
        place, rest = rest.top(height * scale)
        if line.text:
            size = min(line.size, place.height * 72 / SPACING)
            yield lettered(place, [line._replace(size=size)])


def _tall(lines: Iterable[tuple[Line, float]]) -> float:
    return sum(height for _, height in lines)


def _told(sentences: Iterable[str]) -> Iterator[tuple[Line, float]]:
    for sentence in sentences:
        for line in wrapped(sentence, PANEL.width, 15):
            yield Line(line, 15), 0.3
        yield Line("", 15), 0.22


def _listed(seen: Seen) -> Iterator[tuple[Line, float]]:
    """Lines with their heights."""
    found = facts(seen)
    for kind in Kind:
        own = [fact for fact in found if fact.kind is kind]
        if not own:
            continue
        yield Line(kind.value, 18, bold=True), 0.42
        for fact in own:
            yield Line(f"{MARKS[kind]}  {fact.thing}", 15), 0.34
        yield Line("", 15), 0.22


def _foot(seen: Seen) -> Iterator[Box]:
    """How it was seen, where it was."""
    text = " ".join(moments(seen))
    if not text:
        return
    for size in (16, 15, 14, 13, 12):
        lines = [Line(line, size, soft=True) for line in wrapped(text, FOOT.width, size)]
        if height_of(lines) <= FOOT.height:
            break
    yield lettered(FOOT.top(min(FOOT.height, height_of(lines)))[0], lines)
