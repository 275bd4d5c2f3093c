"""How panels of tiles are arranged: on one slide, on several, or on a page as large as it takes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from matplotlib.figure import Figure

from analysis.charts.chart import Chart
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, drawable, literal
from analysis.charts.tiles import BASELINE, Blank, Fill, Panel, Scale, Tile, draw, headed
from analysis.figures import Line as Row
from analysis.figures import Missing, Place, Table, Word, table
from analysis.report import Group
from record.text import plain

CELL = (1.42, 0.84)  # inches on a page
NARROW, LOW = 1.36, 0.66  # and at least on a slide
WIDE, TALL = 3.2, 1.1  # and at most
LABELS = 2.75  # inches beside the first panel
GAP, MARGIN = 0.3, 0.2
HEAD, PANEL_HEAD, FOOT = 1.2, 1.25, 1.2
WIDEST = 21.0  # of a page
ROWS = int((HEIGHT - HEAD - PANEL_HEAD - FOOT) / LOW)  # of a slide


Line = Sequence[tuple[Group, Sequence[str]]]  # panels beside each other: groups, interpreters


@dataclass(frozen=True, slots=True)
class Mosaic:
    """What tiles show of several groups."""

    groups: Sequence[Group]
    strategies: Sequence[str]
    fill: Fill
    scale: Scale
    title: str
    heading: str  # the title, of what stands without its panels
    subtitle: str
    find: Callable[[Line, Sequence[str]], str]  # what panels with these rows say

    @property
    def line(self) -> Line:
        """All panels."""
        return [(group, group.interpreters) for group in self.groups]

    def rows(self, groups: Sequence[Group]) -> list[str]:
        """Those that one of `groups` has."""
        there = {name for group in groups for name, _ in group.rows}
        return [name for name in self.strategies if name in there]

    def chart(
        self, name: str, line: Line, rows: Sequence[str], of: str = "", *, slide: bool = True
    ) -> Chart:
        """Of these panels with these rows; `of` is the whole that it is a part of."""
        found = (_numbers(self.fill, group, labels, rows) for group, labels in line)
        tables = tuple(one for one in found if one is not None)
        draw = partial(_slide, self, line, rows) if slide else partial(_page, self)
        return Chart(name, plain(self.heading), self.find(line, rows), tables, draw, slide, of)

    def draw(self, figure: Figure, panels: Sequence[Panel], style: Style) -> Figure:
        draw(figure, panels, self.fill, self.scale, style)
        with style.drawing():
            style.titled(figure, literal(self.title), self.subtitle)
        return figure


def charts(name: str, mosaic: Mosaic) -> Iterator[Chart]:
    """The whole under `name`; where that is more than a slide, its parts too."""
    found = whole(name, mosaic)
    yield from found
    if not fits(mosaic):
        yield from parts(f"{name}-part", mosaic, name if found else "")


def parts(name: str, mosaic: Mosaic, of: str) -> Iterator[Chart]:
    """As many panels on each slide as are large enough there."""
    slides = list(_parts(mosaic))
    if len(slides) == 1:
        yield mosaic.chart(name, *slides[0], of)
        return
    for number, (line, names) in enumerate(slides, 1):
        which = f" ({number} of {len(slides)})"
        part = replace(mosaic, title=mosaic.title + which, heading=mosaic.heading + which)
        yield part.chart(f"{name}-{number}", line, names, of)


def whole(name: str, mosaic: Mosaic) -> list[Chart]:
    """On one slide where it fits; else on a page; none where no screen could show it."""
    slide = fits(mosaic)
    if not slide and not drawable(*_size(mosaic)):
        return []
    return [mosaic.chart(name, mosaic.line, mosaic.rows(mosaic.groups), slide=slide)]


def _numbers(
    fill: Fill, group: Group, labels: Sequence[str], strategies: Sequence[str]
) -> Table | None:
    """What the tiles of a panel say."""
    lines = []
    for strategy in strategies:
        found = [fill(group, label, strategy) for label in labels]
        tiles = [dict(one.numbers) if isinstance(one, Tile) else {} for one in found]
        names = list(dict.fromkeys(name for own in tiles for name in own)) or [""]
        blanks = [_why(one) if isinstance(one, Blank) else None for one in found]
        for number, name in enumerate(names):
            first = blanks if not number else [None] * len(found)
            said = (own.get(name, why) for own, why in zip(tiles, first, strict=True))
            lines.append(Row((strategy, name), tuple(said)))
    return table(group.title.text, ("strategy", ""), labels, lines)


def _why(blank: Blank) -> Place:
    if blank.status == BASELINE:
        return Word(BASELINE)
    return Missing(blank.status, blank.reason) if blank.status else None


def fits(mosaic: Mosaic) -> bool:
    """Whether all is on one slide."""
    return len(mosaic.rows(mosaic.groups)) <= ROWS and _roomy(mosaic.line)


def _parts(mosaic: Mosaic) -> Iterator[tuple[Line, Sequence[str]]]:
    """Panels of a slide, and their rows: as many as are large enough there."""
    line: list[tuple[Group, Sequence[str]]] = []
    for piece in _pieces(mosaic.groups):
        if line and not _roomy([*line, piece]):
            yield from _below(mosaic, line)
            line = []
        line.append(piece)
    if line:
        yield from _below(mosaic, line)


def _pieces(groups: Sequence[Group]) -> Iterator[tuple[Group, Sequence[str]]]:
    """Each group's interpreters, as many at a time as a slide is wide."""
    most = int((WIDTH - LABELS - MARGIN) / NARROW)
    for group in groups:
        for start in range(0, len(group.interpreters), most):
            yield group, group.interpreters[start : start + most]


def _below(mosaic: Mosaic, line: Line) -> Iterator[tuple[Line, Sequence[str]]]:
    """One below the other, where there are too many rows for one."""
    names = mosaic.rows([group for group, _ in line])
    each = -(-len(names) // -(-len(names) // ROWS))
    for start in range(0, len(names), each):
        yield line, names[start : start + each]


def _roomy(line: Line) -> bool:
    """Whether panels that stand side by side on a slide, and their titles, are large enough."""
    cell = min(WIDE, _room(line))
    heads = [
        headed(group, len(names) * cell)[1] >= SMALLEST
        for group, names in (line if len(line) > 1 else [])
    ]
    return cell >= NARROW and all(heads)


def _room(line: Line) -> float:
    """Inches of a tile where they stand side by side on a slide."""
    columns = sum(len(names) for _, names in line)
    return (WIDTH - LABELS - MARGIN - GAP * (len(line) - 1)) / columns


def _slide(mosaic: Mosaic, line: Line, names: Sequence[str], style: Style) -> Figure:
    cell = min(WIDE, _room(line))
    tall = len(names) * min(TALL, (HEIGHT - HEAD - PANEL_HEAD - FOOT) / len(names))
    panels: list[Panel] = []
    left = LABELS
    for place, (group, labels) in enumerate(line, 1):
        box = (left, HEIGHT - HEAD - PANEL_HEAD - tall, len(labels) * cell, tall)
        head = box[2] if place < len(line) else WIDTH - MARGIN - left
        panels.append(Panel(group, labels, names, box, head, labelled=not panels))
        left += box[2] + GAP
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
    return mosaic.draw(figure, panels, style)


def _size(mosaic: Mosaic) -> tuple[float, float]:
    """Inches of its page."""
    lines = list(_lines(mosaic.groups))
    width = max(LABELS + sum(_width(group) + GAP for group in line) for line in lines)
    rows = [len(mosaic.rows(line)) for line in lines]
    return max(width, WIDTH), HEAD + sum(PANEL_HEAD + count * CELL[1] for count in rows) + FOOT


def _page(mosaic: Mosaic, style: Style) -> Figure:
    """Lines of panels, one below the other."""
    width, height = _size(mosaic)
    panels: list[Panel] = []
    top = height - HEAD
    for line in _lines(mosaic.groups):
        names = mosaic.rows(line)
        tall = len(names) * CELL[1]
        left = LABELS
        for group in line:
            box = (left, top - PANEL_HEAD - tall, _width(group), tall)
            first = left == LABELS
            panels.append(Panel(group, group.interpreters, names, box, box[2], labelled=first))
            left += _width(group) + GAP
        top -= PANEL_HEAD + tall
    with style.drawing():
        figure = Figure(figsize=(width, height))
    return mosaic.draw(figure, panels, style)


def _lines(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The panels of each line, as many as a page is wide."""
    line: list[Group] = []
    for group in groups:
        if line and LABELS + sum(_width(one) + GAP for one in [*line, group]) > WIDEST:
            yield line
            line = []
        line.append(group)
    yield line


def _width(group: Group) -> float:
    return len(group.interpreters) * CELL[0]
