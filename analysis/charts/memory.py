"""Memory a lane: what one lane more takes, idle and after work; and all of them by their number."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.charts.chart import Chart
from analysis.charts.groups import MOST, filename
from analysis.charts.memory_totals import BELOW, GAP, HEAD, PANELS, WORDS, strategies_of, totals
from analysis.charts.page import EDGE, Notes, parts, place, shortened, ticks
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.charts.telling import finding, least_and_most, no_number
from analysis.charts.waterfall import edged
from analysis.figures import Figure as Number
from analysis.figures import Line, Missing, Said, Table, table
from analysis.overhead.memory import PSS, Lane, lanes
from analysis.overhead.readings import Readings
from analysis.render.figures import figure as written
from analysis.report import Report
from record.text import plain

STRATEGIES = 10  # of a picture
TALLEST = 1.2  # inches of a row
NAME = 2.95  # inches
NUMBER = 0.75  # inches beside the longest bar


def charts(report: Report) -> Iterator[Chart]:
    """A lane more, and the totals by workers; of each thing that lanes import."""
    yield from islice(chain(_more(report.readings), totals(report.readings)), MOST)


def _more(readings: Readings) -> Iterator[Chart]:
    strategies = strategies_of(readings)
    alike: dict[str, list[Lane]] = {}
    for lane in lanes(readings):
        alike.setdefault(lane.imports, []).append(lane)
    for brought, own in alike.items():
        for some, part in _pages(own):
            if any(isinstance(said, Number) for lane in some for said in lane.said.values()):
                title = f"Memory of one lane more{part}"
                yield Chart(
                    filename(f"memory a lane {brought}{part}"),
                    plain(f"{title}; {brought}"),
                    _finding(some),
                    _tables(some),
                    partial(a_lane, some, title, brought, strategies),
                )


def _tables(own: Sequence[Lane]) -> tuple[Table, ...]:
    """MiB of one lane more, idle and after work."""
    labels = list(dict.fromkeys(lane.interpreter for lane in own))
    found: dict[tuple[str, str, str], dict[str, Said]] = {}
    for lane in own:
        for name, said in _pss(lane).items():
            place_ = (lane.strategy, _span(lane), WORDS.get(name, name))
            found.setdefault(place_, {})[lane.interpreter] = said
    lines = (Line(one, tuple(said.get(label) for label in labels)) for one, said in found.items())
    made = table("MiB (PSS) of one lane more", ("strategy", "w", ""), labels, lines)
    return () if made is None else (made,)


def _finding(own: Sequence[Lane]) -> str:
    """The least and the most of each interpreter, of what is drawn last: after work, if any."""
    quantities = list(dict.fromkeys(name for lane in own for name in _pss(lane)))
    name = quantities[-1]
    clauses: list[str] = []
    for label in dict.fromkeys(lane.interpreter for lane in own):
        found = {
            lane.strategy: said
            for lane in own
            if lane.interpreter == label and isinstance(said := _pss(lane).get(name), Number)
        }
        clauses += least_and_most(label, found)
    absent = [
        (lane.strategy, lane.interpreter, said.status)
        for lane in own
        if isinstance(said := _pss(lane).get(name), Missing)
    ]
    lead = f"One lane more takes, {WORDS.get(name, name)}, "
    return finding(lead, clauses, absent=no_number(absent))


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
    style: Style,
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


def _span(lane: Lane) -> str:
    return f"{lane.fewest} to {lane.most}" if lane.fewest < lane.most else str(lane.most)


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
