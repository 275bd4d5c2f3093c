"""What of transfers is drawn on which page: an interpreter a panel, a strategy and way a series."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from analysis.charts.groups import filename
from analysis.charts.page import Notes, parts
from analysis.figures import Figure, Missing, Said
from analysis.overhead.readings import Readings
from analysis.overhead.transfer import SIZE, Sweep, bandwidth, round_trip, sweeps, word
from record import Cell, Unit
from record.cell import Value

CROWDED = ((16, 1), (8, 2), (0, 3))  # of more series than this, so many panels a picture
Place = tuple[str, str]  # strategy, way


@dataclass(frozen=True, slots=True)
class Measure:
    """What is drawn of a cell."""

    name: str
    better: str
    unit: Unit
    of: Callable[[Readings, Cell], Said]


ROUND_TRIP = Measure("round trip", "lower is faster", "second", round_trip)
BANDWIDTH = Measure("bandwidth", "higher is faster", "byte/second", bandwidth)


@dataclass(frozen=True, slots=True)
class Series:
    """A strategy and way on an interpreter: what is said at each place of the axis."""

    place: Place
    said: Mapping[Value, Said]  # by size or kind


@dataclass(frozen=True, slots=True)
class Panel:
    interpreter: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    measure: Measure
    by_size: bool
    columns: tuple[Value, ...]
    panels: tuple[Panel, ...]
    places: tuple[Place, ...]  # of all panels, those of other pages too
    strategies: tuple[str, ...]  # of the run, so that each looks the same in all pictures

    def at(self, column: Value) -> list[Place]:
        """The series that have this size or kind."""
        there = {one.place for panel in self.panels for one in panel.series if one.said.get(column)}
        return [one for one in self.places if one in there]


def pages_of(readings: Readings) -> Iterator[tuple[str, Page]]:
    """One a measure and kind or size, of at most so many interpreters; none without a number."""
    strategies = tuple(dict.fromkeys(cell.strategy for cell in readings.cells))
    alike: dict[tuple[str, Value], list[Sweep]] = {}
    for sweep in sweeps(readings):
        alike.setdefault((sweep.varied, sweep.fixed), []).append(sweep)
    several = {one: own for one, own in alike.items() if any(len(s.columns) > 1 for s in own)}
    for (varied, fixed), own in (several or alike).items():
        by_size = varied == SIZE and (varied, fixed) in several
        # Of one size the bandwidth says nothing that its round trip does not.
        for measure in (ROUND_TRIP, BANDWIDTH) if by_size else (ROUND_TRIP,):
            panels = [_panel(readings, sweep, measure) for sweep in own]
            found = [one for panel in panels for one in panel.series]
            if not any(isinstance(said, Figure) for one in found for said in one.said.values()):
                continue
            columns = dict.fromkeys(column for sweep in own for column in sweep.columns)
            title = f"Transfer of {word(fixed)} by {varied}: {measure.name}"
            places = tuple(dict.fromkeys(one.place for one in found))
            some = list(parts(panels, next(n for most, n in CROWDED if len(places) > most)))
            for count, shown in enumerate(some, 1):
                part = f" {count}" if count > 1 else ""
                yield (
                    filename(f"{word(fixed)} by {varied} {measure.name}{part}"),
                    Page(
                        title + (f" ({count} of {len(some)})" if len(some) > 1 else ""),
                        measure,
                        by_size,
                        tuple(sorted(columns, key=order)) if by_size else tuple(columns),
                        tuple(shown),
                        places,
                        strategies,
                    ),
                )


def order(value: Value) -> float:
    return value if isinstance(value, int | float) else 0


def _panel(readings: Readings, sweep: Sweep, measure: Measure) -> Panel:
    series = []
    for place_, cells in sweep.rows.items():
        said = {column: measure.of(readings, cell) for column, cell in cells.items()}
        if any(said.values()):
            series.append(Series(place_, said))
    return Panel(sweep.interpreter, tuple(series))


def notes_of(page: Page) -> Notes:
    """Why there is no number in some places: each reason once, with all whose it is."""
    found: dict[tuple[Missing, Place], dict[str, list[Value]]] = {}
    for panel in page.panels:
        for one in panel.series:
            for column, said in one.said.items():
                if isinstance(said, Missing):
                    own = found.setdefault((said, one.place), {})
                    own.setdefault(panel.interpreter, []).append(column)
    notes = Notes()
    for (missing, place_), own in found.items():
        who = " ".join(place_)
        planned = {one.place: one.said for panel in page.panels for one in panel.series}[place_]
        columns = dict.fromkeys(column for some in own.values() for column in some)
        where = [] if len(own) == len(page.panels) else list(own)
        where += [] if len(columns) == len(planned) else [word(column) for column in columns]
        notes.add(missing, f"{who} ({', '.join(where)})" if where else who)
    return notes
