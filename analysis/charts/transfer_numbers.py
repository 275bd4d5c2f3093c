"""What a picture of transfers says: its numbers as tables, and which way is the fastest."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.charts.telling import finding, names, no_number, overlapping, written
from analysis.charts.transfer_pages import ROUND_TRIP, Page, Panel
from analysis.figures import Figure, Line, Missing, Table, table
from analysis.overhead.transfer import WAY, word
from record.cell import Value


@dataclass(frozen=True, slots=True)
class Hand:
    """A strategy and way on an interpreter, with its number at one size or kind."""

    who: str
    said: Figure


def tables(page: Page) -> tuple[Table, ...]:
    """One a panel."""
    made = (
        table(
            f"{page.measure.name} on {panel.interpreter}",
            ("strategy", WAY),
            [word(column) for column in page.columns],
            (
                Line(one.place, tuple(one.said.get(column) for column in page.columns))
                for one in panel.series
            ),
        )
        for panel in page.panels
    )
    return tuple(one for one in made if one is not None)


def told(page: Page) -> str:
    """The best and the worst of each interpreter: of the largest size, or of each kind."""
    columns = page.columns[-1:] if page.by_size else page.columns
    clauses = [
        text for panel in page.panels for column in columns for text in _ends(page, panel, column)
    ]
    at = f" of {word(columns[0])}" if page.by_size else ""
    absent = (
        (" ".join(one.place), panel.interpreter, said.status)
        for panel in page.panels
        for one in panel.series
        for said in one.said.values()
        if isinstance(said, Missing)
    )
    name = f"{page.measure.name[0].upper()}{page.measure.name[1:]}"
    best = "from the fastest" if page.measure is ROUND_TRIP else "from the highest"
    return finding(
        f"{name}{at}, {best}: ", clauses, absent=no_number(absent), none="No number here."
    )


def _ends(page: Page, panel: Panel, column: Value) -> Iterator[str]:
    best_first = 1 if page.measure is ROUND_TRIP else -1
    found = sorted(
        (
            Hand(" ".join(one.place), said)
            for one in panel.series
            if isinstance(said := one.said.get(column), Figure)
        ),
        key=lambda hand: best_first * hand.said.estimate.value,
    )
    if not found:
        return
    first, last = found[0], found[-1]
    near = [one.who for one in found[1:] if overlapping(first.said, one.said)]
    lead = f"on {panel.interpreter} " + ("" if page.by_size else f"{word(column)} ")
    if len(found) == 1:
        yield f"{lead}{first.who} {written(first.said)} alone"
        return
    tied = f" (no clear winner: overlaps {names(near, 2)})" if near else ""
    end = f" to {last.who} {written(last.said)}" if last.who not in near else ""
    yield f"{lead}{first.who} {written(first.said)}{tied}{end}"
