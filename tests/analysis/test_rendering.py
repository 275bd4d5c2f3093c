"""The formats: everything is in them, in its place, and nothing of a file is markup there."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import SMALL, Fake, planned
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from analysis.estimate import Estimate
from analysis.render.markdown import code, markdown, text
from analysis.render.terminal import show
from analysis.render.words import amount, number, ratio
from analysis.report import Report, build
from record import Finding, Unit
from record.text import plain

Make = Callable[[Fake], Path]
EVIL = "<script>alert(1)</script> | **x** [a](http://e) `b` \x1b[31m\r\n# @you ![i](j) \\"


@pytest.fixture(scope="module")
def report(small: Path) -> Report:
    return build(small)


def printed(report: Report, width: int, terminal: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=terminal, highlight=False)
    show(report, console)
    return stream.getvalue()


def rendered(content: str) -> str:
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(content)


def test_the_verdict_comes_first_then_the_warnings_then_who_wins(report: Report) -> None:
    lines = printed(report, 100).splitlines()
    assert lines[0].startswith("Sound: ")
    whole = "\n".join(lines)
    places = [whole.index(part) for part in ("WARNING", "primes: ", "strategy  ")]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_too_wide_and_no_number_is_cut(report: Report, width: int) -> None:
    content = printed(report, width)
    assert max(len(line.rstrip()) for line in content.splitlines()) <= width
    assert "…" not in content
    cell = report.groups[0].entries["3.13t", "threads", 2].speedup
    assert cell is not None
    assert cell.own is not None
    assert cell.reference is not None
    assert ratio(cell.own) in content
    assert ratio(cell.reference) in content


def test_seven_interpreters_fit_in_bands(make: Make) -> None:
    labels = ("3.12", "3.13", "3.13t", "3.13t+gil", "3.14", "3.14t", "3.15")
    fake = replace(SMALL, labels=labels, blocks=2, failed={})
    content = printed(build(make(fake)), 100).partition("Overhead:")[0]
    heads = [line.split()[2:] for line in content.splitlines() if line.startswith("strategy ")]
    assert heads == [["3.12", "3.13", "3.13t"], ["3.13t+gil", "3.14", "3.14t"], ["3.15"]]


def test_a_pipe_gets_plain_text_and_a_terminal_colour(report: Report) -> None:
    assert "\x1b" not in printed(report, 100)
    assert "\x1b[" in printed(report, 100, terminal=True)


def test_cells_without_a_number_say_why(report: Report) -> None:
    for content in (printed(report, 100), markdown(report)):
        assert re.search(r"failed\W* \(1\)", content)
        assert re.search(r"unsupported\W* \(2\)", content)
        assert "(1) checksum 1, expected 6057" in content
        assert "(2) InterpreterPoolExecutor needs Python 3.14" in content


def test_markdown_lists_every_cell_with_its_proof_and_command(report: Report) -> None:
    page = rendered(markdown(report))
    folded = page[page.rindex("<details>") : page.rindex("</details>")]
    assert folded.count("<tr>") == len(planned(SMALL)) + 1
    for entry in report.cells:
        assert f"<code>{entry.cell.key}</code>" in folded
    assert folded.count("gilbench run") == len(planned(SMALL))
    wide = next(line for line in folded.split("<tr>") if "3.13t.threads.w2</code>" in line)
    fields = [re.sub("<[^>]*>", "", field).strip() for field in wide.split("</td>")]
    assert fields[1:5] == ["ok", "6", "2", "off"]


def test_markdown_lists_every_comparison_with_and_without_the_control(report: Report) -> None:
    page = rendered(markdown(report))
    folded = page[page.index("<details>") : page.index("</details>")]
    assert folded.count("<tr>") == len(report.family.ratios) + 1
    for (cell, base), found in report.family.ratios.items():
        row = next(
            line
            for line in folded.split("<tr>")
            if f"<code>{cell}</code>" in line and f"<code>{base}</code>" in line
        )
        assert f">{found.verdict.value}<" in row
        assert found.unadjusted is not None
        assert ratio(found) in row
        assert ratio(replace(found, interval=found.unadjusted)) in row


def test_markdown_has_as_many_cells_in_every_row(report: Report) -> None:
    page = rendered(markdown(report))
    for body in page.split("<table>")[1:]:
        rows = body.partition("</table>")[0].split("<tr>")[1:]
        assert len({row.count("<td") + row.count("<th") for row in rows}) == 1


def test_nothing_hostile_becomes_markup(make: Make) -> None:
    fake = replace(
        SMALL,
        failed={("3.13t", "processes-fork", "primes"): EVIL},
        missing={EVIL: EVIL},
        findings=(Finding(severity="error", what=EVIL, effect=EVIL, remedy=EVIL),),
    )
    report = build(make(fake))
    page = rendered(markdown(report))
    assert "<script" not in page
    assert "<a " not in page
    assert "<img" not in page
    assert "<h1># " not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; | **x** [a]") >= 5
    shown = printed(report, 100)
    assert "\x1b" not in shown
    assert "[31m" in shown


@given(st.text())
def test_escaped_text_reads_as_it_was(content: str) -> None:
    page = rendered(f"x{text(content)}x")
    read = re.sub(r"^<p>|</p>\n$", "", page).replace("\N{WORD JOINER}", "")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        read = read.replace(entity, letter)
    assert read == f"x{plain(content)}x".replace("\N{WORD JOINER}", "")


@given(st.text(alphabet="`|\\ ab<&\n"))
def test_code_reads_as_it_was_in_a_table(content: str) -> None:
    page = rendered(f"| h |\n| --- |\n| {code(content)} |\n")
    expected = plain(content).replace("&", "&amp;").replace("<", "&lt;")
    if expected:
        assert f"<td><code>{expected}</code></td>" in page


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.934, "1.93"), (0.98, "0.98"), (12.44, "12.4"), (9.996, "10.0"), (99.96, "100"),
     (130, "130"), (0.0042, "0.0042"), (float("inf"), "∞"), (0.0, "0")],
)  # fmt: skip
def test_numbers_have_three_digits(value: float, shown: str) -> None:
    assert number(value) == shown


def test_estimates_show_their_interval_or_that_there_is_none() -> None:
    assert ratio(Estimate(1.934, (1.88, 1.98), 5)) == "1.93x [1.88, 1.98]"
    assert ratio(Estimate(1.934, None, 1)) == "1.93x [no interval]"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (Estimate(0.0412, (0.0401, 0.0424), 5), "second", "41.2 ms [40.1, 42.4]"),
        (Estimate(2.5e-6, None, 1), "second", "2.50 µs [no interval]"),
        (Estimate(24.1 * 2**20, (23 * 2**20, 25.2 * 2**20), 5), "byte", "24.1 MiB [23.0, 25.2]"),
        (Estimate(700.0, None, 1), "byte", "700 B [no interval]"),
        (Estimate(576_000.0, (575_900.0, 577_000.0), 5), "integer", "576k [576, 577]"),
        (Estimate(0.5, (0.4, 0.6), 5), "integer", "0.50 [0.40, 0.60]"),
    ],
)
def test_amounts_are_in_the_unit_that_fits(value: Estimate, unit: Unit, shown: str) -> None:
    assert amount(value, unit) == shown
