"""When each lane ran, a panel a strategy: stripes that take turns, or lie side by side."""

from collections.abc import Sequence
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.style import ABSENT, INK, RC, SOFT, literal, titled
from analysis.timeline import turns
from record.timeline import Timeline

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")  # Okabe & Ito's
ONE_LANE = {"sequential": "task", "asyncio": "coroutine"}  # whose rows share a lane
SHOWN = 16  # lanes of a panel: more are stripes too thin to see
WIDTH, LANE, TITLE, HEAD, FOOT = 13.0, 0.4, 0.95, 1.2, 0.8  # inches
LABELS, MARGIN = 1.8, 0.5
NAMED = 0.015  # of the width: a stripe that is wider says its CPU
CENTRED: Any = {"ha": "center", "va": "center", "clip_on": True}


def chart(title: str, timelines: Sequence[Timeline], seconds: float) -> Figure:
    """A panel for each, one below the other, of the first `seconds` of its lanes."""
    tall = [LANE * max(2, min(SHOWN, len(one.lanes))) for one in timelines]
    height = HEAD + sum(TITLE + one for one in tall) + FOOT
    with rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        top = height - HEAD
        for one, high in zip(timelines, tall, strict=True):
            box = (LABELS, top - TITLE - high, WIDTH - LABELS - MARGIN, high)
            axes = figure.add_axes(
                (box[0] / WIDTH, box[1] / height, box[2] / WIDTH, box[3] / height)
            )
            _panel(axes, one, seconds, last=one is timelines[-1])
            top -= TITLE + high
        titled(
            figure,
            title,
            "a bar: it ran, on the CPU of that number; a gap: it did not; one clock for all",
        )
    return figure


def _panel(axes: Axes, one: Timeline, seconds: float, *, last: bool) -> None:
    name = f"{one.strategy} on {one.interpreter}"
    if one.blocking:
        name += f", one that blocks {one.blocking} ms"
    axes.set_title(literal(name), loc="left", pad=8, size=17)
    axes.set_title(_summary(one), loc="right", pad=8, size=14, color=SOFT, weight="normal")
    axes.set_xlim(0, seconds * 1000)
    axes.tick_params(labelbottom=last, left=False)
    for side in ("left", "top", "right"):
        axes.spines[side].set_visible(False)
    lanes = one.lanes[:SHOWN]
    if not lanes:
        axes.set_facecolor(ABSENT)
        axes.set_yticks([])
        text = literal(f"{one.status}: {one.reason}", 110)
        axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color=SOFT)
        return
    begin = min(stripe[0] for lane in lanes for stripe in lane.stripes[:1])
    for place, lane in enumerate(lanes):
        bars = [((start - begin) * 1e3, (end - start) * 1e3) for start, end, _ in lane.stripes]
        axes.broken_barh(bars, (place + 0.12, 0.76), facecolors=COLOURS[place % len(COLOURS)])
        for start, end, cpu in lane.stripes:
            if cpu is not None and NAMED * seconds < end - start and start - begin < seconds:
                middle = ((start + min(end, begin + seconds)) / 2 - begin) * 1e3
                axes.text(middle, place + 0.5, f"{cpu}", size=11, color="white", **CENTRED)
    axes.set_ylim(len(lanes), 0)
    kind = ONE_LANE.get(one.strategy, "lane")
    axes.set_yticks(
        [place + 0.5 for place in range(len(lanes))],
        [f"{kind} {place + 1}" for place in range(len(lanes))],
        color=INK,
    )
    if last:
        axes.set_xlabel("milliseconds")


def _summary(one: Timeline) -> str:
    found = turns(one)
    if found is None:
        return ""
    return (
        f"exactly one at a time: {found.one:.0%}, several: {found.several:.0%}; "
        f"{found.hand_overs} hand-over{'' if found.hand_overs == 1 else 's'}"
    )
