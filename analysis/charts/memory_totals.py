"""Memory of all lanes together by their number, a panel an interpreter."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.chart import Chart
from analysis.charts.groups import filename
from analysis.charts.page import EDGE, Notes, inches, legend, parts, place, shortened, ticks
from analysis.charts.style import HEIGHT, WIDTH, Style, literal
from analysis.charts.telling import finding, least_and_most, no_number
from analysis.figures import Figure as Number
from analysis.figures import Line, Missing, Said, Table, table
from analysis.overhead.memory import PSS, beyond, footprints, imports
from analysis.overhead.readings import Readings
from record import Cell
from record.text import plain

PANELS = 4  # of a picture
HEAD, BELOW = 1.95, 0.95  # inches above and below the panels
LEFT, GAP, LEGEND = 0.9, 0.3, 3.4
DODGE = 0.16  # inches: over which the strategies of one number of lanes are spread
WORDS = {"worked": "after work"}


def totals(readings: Readings) -> Iterator[Chart]:
    """One a quantity and what lanes import, where several numbers of them were measured."""
    alike: dict[tuple[str, str], list[Cell]] = {}
    for cell in footprints(readings):
        if cell.quantity.endswith(PSS):
            alike.setdefault((imports(cell), cell.quantity), []).append(cell)
    for (brought, quantity), own in alike.items():
        word = quantity.removesuffix(PSS)
        word = WORDS.get(word, word)
        labels = list(dict.fromkeys(cell.interpreter for cell in own))
        several = list(parts(labels, PANELS))
        for number, some in enumerate(several, 1):
            part = f", {number} of {len(several)}" if len(several) > 1 else ""
            cells = [cell for cell in own if cell.interpreter in some]
            measured = {cell.workers for cell in cells if readings.samples(cell)}
            if len(measured) > 1:
                title = f"Memory of all lanes together, {word}{part}"
                yield Chart(
                    filename(f"memory by workers {word} {brought}{part}"),
                    plain(f"{title}; {brought}"),
                    _finding(readings, cells, word),
                    _tables(readings, cells),
                    partial(by_workers, readings, cells, title, brought),
                )


def _tables(readings: Readings, cells: Sequence[Cell]) -> tuple[Table, ...]:
    labels = list(dict.fromkeys(cell.interpreter for cell in cells))
    found: dict[tuple[str, str], dict[str, Said]] = {}
    for cell in cells:
        own = found.setdefault((cell.strategy, str(cell.workers)), {})
        own[cell.interpreter] = beyond(readings, cell)
    lines = (Line(one, tuple(said.get(label) for label in labels)) for one, said in found.items())
    made = table("MiB (PSS) beyond sequential", ("strategy", "w"), labels, lines)
    return () if made is None else (made,)


def _finding(readings: Readings, cells: Sequence[Cell], word: str) -> str:
    """The least and the most of each interpreter with the most workers that were measured."""
    most = max(cell.workers for cell in cells if readings.samples(cell))
    clauses: list[str] = []
    for label in dict.fromkeys(cell.interpreter for cell in cells):
        own = {
            cell.strategy: said
            for cell in cells
            if (cell.interpreter, cell.workers) == (label, most)
            and isinstance(said := beyond(readings, cell), Number)
        }
        clauses += least_and_most(label, own)
    absent = [
        (cell.strategy, cell.interpreter, said.status)
        for cell in cells
        if cell.workers == most and isinstance(said := beyond(readings, cell), Missing)
    ]
    lead = f"With {most} workers, {word}, all lanes together take "
    return finding(lead, clauses, absent=no_number(absent))


def by_workers(
    readings: Readings, cells: Sequence[Cell], title: str, brought: str, style: Style
) -> Figure:
    """A panel an interpreter, a line a strategy: PSS beyond `sequential` by workers."""
    labels = list(dict.fromkeys(cell.interpreter for cell in cells))
    strategies = strategies_of(readings)
    notes = Notes()
    lines: dict[tuple[str, str], list[tuple[int, Number]]] = {}
    for cell in sorted(cells, key=lambda cell: cell.workers):
        said = beyond(readings, cell)
        if isinstance(said, Missing):
            notes.add(said, cell.strategy, cell.interpreter)
        elif said is not None:
            own = lines.setdefault((cell.interpreter, cell.strategy), [])
            own.append((cell.workers, said))
    shown = [name for name in strategies if any(name == strategy for _, strategy in lines)]
    counts = sorted({cell.workers for cell in cells})
    bars = any(said.estimate.interval for own in lines.values() for _, said in own)
    wide = (WIDTH - 2 * EDGE - LEFT - LEGEND + GAP) / len(labels) - GAP
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        how = "bars are 95% intervals" if bars else "too few blocks for intervals"
        style.titled(
            figure,
            literal(title, 90),
            literal(f"MiB (PSS) beyond sequential; {brought}; {how}", 140),
        )
        low = notes.height + BELOW
        for column, label in enumerate(labels):
            left = EDGE + LEFT + column * (wide + GAP)
            axes = place(figure, left, low, wide, HEIGHT - HEAD - low)
            axes.set_title(shortened(label, wide, 20), loc="left")
            _scales(axes, counts, wide, lines.values())
            inch = (axes.get_xlim()[1] - axes.get_xlim()[0]) / wide
            for number, strategy in enumerate(shown):
                aside = DODGE * inch * ((number + 0.5) / len(shown) - 0.5)
                own = lines.get((label, strategy), [])
                _line(axes, own, aside, strategy, strategies, style)
            axes.tick_params(labelleft=column == 0)
            axes.grid(True)
            axes.set_axisbelow(True)
        middle = EDGE + LEFT + (len(labels) * (wide + GAP) - GAP) / 2
        figure.text(
            middle / WIDTH,
            (notes.height + 0.05) / HEIGHT,
            "workers",
            size=18,
            ha="center",
            va="bottom",
        )
        figure.text(
            EDGE / WIDTH,
            (low + HEIGHT - HEAD) / 2 / HEIGHT,
            "MiB",
            size=18,
            rotation=90,
            va="center",
        )
        legend(
            figure,
            [
                Line2D([], [], **style.series(name, strategies), label=shortened(name, 2.5, 16))
                for name in shown
            ],
            (WIDTH - EDGE - LEGEND + 0.25, HEIGHT - HEAD + 0.3),
        )
        notes.write(figure, style)
    return figure


def _scales(
    axes: Axes, counts: Sequence[int], wide: float, lines: Iterable[Sequence[tuple[int, Number]]]
) -> None:
    """Of all panels. A straight line is a lane that costs as much as any other."""
    found = [said.estimate for own in lines for _, said in own]
    most = max([0.0, *(one.value for one in found)]) or 1.0
    ends = [end for one in found for end in one.interval or (one.value,)]
    axes.set_xlim(0, max(counts) * 1.06)
    axes.set_ylim(max(min([0.0, *ends]), -0.1 * most) * 1.05, min(max(ends), 1.3 * most) * 1.05)
    axes.set_xticks(counts, _labels(counts, wide / (max(counts) * 1.06)))
    axes.set_yticks(ticks(*axes.get_ylim(), 8))


def _labels(counts: Sequence[int], inch: float) -> list[str]:
    """Those that have room, the most workers first."""
    kept: list[int] = []
    for count in reversed(counts):
        if all((other - count) * inch > inches(f"{other}0", 16) for other in kept):
            kept.append(count)
    return [str(count) if count in kept else "" for count in counts]


def _line(
    axes: Axes,
    points: Sequence[tuple[int, Number]],
    aside: float,
    strategy: str,
    strategies: Sequence[str],
    style: Style,
) -> None:
    if not points:
        return
    values = [said.estimate.value for _, said in points]
    ends = [said.estimate.interval or (said.estimate.value,) * 2 for _, said in points]
    axes.errorbar(
        [workers + aside for workers, _ in points],
        values,
        yerr=[
            [value - low for value, (low, _) in zip(values, ends, strict=True)],
            [high - value for value, (_, high) in zip(values, ends, strict=True)],
        ],
        **style.series(strategy, strategies),
        elinewidth=2,
        capsize=4,
    )


def strategies_of(readings: Readings) -> list[str]:
    """All of the run, in their order: whose looks differ."""
    return list(dict.fromkeys(cell.strategy for cell in readings.cells))
