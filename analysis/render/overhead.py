"""The tables of overhead in a terminal and as Markdown."""

from collections.abc import Callable, Iterable, Iterator

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from analysis.overhead.table import Section, Table
from analysis.render.figures import Shown, shown
from record.text import plain

GAP = 2  # between two columns


def terminal(sections: Iterable[Section], console: Console) -> None:
    """Prints them; values and intervals on one line where a table has room for that."""
    for section in sections:
        console.print()
        console.print(Text(plain(section.title), "bold cyan"))
        console.print(Text(plain(section.about), "dim"))
        for content in section.tables:
            console.print()
            if content.caption:
                console.print(Text(plain(content.caption), "bold"))
            places, notes = shown(content)
            for grid in _grids(content, places, console.width) if places else ():
                console.print(grid)
            for note in notes:
                console.print(Text(f"  {note}", "dim"))


def markdown(sections: Iterable[Section], text: Callable[[object], str]) -> str:
    """The same; `text` is how that format escapes what it shows."""
    return "\n\n".join(part for section in sections for part in _parts(section, text) if part)


def _grids(content: Table, places: list[list[Shown]], width: int) -> Iterator[Grid]:
    """The table, in as many bands of columns as it takes."""
    columns = range(len(content.columns))
    label = sum(
        max(len(head), *(len(plain(line.labels[number])) for line in content.lines)) + GAP
        for number, head in enumerate(content.heads)
    )

    def widths(separator: str) -> list[int]:
        return [
            max(
                len(content.columns[number]),
                *(_width(line[number], separator) for line in places),
            )
            + GAP
            for number in columns
        ]

    separator = " " if label + sum(widths(" ")) <= width else "\n"
    for band in _bands(widths(separator), width - label):
        yield _grid(content, places, band, separator)


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
        padding=(0, GAP, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    for head in content.heads:
        grid.add_column(head, no_wrap=True, justify="right" if head == "w" else "left")
    for number in band:
        grid.add_column(Text(plain(content.columns[number])), no_wrap=True)
    previous: tuple[str, ...] = ()
    for line, own in zip(content.lines, places, strict=True):
        labels = (Text(plain(label), "bold") for label in _unlike(line.labels, previous))
        grid.add_row(*labels, *(_cell(own[number], separator) for number in band))
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
        yield f"**{text(content.caption)}**" if content.caption else ""
        places, notes = shown(content)
        heads = [text(head) for head in (*content.heads, *content.columns)]
        rows = [
            [*map(text, line.labels), *(text(" ".join(filter(None, _both(one)))) for one in own)]
            for line, own in zip(content.lines, places, strict=True)
        ]
        if rows:
            lines = [heads, ["---"] * len(heads), *rows]
            yield "\n".join(f"| {' | '.join(line)} |" for line in lines)
        yield "  \n".join(map(text, notes))


def _both(place: Shown) -> tuple[str, str]:
    return place.main, place.interval
