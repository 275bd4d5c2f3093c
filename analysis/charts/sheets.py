"""How panels of tiles are arranged: on one slide, on several, or on a page as large as it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, drawable, literal
from analysis.charts.tiles import Fill, Panel, Scale, draw, headed
from analysis.report import Group

CELL = (1.42, 0.84)  # inches on a page
NARROW, LOW = 1.36, 0.66  # and at least on a slide
WIDE, TALL = 3.2, 1.1  # and at most
LABELS = 2.75  # inches beside the first panel
GAP, MARGIN = 0.3, 0.2
HEAD, PANEL_HEAD, FOOT = 1.2, 1.25, 1.2
WIDEST = 21.0  # of a page
ROWS = int((HEIGHT - HEAD - PANEL_HEAD - FOOT) / LOW)  # of a slide


Line = Sequence[tuple[Group, Sequence[str]]]  # panels beside each other: groups, interpreters


class Part(Figure):
    """A slide of what is larger than a slide; a page shows the whole."""


@dataclass(frozen=True, slots=True)
class Table:
    """What tiles show of several groups."""

    groups: Sequence[Group]
    strategies: Sequence[str]
    fill: Fill
    scale: Scale
    title: str
    subtitle: str
    style: Style

    def rows(self, groups: Sequence[Group]) -> list[str]:
        """Those that one of `groups` has."""
        there = {name for group in groups for name, _ in group.rows}
        return [name for name in self.strategies if name in there]

    def draw(self, figure: Figure, panels: Sequence[Panel]) -> Figure:
        draw(figure, panels, self.fill, self.scale, self.style)
        with self.style.drawing():
            self.style.titled(figure, literal(self.title), self.subtitle)
        return figure


def pictures(name: str, table: Table) -> Iterator[tuple[str, Figure | None]]:
    """The whole under `name`; where that is more than a slide, its parts too."""
    yield name, whole(table)
    if not fits(table):
        yield from parts(f"{name}-part", table)


def parts(name: str, table: Table) -> Iterator[tuple[str, Figure]]:
    """As many panels on each slide as are large enough there."""
    slides = list(_parts(table))
    if len(slides) == 1:
        yield name, _slide(table, *slides[0], Part)
        return
    for number, (line, names) in enumerate(slides, 1):
        title = f"{table.title} ({number} of {len(slides)})"
        yield f"{name}-{number}", _slide(replace(table, title=title), line, names, Part)


def whole(table: Table) -> Figure | None:
    """On one slide where it fits; else on a page; None where no screen could show it."""
    if fits(table):
        line = [(group, group.interpreters) for group in table.groups]
        return _slide(table, line, table.rows(table.groups), Figure)
    return _page(table)


def fits(table: Table) -> bool:
    """Whether all is on one slide."""
    line = [(group, group.interpreters) for group in table.groups]
    return len(table.rows(table.groups)) <= ROWS and _roomy(line)


def _parts(table: Table) -> Iterator[tuple[Line, Sequence[str]]]:
    """Panels of a slide, and their rows: as many as are large enough there."""
    line: list[tuple[Group, Sequence[str]]] = []
    for piece in _pieces(table.groups):
        if line and not _roomy([*line, piece]):
            yield from _below(table, line)
            line = []
        line.append(piece)
    if line:
        yield from _below(table, line)


def _pieces(groups: Sequence[Group]) -> Iterator[tuple[Group, Sequence[str]]]:
    """Each group's interpreters, as many at a time as a slide is wide."""
    most = int((WIDTH - LABELS - MARGIN) / NARROW)
    for group in groups:
        for start in range(0, len(group.interpreters), most):
            yield group, group.interpreters[start : start + most]


def _below(table: Table, line: Line) -> Iterator[tuple[Line, Sequence[str]]]:
    """One below the other, where there are too many rows for one."""
    names = table.rows([group for group, _ in line])
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


def _slide(table: Table, line: Line, names: Sequence[str], kind: type[Figure]) -> Figure:
    cell = min(WIDE, _room(line))
    tall = len(names) * min(TALL, (HEIGHT - HEAD - PANEL_HEAD - FOOT) / len(names))
    panels: list[Panel] = []
    left = LABELS
    for place, (group, labels) in enumerate(line, 1):
        box = (left, HEIGHT - HEAD - PANEL_HEAD - tall, len(labels) * cell, tall)
        head = box[2] if place < len(line) else WIDTH - MARGIN - left
        panels.append(Panel(group, labels, names, box, head, labelled=not panels))
        left += box[2] + GAP
    with table.style.drawing():
        figure = kind(figsize=(WIDTH, HEIGHT))
    return table.draw(figure, panels)


def _page(table: Table) -> Figure | None:
    """Lines of panels, one below the other."""
    lines = [(line, table.rows(line)) for line in _lines(table.groups)]
    width = max(LABELS + sum(_width(group) + GAP for group in line) for line, _ in lines)
    height = HEAD + sum(PANEL_HEAD + len(names) * CELL[1] for _, names in lines) + FOOT
    if not drawable(width, height):
        return None
    panels: list[Panel] = []
    top = height - HEAD
    for line, names in lines:
        tall = len(names) * CELL[1]
        left = LABELS
        for group in line:
            box = (left, top - PANEL_HEAD - tall, _width(group), tall)
            first = left == LABELS
            panels.append(Panel(group, group.interpreters, names, box, box[2], labelled=first))
            left += _width(group) + GAP
        top -= PANEL_HEAD + tall
    with table.style.drawing():
        figure = Figure(figsize=(max(width, WIDTH), height))
    return table.draw(figure, panels)


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
