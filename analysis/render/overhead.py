"""The tables of overhead in a terminal and as Markdown."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from analysis.figures import Section, Table, screens
from analysis.render.figures import Shown, shown
from record.text import plain

GAP = 2  # between two columns
INTRO = "Overhead: intervals of 95%, each for itself, and no verdicts."
SCREEN = 40  # lines of a table that are seen at once


def terminal(sections: Iterable[Section], console: Console) -> None:
    """Prints them; values and intervals on one line where a table has room for that."""
    for number, section in enumerate(sections):
        console.print()
        if number == 0:
            console.print(Text(INTRO, "bold"))
            console.print()
        console.print(Text(plain(section.title), "bold cyan"))
        console.print(Text(plain(section.about), "dim"))
        for content in section.tables:
            console.print()
            print_table(content, console)


def print_table(content: Table, console: Console) -> None:
    if content.caption:
        console.print(Text(plain(content.caption), "bold"))
    places, notes = shown(content)
    for grid in _grids(content, places, console.width):
        console.print(grid)
    for note in notes:
        console.print(Text(f"  {note}", "dim"))


def markdown(sections: Iterable[Section], text: Callable[[object], str]) -> str:
    """The same; `text` is how that format escapes what it shows."""
    parts = [part for section in sections for part in _parts(section, text) if part]
    return "\n\n".join([text(INTRO), *parts]) if parts else ""


def _grids(content: Table, places: list[list[Shown]], width: int) -> Iterator[Grid]:
    """The table, a screen at a time, in as many bands of columns as it takes."""
    if not places:
        return
    label = sum(
        max(
            len(plain(text))
            for text in (content.heads[at], *(one.labels[at] for one in content.lines))
        )
        + GAP
        for at in _labelled(content)
    )

    def widths(separator: str) -> list[int]:
        return [
            max(len(plain(name)), *(_width(line[at], separator) for line in places)) + GAP
            for at, name in enumerate(content.columns)
        ]

    separator = " " if label + sum(widths(" ")) <= width + GAP else "\n"
    start = 0
    for lines in screens(content.lines, SCREEN if separator == " " else SCREEN // 2):
        own = places[start : start + len(lines)]
        start += len(lines)
        for band in _bands(widths(separator), width - label + GAP):
            yield _grid(replace(content, lines=tuple(lines)), own, band, separator)


def _labelled(content: Table) -> list[int]:
    """The columns of labels that have any."""
    return [
        at for at in range(len(content.heads)) if any(line.labels[at] for line in content.lines)
    ]


def _bands(widths: list[int], room: int) -> Iterator[range]:
    start, used = 0, 0
    for number, width in enumerate(widths):
        if number > start and used + width > room:
            yield range(start, number)
            start, used = number, 0
        used += width
    yield range(start, len(widths))


def _grid(content: Table, places: list[list[Shown]], band: range, separator: str) -> Grid:
    grid = Grid(
        box=box.SIMPLE_HEAD,
        padding=(0, GAP - 1, 0, 0),  # and what the box has there
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    labelled = _labelled(content)
    for head in (content.heads[at] for at in labelled):
        # Where it is narrow, labels are broken and never figures.
        grid.add_column(head, overflow="fold", justify="right" if head == "w" else "left")
    for number in band:
        grid.add_column(Text(plain(content.columns[number])), no_wrap=True)
    previous: tuple[str, ...] = ()
    for line, own in zip(content.lines, places, strict=True):
        labels = list(_unlike(line.labels, previous))
        named = (Text(plain(labels[at]), "bold") for at in labelled)
        grid.add_row(*named, *(_cell(own[number], separator) for number in band))
        previous = line.labels
    return grid


def _unlike(labels: tuple[str, ...], previous: tuple[str, ...]) -> Iterator[str]:
    """The labels, without those that begin as the line before does."""
    same = bool(previous)
    for number, label in enumerate(labels):
        same = same and previous[number] == label
        yield "" if same else label


def _cell(place: Shown, separator: str) -> Text:
    if not place.measured:
        return Text(place.main or "·", "dim italic" if place.main else "dim")
    return Text(place.main).append(f"{separator}{place.interval}", "dim")


def _width(place: Shown, separator: str) -> int:
    if separator == "\n":
        return max(len(place.main), len(place.interval))
    return len(place.main) + 1 + len(place.interval)


def _parts(section: Section, text: Callable[[object], str]) -> Iterator[str]:
    yield f"## {text(section.title)}"
    yield text(section.about)
    for content in section.tables:
        yield from table_parts(content, text)


def table_parts(content: Table, text: Callable[[object], str]) -> Iterator[str]:
    """Caption, table and notes as Markdown; empty where there is none."""
    yield f"**{text(content.caption)}**" if content.caption else ""
    places, notes = shown(content)
    labelled = _labelled(content)
    heads = [text(one) for one in (*(content.heads[at] for at in labelled), *content.columns)]
    rows = [
        [
            *(text(line.labels[at]) for at in labelled),
            *(text(f"{one.main} {one.interval}".strip()) for one in own),
        ]
        for line, own in zip(content.lines, places, strict=True)
    ]
    if rows:
        lines = [heads, ["---"] * len(heads), *rows]
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)
    yield "  \n".join(map(text, notes))
