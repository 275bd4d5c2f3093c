"""Speedup over the number of workers, a panel an interpreter: who scales, and how far."""

import math
import textwrap
from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.groups import MOST, Picture, batches, drawn, measured, named
from analysis.charts.style import LIGHT, Style, drawable, literal
from analysis.estimate import Estimate
from analysis.report import Group, Report
from analysis.speedups import SEQUENTIAL

PANEL = (4.2, 4.7)  # inches
LEFT, LEGEND, HEAD, FOOT = 1.35, 4.1, 2.1, 1.0
PER_LINE = 4
DODGE = 0.09  # of the axis: how far apart equal speeds stand side by side
FINE = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
SIZES: Any = {
    "axes.titlesize": 22,
    "xtick.labelsize": 18,
    "ytick.labelsize": 18,
    "legend.fontsize": 18,
}


def pictures(report: Report, style: Style) -> Iterator[Picture]:
    """One a group that was measured with several numbers of workers; weak scaling besides."""
    weak = (group for group in measured(report) if group.weak)
    shown = named([*batches(report), *weak][:MOST])
    return drawn(
        (f"scaling-{name}", scaling(report, group, style))
        for group, name in shown
        if len({workers for _, workers in group.rows}) > 1
    )


def scaling(report: Report, group: Group, style: Style = LIGHT) -> Figure | None:
    """Of one group: speedup over its base on the same interpreter, with 95% intervals.

    None where no screen could show it.
    """
    names = group.interpreters
    base = group.bases[0] if group.bases else SEQUENTIAL
    columns = min(len(names), PER_LINE)
    lines = math.ceil(len(names) / columns)
    strategies = [
        name
        for name in dict.fromkeys(strategy for strategy, _ in group.rows)
        if name != base and any(_points(group, label, name) for label in names)
    ]
    size = (LEFT + columns * PANEL[0] + LEGEND, HEAD + lines * PANEL[1] + FOOT)
    if not drawable(*size):
        return None
    with style.drawing(**SIZES):
        figure = Figure(figsize=size)
        panels = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
        figure.subplots_adjust(
            left=LEFT / size[0],
            right=1 - (LEGEND + 0.2) / size[0],
            top=1 - HEAD / size[1],
            bottom=FOOT / size[1],
            wspace=0.08,
            hspace=0.32,
        )
        _axes(panels.flat[0], group)
        for position, axes in enumerate(panels.flat):
            if position >= len(names):
                axes.set_visible(False)
                continue
            _panel(axes, group, names[position], base, strategies, report.cores, style)
            axes.tick_params(labelbottom=position + columns >= len(names))
        middle = (LEFT + (columns * PANEL[0] - 0.2) / 2) / size[0]
        figure.text(middle, 0.18 / size[1], "workers", size=20, ha="center", va="bottom")
        middle = (FOOT + lines * PANEL[1] / 2) / size[1]
        figure.text(0.3 / size[0], middle, "speedup", size=20, rotation=90, va="center")
        kind = "scaled speedup" if group.weak else "speedup"
        bars = any(entry.speedup.value.interval for entry in group.measured() if entry.speedup)
        style.titled(
            figure,
            literal(f"{group.title.text}: {kind} by number of workers"),
            f"over {base} on the same interpreter; "
            + ("bars are 95% intervals" if bars else "too few blocks for intervals"),
        )
        _legend(figure, base, strategies, report.cores, style)
    return figure


def _axes(axes: Axes, group: Group) -> None:
    """Scales, limits and ticks, which all panels share. The ideal may leave at the top."""
    counts = _counts(group)
    values = [
        point
        for name in group.interpreters
        for s, _ in group.rows
        for _, point in _points(group, name, s)
    ]
    low = min([*(found.value for found in values), 1.0]) / 1.25
    high = max([*(found.value for found in values), 2.0]) * 1.35
    powers = [2.0**n for n in range(math.ceil(math.log2(low)), math.floor(math.log2(high)) + 1)]
    ticks = powers if len(powers) > 3 else [tick for tick in FINE if low <= tick <= high]
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    margin = 1.25 * 2 ** (_spread(counts) * 0.8)
    axes.set_xlim(min(counts) / margin, max(counts) * margin)
    axes.set_ylim(low, high)
    axes.set_xticks(counts, [str(count) for count in counts])
    axes.set_yticks(ticks, [f"{tick:g}x" for tick in ticks])
    axes.minorticks_off()


def _panel(
    axes: Axes,
    group: Group,
    name: str,
    base: str,
    strategies: list[str],
    cores: int,
    style: Style,
) -> None:
    counts = _counts(group)
    spread = _spread(counts)
    axes.grid(True, which="major")
    axes.set_axisbelow(True)
    axes.axhline(1, color=style.soft, linewidth=1.5, zorder=1)
    axes.axvline(cores, color=style.line, linewidth=9, zorder=0)
    # As wide as the markers stand apart: how ideal a point is shows in its height alone.
    reach = 2 ** (spread * 0.75)
    for count in counts:
        axes.plot(
            [count / reach, count * reach], [count, count], color=style.soft, linewidth=3, zorder=1
        )
    axes.plot([1], [1], **_drawn(base, strategies, style), zorder=1.5)
    absent = []
    for place, strategy in enumerate(strategies):
        points = _points(group, name, strategy)
        if not points:
            absent.append(strategy)
            continue
        shift = 2 ** (spread * (place / max(len(strategies) - 1, 1) - 0.5))
        limits = [(found.value, *(found.interval or (found.value,) * 2)) for _, found in points]
        drawing = _drawn(strategy, strategies, style)
        first, gain = points[0]
        if first > 1:
            ends = ([1, first * shift], [1, gain.value])
            axes.plot(*ends, color=drawing["color"], linewidth=1.4, linestyle=":", zorder=1)
        axes.errorbar(
            [workers * shift for workers, _ in points],
            [found.value for _, found in points],
            yerr=[
                [value - low for value, low, _ in limits],
                [high - value for value, _, high in limits],
            ],
            **drawing,
            elinewidth=2,
            capsize=4,
        )
    axes.set_title(literal(name, 20), loc="left", pad=24)
    without = textwrap.shorten("without " + ", ".join(map(literal, absent)), 40, placeholder=" …")
    if absent:
        axes.text(
            0, 1.02, without, size=13, color=style.soft, style="italic", transform=axes.transAxes
        )


def _spread(counts: list[int]) -> float:
    """How far apart the first and the last strategy stand at one count, in doublings."""
    return DODGE * (math.log2(max(counts) / min(counts)) + 0.75)


def _counts(group: Group) -> list[int]:
    """All numbers of workers, and 1, where the base stands."""
    return sorted({1} | {workers for _, workers in group.rows})


def _drawn(strategy: str, strategies: list[str], style: Style) -> dict[str, Any]:
    """How lines and points of a strategy are drawn, in panels and legend alike."""
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


def _points(group: Group, name: str, strategy: str) -> list[tuple[int, Estimate]]:
    """Workers and speedup, where there is one, of a strategy on an interpreter."""
    found = ((workers, _own(group, name, strategy, workers)) for workers in _counts(group))
    return [(workers, gain) for workers, gain in found if gain is not None]


def _own(group: Group, name: str, strategy: str, workers: int) -> Estimate | None:
    entry = group.entries.get((name, strategy, workers))
    return entry.speedup.own if entry is not None and entry.speedup is not None else None


def _legend(figure: Figure, base: str, strategies: list[str], cores: int, style: Style) -> None:
    handles = [
        Line2D([], [], **_drawn(strategy, strategies, style), label=literal(strategy, 24))
        for strategy in (*strategies, base)
    ]
    handles[-1].set_linestyle("none")
    handles.append(Line2D([], [], color=style.soft, linewidth=3, label="ideal"))
    handles.append(Line2D([], [], color=style.line, linewidth=9, label=f"{cores} cores"))
    width, height = figure.get_size_inches()
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=((width - LEGEND) / width, (height - HEAD) / height),
        frameon=False,
        handlelength=2.8,
        labelspacing=0.7,
    )
