"""Memory a lane: what one lane more takes, idle and after work; and all of them by their number."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.charts.groups import MOST, Picture, filename
from analysis.charts.page import EDGE, Notes, parts, place, shortened, ticks
from analysis.charts.style import HEIGHT, LIGHT, SMALLEST, WIDTH, Style, literal
from analysis.charts.waterfall import edged
from analysis.overhead.memory import PSS, Lane, beyond, footprints, imports, lanes
from analysis.overhead.readings import Readings
from analysis.overhead.table import Figure as Number
from analysis.overhead.table import Missing, Said
from analysis.render.figures import figure as written
from analysis.report import Report
from record import Cell

STRATEGIES, PANELS = 10, 4  # of a picture
TALLEST = 1.2  # inches of a row
HEAD, BELOW = 1.95, 0.95  # inches above and below the panels
NAME, GAP, LEGEND = 2.95, 0.3, 3.4
NUMBER = 0.75  # inches beside the longest bar
WORDS = {"worked": "after work"}


def pictures(report: Report, style: Style) -> Iterator[Picture]:
    """A lane more, and the totals by workers; of each thing that lanes import."""
    found = chain(_more(report.readings, style), _totals(report.readings, style))
    yield from islice(found, MOST)


def _more(readings: Readings, style: Style) -> Iterator[Picture]:
    strategies = _strategies(readings)
    alike: dict[str, list[Lane]] = {}
    for lane in lanes(readings):
        alike.setdefault(lane.imports, []).append(lane)
    for brought, own in alike.items():
        for some, part in _pages(own):
            if any(isinstance(said, Number) for lane in some for said in lane.said.values()):
                name = filename(f"memory a lane {brought}{part}")
                yield (
                    name,
                    a_lane(some, f"Memory of one lane more{part}", brought, strategies, style),
                )


def _pages(own: Sequence[Lane]) -> Iterator[tuple[list[Lane], str]]:
    """As many strategies and interpreters as a picture holds, and which part they are."""
    rows = list(parts(list(dict.fromkeys(lane.strategy for lane in own)), STRATEGIES))
    columns = list(parts(list(dict.fromkeys(lane.interpreter for lane in own)), PANELS))
    pages = [(some, labels) for some in rows for labels in columns]
    for number, (some, labels) in enumerate(pages, 1):
        part = f", {number} of {len(pages)}" if len(pages) > 1 else ""
        yield [one for one in own if one.strategy in some and one.interpreter in labels], part


def a_lane(
    own: Sequence[Lane],
    title: str,
    brought: str,
    strategies: Sequence[str],
    style: Style = LIGHT,
) -> Figure:
    """A panel an interpreter, a row a strategy: PSS of one lane more, idle and after work.

    `brought` is what the lanes import; `strategies` are all of the run, whose looks they have.
    """
    labels = list(dict.fromkeys(lane.interpreter for lane in own))
    rows = list(dict.fromkeys(lane.strategy for lane in own))
    notes = Notes()
    for lane in own:
        for said in lane.said.values():
            if isinstance(said, Missing):
                notes.add(said, lane.strategy, lane.interpreter)
    wide = (WIDTH - 2 * EDGE - NAME + GAP) / len(labels) - GAP
    limits = _limits([said for lane in own for said in _pss(lane).values()], wide)
    quantities = list(dict.fromkeys(name for lane in own for name in _pss(lane)))
    bars = any(
        isinstance(said, Number) and said.estimate.interval
        for lane in own
        for said in _pss(lane).values()
    )
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        style.titled(
            figure,
            literal(title, 90),
            literal(
                f"{_meaning(own)}; MiB (PSS) of the tree of processes; {brought}; "
                + ("lines are 95% intervals" if bars else "too few blocks for intervals"),
                140,
            ),
        )
        low = max(notes.height + BELOW, HEIGHT - HEAD - TALLEST * len(rows))
        for column, label in enumerate(labels):
            left = EDGE + NAME + column * (wide + GAP)
            axes = place(figure, left, low, wide, HEIGHT - HEAD - low)
            axes.set_ylim(len(rows), 0)
            axes.set_xlim(*limits)
            axes.set_yticks([])
            at = ticks(*limits, 4)
            axes.set_xticks(at, [f"{one:g}" for one in at])
            axes.grid(True, axis="x")
            axes.set_axisbelow(True)
            axes.axvline(0, color=style.soft, linewidth=1.5)
            axes.set_title(shortened(label, wide, 20), loc="left")
            for lane in own:
                if lane.interpreter == label:
                    colour = style.look(lane.strategy, strategies)[0]
                    _bars(axes, lane, rows.index(lane.strategy), colour, notes, style)
            for number in range(1, len(rows)):
                axes.axhline(number, color=style.line, linewidth=1)
            if not column:
                _names(axes, own, rows, wide, strategies, style)
        _key(figure, quantities, low - BELOW, style)
        notes.write(figure, style)
    return figure


def _meaning(own: Sequence[Lane]) -> str:
    several = {lane.fewest < lane.most for lane in own}
    more, of_all = "Each worker more", "A worker, beyond sequential"
    if len(several) > 1:
        return f"{more}, or {of_all.lower()}"
    return more if True in several else of_all


def _pss(lane: Lane) -> dict[str, Said]:
    return {name.removesuffix(PSS): said for name, said in lane.said.items() if name.endswith(PSS)}


def _limits(found: Sequence[Said], wide: float) -> tuple[float, float]:
    """Around all numbers, with room for what is written beside them."""
    values = [one.estimate.value for one in found if isinstance(one, Number)]
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    ends = [
        min(end, 1.5 * high)
        for one in found
        if isinstance(one, Number)
        for end in one.estimate.interval or ()
    ]
    reach = max([high, *ends])
    return 1.1 * low, reach + (reach - low) * NUMBER / (wide - NUMBER)


def _bars(axes: Axes, lane: Lane, row: int, colour: str, notes: Notes, style: Style) -> None:
    own = _pss(lane)
    high = 0.8 / len(own)
    left, right = axes.get_xlim()
    inch = (right - left) / (axes.get_position().width * WIDTH)
    for number, said in enumerate(own.values()):
        at = row + 0.1 + (number + 0.5) * high
        if isinstance(said, Number):
            one = said.estimate
            face = colour if number else style.paper
            axes.barh(at, one.value, 0.8 * high, facecolor=face, edgecolor=colour, linewidth=2)
            reach = max(one.value, 0)
            if one.interval is not None:
                ends = [min(max(end, left), right) for end in one.interval]
                reach = max(reach, ends[1])
                axes.plot(
                    *(ends, [at] * 2, "|-"),
                    color=style.ink,
                    linewidth=2,
                    markersize=9,
                    path_effects=edged(style),
                )
            axes.text(
                *(min(reach + 0.1 * inch, right - 0.6 * inch), at, written(said).main[:-4]),
                size=SMALLEST,
                va="center_baseline",
            )
        elif isinstance(said, Missing):
            word = notes.add(said, lane.strategy, lane.interpreter)
            if number == 0 or said != next(iter(own.values())):
                axes.text(
                    *(max(left, 0) + 0.1 * inch, at, word),
                    size=SMALLEST,
                    style="italic",
                    color=style.soft,
                    va="center_baseline",
                )


def _names(
    axes: Axes,
    own: Sequence[Lane],
    rows: Sequence[str],
    wide: float,
    strategies: Sequence[str],
    style: Style,
) -> None:
    """Each strategy, and below what one lane more of it means."""
    beside: Any = {"transform": axes.get_yaxis_transform(), "clip_on": False}
    high = axes.get_position().height * HEIGHT / len(rows)  # inches
    spans = {lane.strategy: (lane.fewest, lane.most) for lane in own}
    for number, strategy in enumerate(rows):
        colour, marker, _ = style.look(strategy, strategies)
        axes.plot([-0.2 / wide], [number + 0.5], marker, color=colour, markersize=11, **beside)
        fewest, most = spans[strategy]
        span = f"{fewest} to {most} workers" if fewest < most else f"w={most}"
        words: Any = beside | {"x": -0.42 / wide, "ha": "right"}
        name = shortened(strategy, NAME - 0.45, 16)
        axes.text(y=number + 0.5 - 0.01 / high, s=name, size=16, va="bottom", **words)
        size: Any = {"size": SMALLEST, "color": style.soft, "va": "top"}
        axes.text(y=number + 0.5 + 0.03 / high, s=span, **(words | size))


def _key(figure: Figure, quantities: Sequence[str], above: float, style: Style) -> None:
    figure.legend(
        handles=[
            Patch(
                facecolor=style.soft if number else style.paper,
                edgecolor=style.soft,
                linewidth=2,
                label=WORDS.get(name, literal(name, 20)),
            )
            for number, name in enumerate(quantities)
        ],
        loc="lower left",
        bbox_to_anchor=((EDGE + NAME - 0.1) / WIDTH, above / HEIGHT),
        ncols=4,
        frameon=False,
        borderaxespad=0,
        borderpad=0.2,
    )


def _totals(readings: Readings, style: Style) -> Iterator[Picture]:
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
                name = filename(f"memory by workers {word} {brought}{part}")
                title = f"Memory of all lanes together, {word}{part}"
                yield name, by_workers(readings, cells, title, brought, style)


def by_workers(
    readings: Readings, cells: Sequence[Cell], title: str, brought: str, style: Style = LIGHT
) -> Figure:
    """A panel an interpreter, a line a strategy: PSS beyond `sequential` by workers."""
    labels = list(dict.fromkeys(cell.interpreter for cell in cells))
    strategies = _strategies(readings)
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
    wide = (WIDTH - 2 * EDGE - 0.9 - LEGEND + GAP) / len(labels) - GAP
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
            left = EDGE + 0.9 + column * (wide + GAP)
            axes = place(figure, left, low, wide, HEIGHT - HEAD - low)
            axes.set_title(shortened(label, wide, 20), loc="left")
            for strategy in shown:
                _line(axes, lines.get((label, strategy), []), strategy, strategies, style)
            _scales(axes, counts, lines.values())
            axes.tick_params(labelleft=column == 0)
            axes.grid(True)
            axes.set_axisbelow(True)
        middle = EDGE + 0.9 + (len(labels) * (wide + GAP) - GAP) / 2
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
        figure.legend(
            handles=[
                Line2D([], [], **_drawn(name, strategies, style), label=shortened(name, 2.5, 16))
                for name in shown
            ],
            loc="upper left",
            bbox_to_anchor=((WIDTH - EDGE - LEGEND + 0.25) / WIDTH, (HEIGHT - HEAD + 0.3) / HEIGHT),
            frameon=False,
            handlelength=2.4,
            labelspacing=0.35,
            borderaxespad=0,
        )
        notes.write(figure, style)
    return figure


def _scales(
    axes: Axes, counts: Sequence[int], lines: Iterable[Sequence[tuple[int, Number]]]
) -> None:
    """Of all panels. A straight line is a lane that costs as much as any other."""
    found = [said.estimate for own in lines for _, said in own]
    most = max([0.0, *(one.value for one in found)]) or 1.0
    ends = [end for one in found for end in one.interval or (one.value,)]
    axes.set_xlim(0, max(counts) * 1.06)
    axes.set_ylim(max(min([0.0, *ends]), -0.1 * most) * 1.05, min(max(ends), 1.3 * most) * 1.05)
    axes.set_xticks(ticks(0, max(counts) * 1.06, 5, whole=True))
    axes.set_yticks(ticks(*axes.get_ylim(), 8))


def _line(
    axes: Axes,
    points: Sequence[tuple[int, Number]],
    strategy: str,
    strategies: Sequence[str],
    style: Style,
) -> None:
    if not points:
        return
    values = [said.estimate.value for _, said in points]
    ends = [said.estimate.interval or (said.estimate.value,) * 2 for _, said in points]
    axes.errorbar(
        [workers for workers, _ in points],
        values,
        yerr=[
            [value - low for value, (low, _) in zip(values, ends, strict=True)],
            [high - value for value, (_, high) in zip(values, ends, strict=True)],
        ],
        **_drawn(strategy, strategies, style),
        elinewidth=2,
        capsize=4,
    )


def _drawn(strategy: str, strategies: Sequence[str], style: Style) -> dict[str, Any]:
    colour, marker, dash = style.look(strategy, strategies)
    return {
        "color": colour,
        "marker": marker,
        "linestyle": dash,
        "linewidth": 2.4,
        "markersize": 10,
        "markeredgecolor": style.paper,
        "markeredgewidth": 1,
    }


def _strategies(readings: Readings) -> list[str]:
    return list(dict.fromkeys(cell.strategy for cell in readings.cells))
