"""The tables of overhead in both formats: every figure whole, within the width, and no markup."""

import io

import pytest
from made_up_readings import cell, readings
from markdown_it import MarkdownIt
from rich.console import Console

from analysis.estimate import Estimate
from analysis.figures import Figure, Form, Line, Missing, Section, screens, table
from analysis.overhead import sections
from analysis.overhead.crossing import Crossing
from analysis.render.figures import Shown, figure
from analysis.render.markdown import text
from analysis.render.overhead import markdown, terminal
from record import Cell, Unit

LABELS = ("3.12", "3.13", "3.13t+gil", "3.13t")
EVIL = "<script>alert(1)</script> | **x** [a](http://e) \x1b[31m"
UNITS: dict[str, dict[str, Unit]] = {
    "startup": dict.fromkeys(("create", "first", "steady", "teardown"), "second"),
    "memory": dict.fromkeys(("idle-pss", "idle-uss", "worked-pss", "worked-uss"), "byte"),
    "web": dict.fromkeys(("batch", "p50", "p99"), "second"),
}


def everything() -> list[Section]:
    """A table of each kind, with cells that are not there and cells that say why."""
    lanes = (("sequential", 1), ("threads", 1), ("threads", 2), ("processes-forkserver", 2))
    cells = []
    for label in LABELS:
        for strategy, workers in (*lanes, ("interpreter-pool", 2)):
            cells += [
                cell("primes", strategy, workers, label, n=1),
                cell("primes", strategy, workers, label, n=1, gc="off"),
                cell("primes", strategy, workers, label, n=1, scaling="weak"),
                *(
                    cell("shared_read", strategy, workers, label, object="dict", sharing=sharing)
                    for sharing in ("shared", "private")
                ),
                *(
                    cell("granularity", strategy, workers, label, turns=turns, tasks=8)
                    for turns in (20, 220, 2_200, 22_000, 220_000, 2_200_000)
                ),
                cell("startup", strategy, workers, label, imports="heavy", tasks=50),
                cell("memory", strategy, workers, label, imports="heavy", depth=14),
            ]
    cells += [cell("web", "threads", 16, "3.13", cpu=2, requests=128)]

    def truth(one: Cell) -> float | None:
        if one.strategy == "interpreter-pool" or (one.workers, one.interpreter) == (2, "3.12"):
            return None
        turns = one.parameters.get("turns")
        return turns * 5e-8 if isinstance(turns, int) else 0.123456

    return list(sections(readings(cells, truth, units=UNITS, own=0.1, reason=EVIL)))


def printed(width: int) -> str:
    stream = io.StringIO()
    terminal(everything(), Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def figures() -> list[Shown]:
    return [
        figure(said)
        for section in everything()
        for table in section.tables
        for line in table.lines
        for said in line.said
        if isinstance(said, Figure)
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_too_wide_and_no_figure_is_cut(width: int) -> None:
    content = printed(width)
    assert max(len(line.rstrip()) for line in content.splitlines()) <= width
    assert "…" not in content
    for one in figures():
        assert one.main in content
        assert one.interval in content


def test_the_phases_stand_side_by_side_in_80_columns() -> None:
    (line, *_) = (line for line in printed(80).splitlines() if "teardown" in line)
    assert line.split() == ["strategy", "w", "create", "first", "steady", "teardown"]


def test_markdown_has_every_figure_and_as_many_cells_in_every_row() -> None:
    content = markdown(everything(), text)
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(content)
    for one in figures():
        assert f"{one.main} {one.interval}".replace("<", "&lt;").replace(">", "&gt;") in page
    for body in page.split("<table>")[1:]:
        rows = body.partition("</table>")[0].split("<tr>")[1:]
        assert len({row.count("<td") + row.count("<th") for row in rows}) == 1


def test_nothing_hostile_becomes_markup() -> None:
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(
        markdown(everything(), text)
    )
    assert "<script" not in page
    assert "<a " not in page
    assert "alert(1)" in page
    assert "\x1b" not in printed(100)


def test_what_is_missing_in_a_line_is_explained_once_below() -> None:
    said = (Missing("unsupported", "too old"), Figure(Estimate(1.5, (1.4, 1.6), 5), Form.RATIO))
    found = table("", ("strategy",), ("3.12", "3.13"), [Line(("threads",), said)] * 2)
    assert found is not None
    stream = io.StringIO()
    terminal([Section("Title", "About.", (found,))], Console(file=stream, width=80))
    assert stream.getvalue().count("unsupported (1)") == 2
    assert stream.getvalue().count("(1) too old") == 1


def test_lines_that_say_nothing_become_a_note() -> None:
    known = Figure(Estimate(1.5, (1.4, 1.6), 5), Form.RATIO)
    old = Missing("unsupported", "too old")
    lines = [
        Line(("threads", "1"), (known, None, None)),
        Line(("pool", "1"), (old, old, None)),
        Line(("pool", "2"), (old, None, None)),
        Line(("never", "1"), (None, None, None)),
    ]
    found = table("", ("strategy", "w"), ("3.12", "3.13", "3.14"), lines)
    assert found is not None
    assert [line.labels for line in found.lines] == [("threads", "1")]
    assert found.columns == ("3.12", "3.13")  # nothing was planned for the third
    assert found.notes == ("pool 1, pool 2: unsupported: too old",)
    assert table("", ("strategy", "w"), ("3.12", "3.13", "3.14"), lines[3:]) is None


def test_long_tables_are_cut_where_the_first_label_changes() -> None:
    lines = [Line((name, str(number)), ()) for name in "abc" for number in range(4)]
    assert [len(part) for part in screens(lines, 9)] == [8, 4]
    assert [len(part) for part in screens(lines, 3)] == [4, 4, 4]
    assert list(screens([], 3)) == [[]]


@pytest.mark.parametrize(
    ("value", "interval", "form", "expected"),
    [
        (1.054, (1.02, 1.08), Form.RATIO, ("1.05x", "[1.02, 1.08]")),
        (0.0124, (0.0121, 0.0129), Form.SECONDS, ("12.4 ms", "[12.1, 12.9]")),
        (0.452, (0.43, 1.01), Form.SHARE, ("45.2%", "[43.0, 101]")),
        (0.0, (0.0, 0.0004), Form.SHARE, ("0%", "[0, 0.04]")),
        (-0.11, (-0.36, 12.345), Form.MIB, ("-0.11 MiB", "[-0.36, 12.3]")),
        (-0.001, (-0.02, 0.01), Form.MIB, ("0 MiB", "[-0.02, 0.01]")),
        (1030.2, (911.0, 1165.0), Form.RATE, ("1030/s", "[911, 1165]")),
        (1.5, None, Form.RATIO, ("1.50x", "[no interval]")),
    ],
)
def test_figures_have_their_unit_once(
    value: float, interval: tuple[float, float] | None, form: Form, expected: tuple[str, str]
) -> None:
    shown = figure(Figure(Estimate(value, interval, 5), form))
    assert (shown.main, shown.interval) == expected


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        (4.2e-5, (3.8e-5, 4.8e-5), ("42.0 µs", "[38.0, 48.0]")),
        (4.2e-5, (3.8e-5, float("inf")), ("42.0 µs", "[38.0 µs, ∞]")),
        (4.2e-6, (0.0, 4.8e-6), ("4.20 µs", "[0, 4.80 µs]")),
        (0.0, (0.0, 0.0), ("< 1.00 µs", "[0, 1.00 µs]")),
        (0.0, (0.0, 3e-6), ("< 1.00 µs", "[0, 3.00 µs]")),
        (float("inf"), (0.03, float("inf")), ("> 100 ms", "[30.0 ms, ∞]")),
        (float("inf"), (float("inf"), float("inf")), ("> 100 ms", "[100 ms, ∞]")),
        (float("inf"), None, ("> 100 ms", "[no interval]")),
    ],
)
def test_what_was_not_reached_or_lies_below_says_so(
    value: float, interval: tuple[float, float] | None, expected: tuple[str, str]
) -> None:
    crossing = Crossing(value, interval, 8, shortest=1e-6, longest=0.1)
    shown = figure(Figure(crossing, Form.SECONDS))
    assert (shown.main, shown.interval) == expected
