"""Which packages work: slides of the counts, and of every package, by interpreter and question."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.charts.chart import Chart
from analysis.charts.contrast import readable_on
from analysis.charts.ecosystem_words import count_tables, how_many, package_tables, which
from analysis.charts.style import Style, bare, literal
from analysis.ecosystem import LONG, SHORT, counts, no_wheel
from record.ecosystem import QUESTIONS, Ecosystem, Package

WIDTH, HEIGHT = 13.33, 7.5  # inches: a slide
ACROSS = 4  # interpreters of a slide
ROWS = 15  # packages of a slide
NAMES = 1.2  # inches that the names of the columns take
LETTER = 0.13  # inches of a letter beside a bar
ASKED = [question for question in QUESTIONS if question != "wheel"]
SIGNS = {"ok": "✓", "part": "~", "failed": "✗", "unasked": "?", "idle": "-"}  # of a check
COLUMNS = SHORT | {"gil": "GIL off", "alone": "subinterp.", "interpreters": "interps"}
IN_PART = "in part: without its native code, or with the GIL on"
Box = tuple[float, float, float, float]
MIDDLE: Any = {"ha": "center", "va": "center"}


def charts(ecosystems: Sequence[Ecosystem]) -> Iterator[Chart]:
    """The counts, and every package; of as many interpreters as a slide is wide."""
    pages = [ecosystems[start : start + ACROSS] for start in range(0, len(ecosystems), ACROSS)]
    for number, page in enumerate(pages, 1):
        more = f"-{number}" if len(pages) > 1 else ""
        yield Chart(
            f"ecosystem{more}",
            _headline(page),
            how_many(page),
            count_tables(page),
            partial(_counts, page),
        )
        names = list(dict.fromkeys(one.name for own in page for one in own.packages))
        slides = -(-len(names) // ROWS)
        each = -(-len(names) // max(1, slides))  # as many on every slide
        for place in range(slides):
            rows = names[place * each : (place + 1) * each]
            title = f"Which packages work ({place + 1} of {slides})"
            yield Chart(
                f"ecosystem-packages{more}-{place + 1}",
                title,
                which(page, rows),
                package_tables(page, rows, ASKED),
                partial(_matrix, page, rows, title),
            )


def _headline(page: Sequence[Ecosystem]) -> str:
    many = max((len(one.packages) for one in page), default=0)
    return f"Of {many} packages, how many work where"


def _counts(page: Sequence[Ecosystem], style: Style) -> Figure:
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        labels, gap, foot, head = 4.35, 0.3, 0.85, 1.75
        wide = (WIDTH - labels - 0.35 - gap * (len(page) - 1)) / max(len(page), 1)
        for place, one in enumerate(page):
            left = labels + place * (wide + gap)
            axes = figure.add_axes(_box(left, foot, wide, HEIGHT - foot - head))
            _bars(axes, one, wide, style, named=not place)
        style.titled(
            figure,
            _headline(page),
            "found by trying: each in an environment and a process of its own",
        )
        _key(figure, style, ok="works", part=f"+ {IN_PART}")
        return figure


def _bars(axes: Axes, one: Ecosystem, wide: float, style: Style, *, named: bool) -> None:
    found = counts(one)
    most = max((len(one.packages)), 1)
    for row, question in enumerate(QUESTIONS):
        count = found[question]
        axes.barh(row, most, height=0.66, color=style.track)
        axes.barh(row, count.works, height=0.66, color=style.works)
        axes.barh(row, count.part, left=count.works, height=0.66, color=style.in_part, hatch="//",
                  edgecolor=style.works, linewidth=0)  # fmt: skip
        said = f"{count.works}" if count.asked else "does not apply"
        if count.part:
            said += f" + {count.part}"
        if count.asked and count.asked < most:
            said += f" of {count.asked}"
        full = count.works + count.part
        room = LETTER * len(said) / wide * most
        beside = not full or full + room <= most
        solid = count.works > room  # long enough to be written on
        end = full if beside or not solid else count.works
        under = style.works if solid else style.in_part
        axes.text(
            end + (0.03 if beside else -0.02) * most,
            row,
            said,
            ha="left" if beside else "right",
            va="center",
            size=15,
            weight="bold" if count.asked else "normal",
            color=style.soft if not count.asked else style.ink if beside else readable_on(under),
            bbox=None if beside or solid else {"facecolor": under, "edgecolor": "none", "pad": 1.5},
        )
    axes.set_title(literal(one.interpreter, 16), loc="left", pad=10, size=20)
    axes.set_xlim(0, most)
    axes.set_ylim(len(QUESTIONS) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks(range(len(QUESTIONS)), [LONG[name] for name in QUESTIONS] if named else [])
    bare(axes)


def _matrix(page: Sequence[Ecosystem], names: Sequence[str], title: str, style: Style) -> Figure:
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        labels, gap, foot, head = 2.75, 0.22, 0.6, 1.6 + NAMES
        wide = (WIDTH - labels - 0.3 - gap * (ACROSS - 1)) / ACROSS
        for place, one in enumerate(page):
            left = labels + place * (wide + gap)
            axes = figure.add_axes(_box(left, foot, wide, HEIGHT - foot - head))
            _tiles(axes, one, names, style, named=not place)
        style.titled(
            figure,
            title,
            "imported: in the main interpreter, a subinterpreter, two at once; called: from lanes",
        )
        _key(figure, style, ok="✓ works", part=f"~ {IN_PART}", failed="✗ does not work")
        return figure


def _tiles(axes: Axes, one: Ecosystem, names: Sequence[str], style: Style, *, named: bool) -> None:
    known = {package.name: package for package in one.packages}
    for row, name in enumerate(names):
        if name in known:
            _row(axes, row, known[name], style)
    axes.set_xlim(0, len(ASKED))
    axes.set_ylim(max(len(names), 1), 0)
    axes.set_yticks(
        [row + 0.5 for row in range(len(names))],
        [literal(name, 22) for name in names] if named else [],
        size=14,
    )
    axes.xaxis.tick_top()
    axes.set_xticks(
        [column + 0.5 for column in range(len(ASKED))],
        [COLUMNS[question] for question in ASKED],
        rotation=90,
        size=13,
    )
    axes.tick_params(axis="x", pad=1)
    axes.annotate(
        literal(one.interpreter, 16),
        (0, 1),
        (0, NAMES * 72),
        xycoords="axes fraction",
        textcoords="offset points",
        size=18,
        weight="bold",
    )
    bare(axes)


def _row(axes: Axes, row: int, package: Package, style: Style) -> None:
    if package.wheel.status != "ok":
        shape: dict[str, Any] = {"facecolor": style.absent, "edgecolor": "none"}
        axes.add_patch(Rectangle((0.04, row + 0.06), len(ASKED) - 0.08, 0.88, **shape))
        axes.text(
            len(ASKED) / 2,
            row + 0.5,
            no_wheel(package),
            size=12,
            color=style.soft,
            style="italic",
            **MIDDLE,
        )
        return
    for column, question in enumerate(ASKED):
        status = package.check(question).status
        face, edge, ink = _look(status, style)
        axes.add_patch(
            Rectangle((column + 0.04, row + 0.06), 0.92, 0.88, facecolor=face, edgecolor=edge)
        )
        own: dict[str, Any] = {"size": 13, "color": ink, "weight": "bold", **MIDDLE}
        axes.text(column + 0.5, row + 0.5, SIGNS[status], **own)


def _look(status: str, style: Style) -> tuple[str, str, str]:
    """Of a check: face, edge, and the colour of its sign."""
    if status == "idle":
        return style.paper, style.line, style.soft
    faces = {"ok": style.works, "part": style.in_part, "failed": style.fails}
    face = faces.get(status, style.absent)
    return face, face, readable_on(face)


def _key(figure: Figure, style: Style, **says: str) -> None:
    handles = [
        Patch(
            facecolor=_look(status, style)[0],
            edgecolor=style.works,
            hatch="//" if text.startswith("+") else None,
            linewidth=0,
            label=text,
        )
        for status, text in says.items()
    ]
    figure.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(0.99, 0.005),
        ncols=len(handles),
        frameon=False,
        fontsize=14,
    )


def _box(left: float, bottom: float, width: float, height: float) -> Box:
    return (left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT)
