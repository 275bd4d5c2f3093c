"""Strategies by interpreters, a panel a workload: who is how much faster than what you have.

Each strategy is shown at its best number of workers. Colour is log2 around 1x; the number
stands in every cell, so that nothing hangs on colour.
"""

import math
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.charts.style import ABSENT, INK, RC, SOFT, bare, drawable, literal, titled
from analysis.estimate import Estimate
from analysis.render.words import number
from analysis.report import Entry, Group, Report
from analysis.speedups import SEQUENTIAL, Speedup

NEUTRAL = "#f7f7f5"
COLOURS = LinearSegmentedColormap.from_list(
    "slower-faster", ["#a6480b", "#f0a35e", NEUTRAL, "#8cc0e0", "#1a5c9e"]
)
CELL = (1.42, 0.78)  # inches
LABELS = 2.75  # inches beside the first panel
GAP = 0.35
HEAD, PANEL_HEAD, FOOT = 1.2, 1.1, 1.35
BASELINE = "1x, baseline"
STATUS = {"missing": "not measured"}
WIDEST = 21.0
TITLE = 20.0  # points, where the panel has room for it
LETTER = 0.75  # of its size: how wide a letter of a title is


def heatmap(report: Report, groups: Sequence[Group] | None = None) -> Figure | None:
    """One panel for each of `groups`, which have one base (None: all of the report's).

    Speedups are over the base, mostly `sequential`, of the reference build, or of the same
    interpreter where the plan names none. None where no screen could show it.
    """
    shown = list(report.groups if groups is None else groups)
    strategies = list(dict.fromkeys(name for group in shown for name, _ in group.rows))
    bases = shown[0].bases if shown else ()
    if report.reference is None:
        strategies = [name for name in strategies if name not in bases]
    rows = list(_lines(shown))
    width = max(LABELS + sum(_width(group) + GAP for group in row) for row in rows)
    panel = len(strategies) * CELL[1]
    height = HEAD + len(rows) * (PANEL_HEAD + panel) + FOOT
    if not drawable(width, height):
        return None
    with rc_context(RC):
        figure = Figure(figsize=(max(width, 11.0), height))
        top = height - HEAD
        limit = math.log2(min(max(report.cores, 2), 16))
        norm = Normalize(-limit, limit)
        for row in rows:
            left = LABELS
            for group in row:
                box = (left, top - PANEL_HEAD - panel, _width(group), panel)
                axes = figure.add_axes(_fraction(box, figure))
                _panel(axes, group, strategies, report.reference, norm)
                axes.tick_params(labelleft=left == LABELS)
                left += _width(group) + GAP
            top -= PANEL_HEAD + panel
        base = f"{' or '.join(bases) or SEQUENTIAL} on {report.reference or 'the same interpreter'}"
        titled(
            figure,
            literal(f"Speedup over {base}"),
            "each strategy at its best number of workers (w); higher is faster",
        )
        _key(figure, norm, limit)
    return figure


def _lines(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The panels of each line, as many as a slide is wide."""
    line: list[Group] = []
    for group in groups:
        if line and LABELS + sum(_width(one) + GAP for one in [*line, group]) > WIDEST:
            yield line
            line = []
        line.append(group)
    yield line


def fits_a_slide(groups: Sequence[Group]) -> bool:
    """Whether the panels of `groups` stand in one line."""
    return len(list(_lines(groups))) == 1


def _width(group: Group) -> float:
    return len(group.interpreters) * CELL[0]


def _fraction(box: tuple[float, ...], figure: Figure) -> tuple[float, float, float, float]:
    width, height = figure.get_size_inches()
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)


def _panel(
    axes: Axes, group: Group, strategies: list[str], reference: str | None, norm: Normalize
) -> None:
    title = literal(group.title.text)
    fitting = (_width(group) + GAP) * 72 / (len(title) * LETTER)
    axes.set_title(title, loc="left", pad=44, size=max(8.0, min(TITLE, fitting)))
    axes.set_xlim(0, len(group.interpreters))
    axes.set_ylim(len(strategies), 0)
    axes.xaxis.tick_top()
    labels = [literal(name, 12) for name in group.interpreters]
    axes.set_xticks([i + 0.5 for i in range(len(labels))], labels, weight="bold")
    axes.set_yticks([i + 0.5 for i in range(len(strategies))], [literal(s, 24) for s in strategies])
    bare(axes)
    for y, strategy in enumerate(strategies):
        best = [_best(group, name, strategy, reference) for name in group.interpreters]
        for x, entry in enumerate(best):
            if entry and entry.speedup and (gain := _gain(entry.speedup, reference)):
                _number(axes, (x, y), entry, gain, norm)
        _absent(axes, y, best, group.bases, reference)


def _gain(speedup: Speedup, reference: str | None) -> Estimate | None:
    if speedup.reference is not None:
        return speedup.reference
    return speedup.own if reference is None else None


def _best(group: Group, interpreter: str, strategy: str, reference: str | None) -> Entry | None:
    """The entry of most gain; else one that was planned; None where none was."""
    entries = [
        group.entries[interpreter, name, workers]
        for name, workers in group.rows
        if name == strategy and (interpreter, name, workers) in group.entries
    ]

    def gain(entry: Entry) -> float:
        found = entry.speedup and _gain(entry.speedup, reference)
        return found.value if found else -1.0

    return max(entries, key=gain, default=None)


def _number(axes: Axes, at: tuple[int, int], entry: Entry, gain: Estimate, norm: Normalize) -> None:
    x, y = at
    red, green, blue, _ = COLOURS(norm(math.log2(gain.value)))
    undecided = gain.includes_one is not False
    ink = INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
    axes.add_patch(
        Rectangle(
            (x + 0.02, y + 0.03),
            *(0.96, 0.94),
            facecolor=(red, green, blue),
            edgecolor="#9aa3ad" if undecided else (red, green, blue),
            hatch="///" if undecided else None,
            linewidth=0,
        )
    )
    plain = entry.cell.strategy == SEQUENTIAL
    pad = {"facecolor": (red, green, blue), "edgecolor": "none", "pad": 1.5} if undecided else None
    axes.text(
        *(x + 0.5, y + (0.5 if plain else 0.4), f"{number(gain.value)}x"),
        ha="center",
        va="center",
        size=20,
        weight="bold",
        color=ink,
        bbox=pad,
    )
    if not plain:
        axes.text(
            *(x + 0.5, y + 0.77, f"w={entry.cell.workers}"),
            ha="center",
            va="center",
            size=12,
            color=ink,
            bbox=pad,
        )


def _absent(
    axes: Axes, y: int, best: list[Entry | None], bases: Sequence[str], reference: str | None
) -> None:
    """Grey cells, those beside each other that share a reason with one text across."""

    def why(x: int) -> tuple[str, str] | None:
        entry = best[x]
        if entry is None:
            return ("", "")
        if entry.speedup is None:
            return (entry.status, entry.reason)
        if _gain(entry.speedup, reference) is not None:
            return None
        base = entry.cell.interpreter == reference and entry.cell.strategy in bases
        return (BASELINE if base else "no baseline", "")

    for reason, places in groupby(range(len(best)), key=why):
        if reason is None:
            continue
        span = list(places)
        status, detail = reason
        size = (len(span) - 0.04, 0.94)
        colour = NEUTRAL if status == BASELINE else ABSENT
        axes.add_patch(Rectangle((span[0] + 0.02, y + 0.03), *size, facecolor=colour))
        middle = span[0] + len(span) / 2
        fitting = int(len(span) * CELL[0] * 72 / (10.5 * 0.62))
        lines = textwrap.wrap(literal(detail, 200), fitting, max_lines=2, placeholder="…")
        axes.text(
            *(middle, y + (0.26 if lines else 0.5), STATUS.get(status, status)),
            ha="center",
            va="center",
            size=13,
            color=SOFT,
            style="italic",
        )
        axes.text(
            *(middle, y + 0.66, "\n".join(lines)),
            ha="center",
            va="center",
            size=10.5,
            color=SOFT,
            linespacing=1.1,
        )


def _key(figure: Figure, norm: Normalize, limit: float) -> None:
    width, height = figure.get_size_inches()
    length = min(5.2, width * 0.35)
    axes = figure.add_axes(_fraction((LABELS, 0.72, length, 0.26), figure))
    steps = range(-math.floor(limit), math.floor(limit) + 1)
    bar = figure.colorbar(
        ScalarMappable(norm, COLOURS), cax=axes, orientation="horizontal", extend="both"
    )
    bar.set_ticks(
        list(steps), labels=[f"{2**step}x" if step >= 0 else f"1/{2**-step}" for step in steps]
    )
    bar.outline.set_visible(False)
    handles = [
        Patch(facecolor=NEUTRAL, edgecolor="#9aa3ad", hatch="///", label="cannot be told from 1x"),
        Patch(facecolor=ABSENT, label="no number"),
    ]
    figure.legend(
        handles=handles,
        loc="center left",
        bbox_to_anchor=((LABELS + length + 0.5) / width, 0.72 / height),
        frameon=False,
        handlelength=2.2,
        handleheight=1.3,
    )
