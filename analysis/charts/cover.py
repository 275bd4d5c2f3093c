"""The first slides of a set: what was measured and where, and what must be known beside it."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from matplotlib.figure import Figure

from analysis.aa import Soundness
from analysis.caveats import Severity
from analysis.charts.chart import Chart
from analysis.charts.explain.boxes import Line as Words
from analysis.charts.explain.boxes import height_of, wrapped
from analysis.charts.style import HEIGHT, WIDTH, Style, literal
from analysis.charts.telling import told
from analysis.report import Report
from record.text import plain

LEFT, INDENT, HEAD, FOOT = 0.5, 0.4, 1.5, 0.4  # inches
ROOM = WIDTH - 2 * LEFT - INDENT
SIZES = (20.0, 18.0, 16.0, 14.0)  # points, the largest in which all fits
GAP = 0.16  # inches between what is said
CAVEATS = 4  # that are told: the report has all
LONGEST = 260  # letters of one of them
MOST = 2  # slides
MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


class Said(NamedTuple):
    text: str
    mark: str = ""
    bold: bool = False
    soft: bool = False


def cover(report: Report) -> Iterator[Chart]:
    """One slide, or two where it takes as many; what does not fit on these is counted."""
    all_said = [*_facts(report), *_judged(report), *_caveats(report), *_verdicts(report)]
    size, pages = _fitting(all_said)
    for number, page in enumerate(pages[:MOST], 1):
        more = sum(map(len, pages[MOST:])) if number == MOST else 0
        yield Chart(
            "run" if number == 1 else f"run-{number}",
            plain(report.run),
            told(*(said.text for said in page)),
            (),
            partial(_slide, report, page, size, more),
        )


def _fitting(told: Sequence[Said]) -> tuple[float, list[list[Said]]]:
    """The size of letters, and what stands on each slide."""
    found = [(size, _pages(told, size)) for size in SIZES]
    few = [one for one in found[:-1] if len(one[1]) == 1]
    two = [one for one in found if len(one[1]) <= MOST]
    return (few or two or found[-1:])[0]


def _facts(report: Report) -> Iterator[Said]:
    least, most = report.blocks
    blocks = f"{least}" if least == most else f"{least} to {most}"
    yield Said(f"{report.machine}; {blocks} block{'' if blocks == '1' else 's'}")
    builds = "; ".join(f"{label}: {build}" for label, build in report.builds.items())
    yield Said(builds, soft=True)


def _judged(report: Report) -> Iterator[Said]:
    mark = {Soundness.SOUND: "✓", Soundness.UNSOUND: "✗", Soundness.UNKNOWN: "?"}
    yield Said(report.pairs.sentence, mark[report.pairs.soundness], bold=True)


def _caveats(report: Report) -> Iterator[Said]:
    for caveat in report.caveats[:CAVEATS]:
        effect = f"; {caveat.effect}" if caveat.effect else ""
        yield Said(f"{caveat.cause}{effect}", MARKS[caveat.severity])
    more = len(report.caveats) - CAVEATS
    if more > 0:
        yield Said(f"and {more} more: the report has them", soft=True)


def _verdicts(report: Report) -> Iterator[Said]:
    for group in report.groups:
        if group.title.first and group.sentence:
            yield Said(group.sentence, "→")


def _lines(said: Said, size: float) -> list[Words]:
    text = literal(said.text, LONGEST)
    lines = wrapped(text, ROOM, size, said.bold)
    return [Words(line, size, said.bold, said.soft) for line in lines]


def _pages(told: Sequence[Said], size: float) -> list[list[Said]]:
    pages: list[list[Said]] = [[]]
    free = room = HEIGHT - HEAD - FOOT - 2 * GAP - size / 72
    for said in told:
        tall = height_of(_lines(said, size)) + GAP
        if tall > free and pages[-1]:
            pages.append([])
            free = room
        pages[-1].append(said)
        free -= tall
    return pages


def _slide(report: Report, page: Sequence[Said], size: float, more: int, style: Style) -> Figure:
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        style.titled(figure, literal(report.run, 70), literal(f"measured {report.created}"))
        top = HEIGHT - HEAD
        for said in page:
            if said.mark:
                _text(figure, LEFT, top, Words(said.mark, size, bold=True), style)
            for line in _lines(said, size):
                _text(figure, LEFT + INDENT, top, line, style)
                top -= height_of([line])
            top -= GAP
        if more:
            rest = Words(f"and {more} more sentences: the report has them", size, soft=True)
            _text(figure, LEFT + INDENT, top, rest, style)
    return figure


def _text(figure: Figure, x: float, y: float, words: Words, style: Style) -> None:
    figure.text(
        x / WIDTH,
        y / HEIGHT,
        words.text,
        size=words.size,
        weight="bold" if words.bold else "normal",
        color=style.soft if words.soft else style.ink,
        va="top",
    )
