"""When each lane ran, a panel a strategy: stripes that take turns, or lie side by side."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from analysis.charts.chart import Chart
from analysis.charts.contrast import readable_on
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.charts.telling import finding, no_number
from analysis.estimate import Estimate
from analysis.explain.words import counted
from analysis.figures import Figure, Form, Line, Missing, Place, Table, Word, table
from analysis.timeline import turns
from record.text import plain
from record.timeline import Timeline

ONE_LANE = {"sequential": "task", "asyncio": "coroutine"}  # whose rows share a lane
SHOWN = 16  # lanes of a panel: more are stripes too thin to see
THIN, THICK = 0.3, 0.55  # inches of a lane
TITLE, HEAD, FOOT = 0.75, 1.3, 0.8  # inches
LABELS, MARGIN = 2.0, 0.4
DIGIT = 0.13  # inches: a stripe that is wider than its CPU's number says it
CENTRED: Any = {"ha": "center", "va": "center", "clip_on": True}


def charts(interpreter: str, timelines: Sequence[Timeline], seconds: float) -> Iterator[Chart]:
    """Slides of panels of the first `seconds` of their lanes."""
    pages = list(_pages(timelines))
    for number, page in enumerate(pages, 1):
        more = f"-{number}" if number > 1 else ""
        part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        yield Chart(
            f"timeline-{interpreter}{more}",
            plain(f"Who runs when, on {interpreter}{part}"),
            _finding(interpreter, page),
            _tables(page),
            partial(_chart, interpreter, page, seconds),
        )


def _tables(page: Sequence[Timeline]) -> tuple[Table, ...]:
    """Shares of the time; and what each lane that is drawn did in all of it."""
    shares = table(
        "Shares of the time, and how often another lane ran than before",
        ("strategy",),
        ("exactly one at a time", "several", "none", "hand-overs", "lanes"),
        [Line((_name(one),), _shares(one)) for one in page],
    )
    lanes = table(
        "What the lanes did",
        ("strategy", "lane"),
        ("it ran for", "stretches", "on the CPUs"),
        (line for one in page for line in _lanes(one)),
    )
    return tuple(one for one in (shares, lanes) if one is not None)


def _shares(one: Timeline) -> tuple[Place, ...]:
    found = turns(one)
    if found is None:
        return (Missing(one.status, one.reason), None, None, None, None)
    shares = (found.one, found.several, found.nobody)
    return (
        *(Figure(Estimate(share, None, 1), Form.SHARE) for share in shares),
        Word(f"{found.hand_overs:,}"),
        Word(f"{len(one.lanes):,}"),
    )


def _lanes(one: Timeline) -> Iterator[Line]:
    for number, lane in enumerate(one.lanes[:SHOWN], 1):
        ran = sum(end - start for start, end, _ in lane.stripes)
        cpus = sorted({cpu for _, _, cpu in lane.stripes if cpu is not None})
        yield Line(
            (_name(one), str(number)),
            (
                Figure(Estimate(ran, None, 1), Form.SECONDS),
                Word(f"{len(lane.stripes):,}"),
                Word(", ".join(f"{cpu:g}" for cpu in cpus) or "not told"),
            ),
        )


def _finding(interpreter: str, page: Sequence[Timeline]) -> str:
    """Whether lanes take turns or run at the same time, a strategy a clause; and what failed."""
    found = [(_name(one), turns(one)) for one in page]
    clauses = [
        f"{name} {own.several:.0%} and {own.one:.0%}, {counted(own.hand_overs, 'hand-over')}"
        for name, own in found
        if own is not None
    ]
    lead = f"On {interpreter}, time with several lanes at once and with exactly one: "
    absent = ((_name(one), "", one.status) for one in page if turns(one) is None)
    return finding(lead, clauses, absent=no_number(absent), none="No lane was seen to run.")


def _pages(timelines: Sequence[Timeline]) -> Iterator[list[Timeline]]:
    """As many on each as there is room for."""
    page: list[Timeline] = []
    for one in timelines:
        tall = sum(TITLE + THIN * _rows(other) for other in [*page, one])
        if page and tall > HEIGHT - HEAD - FOOT:
            yield page
            page = []
        page.append(one)
    if page:
        yield page


def _rows(one: Timeline) -> int:
    return max(2, min(SHOWN, len(one.lanes)))


def _chart(interpreter: str, page: Sequence[Timeline], seconds: float, style: Style) -> Picture:
    free = HEIGHT - HEAD - FOOT - TITLE * len(page)
    lane = min(THICK, free / sum(map(_rows, page)))
    with style.drawing():
        figure = Picture(figsize=(WIDTH, HEIGHT))
        top = HEIGHT - HEAD
        for one in page:
            high = lane * _rows(one)
            box = (LABELS, top - TITLE - high, WIDTH - LABELS - MARGIN, high)
            axes = figure.add_axes(
                (box[0] / WIDTH, box[1] / HEIGHT, box[2] / WIDTH, box[3] / HEIGHT)
            )
            _panel(axes, one, seconds, style, last=one is page[-1])
            top -= TITLE + high
        style.titled(
            figure,
            literal(f"Who runs when, on {interpreter}"),
            "a bar: it ran, on the CPU of that number; a gap: it did not; one clock for all",
        )
    return figure


def _panel(axes: Axes, one: Timeline, seconds: float, style: Style, *, last: bool) -> None:
    axes.set_title(literal(_name(one)), loc="left", pad=8, size=17)
    axes.set_title(_summary(one), loc="right", pad=8, size=15, color=style.soft, weight="normal")
    axes.set_xlim(0, seconds * 1000)
    axes.tick_params(labelbottom=last, left=False)
    for side in ("left", "top", "right"):
        axes.spines[side].set_visible(False)
    if last:
        axes.set_xlabel("milliseconds")
    lanes = one.lanes[:SHOWN]
    if not lanes:
        axes.set_facecolor(style.absent)
        axes.set_yticks([])
        text = literal(f"{one.status}: {one.reason}", 110)
        place: Any = {"ha": "center", "va": "center", "color": style.soft, "size": SMALLEST}
        axes.text(0.5, 0.5, text, transform=axes.transAxes, **place)
        return
    begin = min(stripe[0] for lane in lanes for stripe in lane.stripes[:1])
    inch = seconds / (WIDTH - LABELS - MARGIN)
    for place, lane in enumerate(lanes):
        colour = style.lanes[place % len(style.lanes)]
        bars = [((start - begin) * 1e3, (end - start) * 1e3) for start, end, _ in lane.stripes]
        axes.broken_barh(bars, (place + 0.12, 0.76), facecolors=colour)
        for start, end, cpu in lane.stripes:
            first, until = start - begin, min(end - begin, seconds)
            if cpu is not None and until - first > DIGIT * (len(f"{cpu:g}") + 0.5) * inch:
                middle = (first + until) / 2 * 1e3
                own: Any = {"size": SMALLEST, "color": readable_on(colour), **CENTRED}
                axes.text(middle, place + 0.5, f"{cpu:g}", **own)
    axes.set_ylim(len(lanes), 0)
    kind = ONE_LANE.get(one.strategy, "lane")
    axes.set_yticks(
        [place + 0.5 for place in range(len(lanes))],
        [f"{kind} {place + 1}" for place in range(len(lanes))],
        size=15,
    )


def _name(one: Timeline) -> str:
    return f"{one.strategy}, one that blocks {one.blocking} ms" if one.blocking else one.strategy


def _summary(one: Timeline) -> str:
    found = turns(one)
    if found is None:
        return ""
    more = len(one.lanes) - SHOWN
    shown = f"the first {SHOWN} of {len(one.lanes)} lanes; " if more > 0 else ""
    return (
        f"{shown}exactly one at a time: {found.one:.0%}, several: {found.several:.0%}; "
        f"{found.hand_overs} hand-over{'' if found.hand_overs == 1 else 's'}"
    )
