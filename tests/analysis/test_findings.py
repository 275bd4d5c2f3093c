"""What was found about the machine: said once, where it belongs, with when it was."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import SMALL, Fake
from rich.console import Console

from analysis.render.markdown import markdown
from analysis.render.terminal import show
from analysis.report import Report, build
from record import Examination, Finding

Make = Callable[[Fake], Path]


def finding(what: str, severity: str = "warning", check: str = "") -> Finding:
    return Finding(severity=severity, what=what, effect="slow", remedy="rest", check=check)


def examined(moment: str, *findings: Finding) -> Examination:
    return Examination(when="2025-01-02T03:04:05+00:00", moment=moment, findings=list(findings))


SPIN = finding("two processes do not run in parallel", "error", "parallel")
HOT = finding("heat slowed the CPUs (2 times)", check="slowed")


@pytest.mark.parametrize(
    ("examinations", "causes"),
    [
        ((), []),
        ((examined("start"), examined("end")), []),
        ((examined("start", HOT), examined("end")), [HOT.what]),
        (
            (
                examined("start", finding("load 0.7", check="load")),
                examined("end", finding("load 3.1", check="load")),
            ),
            ["load 0.7"],
        ),
        (
            (
                examined("start", finding("quiet enough", "note", check="x")),
                examined("end", finding("too loud", "error", check="x")),
            ),
            ["too loud"],
        ),
        ((examined("start"), examined("end", HOT)), [f"{HOT.what} (at the end of the run)"]),
        (
            (examined("start"), examined("end"), examined("start", HOT), examined("end", HOT)),
            [f"{HOT.what} (when the run was resumed)"],
        ),
        (
            (examined("start", finding("a"), finding("b")), examined("end", finding("b"))),
            ["a", "b"],
        ),
    ],
)
def test_each_is_said_once(
    make: Make, examinations: tuple[Examination, ...], causes: list[str]
) -> None:
    report = build(make(replace(SMALL, examinations=examinations)))
    said = {caveat.cause for caveat in report.caveats if caveat.remedy == "rest"}
    assert said == set(causes)
    assert sum(caveat.remedy == "rest" for caveat in report.caveats) == len(causes)


def terminal(report: Report) -> str:
    stream = io.StringIO()
    show(report, Console(file=stream, width=120))
    return stream.getvalue()


@pytest.mark.parametrize("moment", ["start", "end"])
def test_an_error_stands_above_all_else(make: Make, moment: str) -> None:
    report = build(make(replace(SMALL, examinations=(examined(moment, SPIN, HOT),))))
    assert terminal(report).startswith("ERROR two processes do not run in parallel")
    title, first, *_ = markdown(report).split("\n\n")
    assert title.startswith("# ")
    assert first.startswith("- **Error**: two processes do not run in parallel")
    for page in (terminal(report), markdown(report)):
        assert page.count("two processes do not run in parallel") == 1
        assert page.count("heat slowed the CPUs") == 1
        assert page.index("two processes") < page.index("A/A") < page.index("heat slowed")


def test_without_an_error_the_verdict_is_first(make: Make) -> None:
    report = build(make(replace(SMALL, examinations=(examined("start", HOT),))))
    assert "A/A" in terminal(report).splitlines()[0]


def test_a_hostile_examination_is_text(make: Make) -> None:
    evil = finding("\x1b[31m[bold]<script>alert(1)</script>", "error", "\x1b")
    report = build(make(replace(SMALL, examinations=(examined("\x1b", evil),))))
    assert "\x1b" not in terminal(report)
    assert "[bold]<script>" in terminal(report)
    assert "<script>" not in markdown(report)
