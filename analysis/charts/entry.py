"""The price of entry: from spawn to join as a waterfall, and what a lane costs besides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.charts.chart import Chart
from analysis.charts.entry_rows import Beside, Besides, Row, rows_of, tables, told
from analysis.charts.groups import MOST, filename
from analysis.charts.page import EDGE, Notes, counts_shown, inches, parts, place, shortened, ticks
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.charts.waterfall import LINES, bands, draw, magnified, whisker
from analysis.figures import Figure as Number
from analysis.figures import Missing, Said
from analysis.overhead.startup import CREATE, entries, imports
from analysis.render.figures import figure as written
from analysis.report import Report
from record import Cell
from record.text import plain

ROWS, TALLEST = 6, 1.5  # of a picture; and inches of one
HEAD, BELOW, BETWEEN = 1.95, 0.45, 0.12  # inches: to the first axis, below each, between them
APART = 0.5  # inches of two ticks
NAME, SUM, GAP = 2.85, 1.5, 0.2  # inches of columns


@dataclass(frozen=True, slots=True)
class Side:
    """A column beside the waterfalls."""

    head: str
    about: str
    plot: float  # inches of its axis, and of what is written beside it
    text: float
    of: Callable[[Row], Beside]
    base: float  # where its axis has a line: what costs nothing

    @property
    def width(self) -> float:
        return self.plot + self.text


SIDES = (
    Side("Tax of one lane", "times as long as sequential", 1.0, 1.75, lambda row: row.taxes, 1.0),
    Side("Memory a lane", "MiB (PSS)", 1.0, 1.45, lambda row: row.memory, 0.0),
)


def charts(report: Report) -> Iterator[Chart]:
    """One an interpreter and number of lanes; more of very many strategies.

    Of other imports than the first, with the lanes alone that have a core each.
    """
    readings = report.readings
    cells = [one for one in entries(readings) if one.quantity == CREATE]
    counts = counts_shown((cell.workers for cell in cells), readings.cores)
    places: dict[tuple[str, str, int], list[Cell]] = {}
    for cell in cells:
        if cell.workers in (counts if imports(cell) == imports(cells[0]) else counts[:1]):
            own = (imports(cell), cell.interpreter, cell.workers)
            places.setdefault(own, []).append(cell)
    strategies = list(dict.fromkeys(cell.strategy for cell in readings.cells))
    if not places:
        return
    besides = Besides(readings, most=int(LINES))
    for (brought, label, workers), some in list(places.items())[:MOST]:
        rows, absent = rows_of(readings, some, besides)
        several = list(parts(rows, ROWS))
        for number, own_rows in enumerate(several, 1):
            part = f", {number} of {len(several)}" if len(several) > 1 else ""
            count = f"{workers} lanes" if workers > 1 else "1 lane"
            title = f"The price of entry on {label}: {count}, from spawn to join{part}"
            yield Chart(
                filename(f"entry {label} w{workers} {brought}{part}"),
                plain(title),
                told(own_rows, absent, f"{count} on {label}"),
                tables(own_rows, absent),
                partial(entry, own_rows, absent, title, brought, strategies),
            )


def entry(
    rows: Sequence[Row],
    absent: Mapping[str, Missing],
    title: str,
    brought: str,
    strategies: Sequence[str],
    style: Style,
) -> Figure:
    """The waterfalls of these strategies, the shortest on top, and beside them tax and memory.

    `brought` is what their lanes import; `strategies` are all of the run, whose looks they have.
    """
    notes = _notes(rows, absent)
    sides = [side for side in SIDES if any(side.of(row) for row in rows)]
    wide = WIDTH - 2 * EDGE - NAME - SUM - GAP - sum(side.width + GAP for side in sides)
    found = bands([row.waterfall for row in rows])
    room = HEIGHT - HEAD - notes.height - len(found) * (BELOW + BETWEEN)
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        style.titled(figure, literal(title, 90), _subtitle(rows, brought))
        top = HEIGHT - HEAD
        above: tuple[Axes, float] | None = None
        for numbers in found:
            band = [rows[number] for number in numbers]
            high = min(room / len(rows), TALLEST) * len(band)
            axes = place(figure, EDGE + NAME, top - high, wide, high)
            looks = [style.look(row.strategy, strategies) for row in band]
            _rows(axes, len(band), style)
            seconds = draw(
                axes, [row.waterfall for row in band], [look[0] for look in looks], style
            )
            _around(axes, band, [look[:2] for look in looks], wide, style)
            if above is not None:
                magnified(figure, above, (axes, seconds), style)
            left = EDGE + NAME + wide + SUM + GAP
            for side in sides:
                beside = place(figure, left, top - high, side.plot, high)
                _beside(beside, side, band, rows, notes, [look[:2] for look in looks], style)
                beside.tick_params(labelbottom=numbers is found[-1])
                left += side.width + GAP
            top, above = top - high - BELOW - BETWEEN, (axes, seconds)
        _heads(figure, wide, sides, style)
        notes.write(figure, style)
    return figure


def _notes(rows: Sequence[Row], absent: Mapping[str, Missing]) -> Notes:
    """Why there is nothing of some; before anything is drawn, for they need their room."""
    notes = Notes()
    for strategy, missing in absent.items():
        notes.add(missing, strategy)
    for row in rows:
        for name, said in (*row.taxes, *row.memory):
            if isinstance(said, Missing):
                notes.add(said, row.strategy, name)
    return notes


def _subtitle(rows: Sequence[Row], brought: str) -> str:
    bars = any(row.waterfall.total.estimate.interval for row in rows)
    how = "thin lines: 95% intervals" if bars else "too few blocks for intervals"
    return literal(f"Each step starts where the last one ended; {brought}; {how}", 140)


def _rows(axes: Axes, count: int, style: Style) -> None:
    """From the top, parted by lines."""
    axes.set_ylim(count, 0)
    axes.set_yticks([])
    for number in range(1, count):
        axes.axhline(number, color=style.line, linewidth=1)


def _around(
    axes: Axes,
    band: Sequence[Row],
    looks: Sequence[tuple[str, str]],
    wide: float,
    style: Style,
) -> None:
    """Names on the left, sums on the right."""
    beside: Any = {"transform": axes.get_yaxis_transform(), "clip_on": False}
    for number, (row, (colour, marker)) in enumerate(zip(band, looks, strict=True)):
        middle = number + 0.5
        axes.plot([-0.2 / wide], [middle], marker, color=colour, markersize=11, **beside)
        words: Any = beside | {"va": "center"}
        name = shortened(row.strategy, NAME - 0.42, 16)
        axes.text(-0.4 / wide, middle, name, ha="right", size=16, **words)
        total = written(row.waterfall.total)
        size: Any = {"size": 20, "weight": "bold", "va": "bottom"}
        axes.text(1 + 0.15 / wide, middle, total.main, **(words | size))
        interval = shortened(total.interval, SUM)
        soft: Any = {"size": SMALLEST, "color": style.soft, "va": "top"}
        axes.text(1 + 0.15 / wide, middle + 0.06, interval, **(words | soft))


def _beside(
    axes: Axes,
    side: Side,
    band: Sequence[Row],
    rows: Sequence[Row],
    notes: Notes,
    looks: Sequence[tuple[str, str]],
    style: Style,
) -> None:
    """Points with their intervals, and their numbers to the right."""
    _rows(axes, len(band), style)
    low, high = _limits(side, rows)
    margin = 0.08 * (high - low)
    axes.set_xlim(low - margin, high + margin)
    axes.axvline(side.base, color=style.soft, linewidth=1.5, zorder=1)
    inch = 1.16 * (high - low) / side.plot
    far = [at for at in ticks(low, high, 3) if abs(at - side.base) > APART * inch]
    axes.set_xticks([side.base, *far[-1:]])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{at:g}"))
    for number, (row, (colour, marker)) in enumerate(zip(band, looks, strict=True)):
        own = side.of(row)
        for line, (name, said) in enumerate(own):
            at = number + 0.5 + (line - (len(own) - 1) / 2) / LINES
            word = _word(said, notes, row.strategy, name)
            text = f"{shortened(name, side.text - 0.2 - inches(word))} {word}"
            if isinstance(said, Number):
                whisker(axes, said.estimate, at, style)
                axes.plot([said.estimate.value], [at], marker, color=colour, markersize=9, zorder=4)
            axes.text(
                *(1 + 0.1 / side.plot, at, text),
                transform=axes.get_yaxis_transform(),
                size=SMALLEST,
                va="center_baseline",
            )


def _limits(side: Side, rows: Sequence[Row]) -> tuple[float, float]:
    """Around all numbers and their intervals, but for those that dwarf the rest."""
    found = [said.estimate for row in rows for _, said in side.of(row) if isinstance(said, Number)]
    values = [side.base, *(one.value for one in found)]
    ends = [end for one in found for end in one.interval or ()]
    reach = max(max(values) - min(values), 0.5 * abs(side.base), 0.1)
    low, high = min(values) - reach, max(values) + reach
    return max(min([*values, *ends]), low), min(max([*values, *ends]), high)


def _word(said: Said, notes: Notes, strategy: str, name: str) -> str:
    if isinstance(said, Missing):
        return notes.add(said, strategy, name)
    return "" if said is None else written(said).main.removesuffix(" MiB")


def _heads(figure: Figure, wide: float, sides: Sequence[Side], style: Style) -> None:
    left = EDGE + NAME
    heads = [(left, "Time from spawn", ""), (left + wide + 0.15, "In all", "")]
    left += wide + SUM + GAP
    for side in sides:
        heads.append((left, side.head, side.about))
        left += side.width + GAP
    for at, head, about in heads:
        x = at / WIDTH
        figure.text(x, 1 - 1.42 / HEIGHT, head, size=16, weight="bold", va="top")
        figure.text(x, 1 - 1.68 / HEIGHT, about, size=SMALLEST, color=style.soft, va="top")
