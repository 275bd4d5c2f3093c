"""Tables as the page shows them, made of the tables that the other formats show."""

from dataclasses import dataclass

from analysis.figures import Table
from analysis.render import figures
from analysis.render import table as groups

TRENDS = {1: "better", -1: "worse", 0: ""}


@dataclass(frozen=True, slots=True)
class Place:
    main: str
    below: str = ""
    looks: str = ""  # our own words for CSS, never a file's
    href: str = ""  # an anchor of the page, without its #
    note: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    labels: tuple[str, ...]
    places: tuple[Place | None, ...]  # None: not planned


@dataclass(frozen=True, slots=True)
class Grid:
    caption: str
    heads: tuple[str, ...]  # of the labels
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    sortable: bool = False


def of_overhead(content: Table, fallback: str) -> Grid:
    """A table of overhead or of a chart, under its own caption or `fallback`."""
    places, notes = figures.shown(content)
    width = len(content.heads)
    labels = [(*line.labels, *[""] * width)[:width] for line in content.lines]
    kept = [at for at in range(width) if any(own[at] for own in labels)]
    return Grid(
        caption=content.caption or fallback,
        heads=tuple(content.heads[at] or "of" for at in kept),
        columns=tuple(name or "value" for name in content.columns),
        lines=tuple(
            Line(tuple(own[at] for at in kept), tuple(map(_figure, said)))
            for own, said in zip(labels, places, strict=True)
        ),
        notes=tuple(notes),
        sortable=len(content.lines) > 2,
    )


def of_group(content: groups.Table, caption: str) -> Grid:
    """A group's table, or one of several groups."""
    told = len(content.heads) > 2
    return Grid(
        caption=caption,
        heads=content.heads,
        columns=content.columns,
        lines=tuple(
            Line(
                (row.strategy, row.workers, *((row.told_by,) if told else ())),
                tuple(None if one is None else _entry(one) for one in row.cells),
            )
            for row in content.rows
        ),
        notes=tuple(f"({number}) {note}" for number, note in enumerate(content.notes, 1)),
    )


def _figure(shown: figures.Shown) -> Place | None:
    if not shown.main:
        return None
    return Place(shown.main, shown.interval, "" if shown.measured else "absent")


def _entry(shown: groups.Shown) -> Place:
    if not shown.measured:
        return Place(shown.main, looks="absent", note=shown.note)
    value, bracket, interval = shown.main.partition(" [")
    below = " · ".join(part for part in (shown.second, shown.cores) if part)
    return Place(
        value, f"{bracket[1:]}{interval}" + (f"\n{below}" if below else ""), TRENDS[shown.trend]
    )
