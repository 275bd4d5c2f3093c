"""What charts say: the numbers that they show, who is not told apart, and what is not there."""

import re
from dataclasses import replace
from pathlib import Path

import fake_run
import made_up_facts
import pytest
from fake_run import Fake

from analysis.charts import charts, contention, entry, facts, forest, heatmap, memory, scaling
from analysis.charts.chart import Chart
from analysis.charts.telling import LONGEST, finding, names, no_number, sentence, told
from analysis.figures import Missing, Word
from analysis.render.words import ratio
from analysis.report import Report, build
from record.text import plain

EVIL = "\x1b[31m<script>alert(1)</script>\n$\\frac{1}$ " * 9
FAKE = Fake(
    labels=("3.13", "3.13t"),
    strategies=("sequential", "threads", "processes-fork", "interpreter-pool"),
    workloads=("primes", "hashlib", "startup", "memory", "counter", "transfer"),
    sweeps={"counter": ({"sharing": "private"},)},
    blocks=4,
    values=1,
    failed={("3.13t", "processes-fork", "primes"): EVIL},
    ratios={("3.13t", "threads", 2): 0.5},
    keep_raw=True,
    merge=False,
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("findings") / "run"
    fake_run.write(root, FAKE)
    made_up_facts.write(root)
    return root


@pytest.fixture(scope="module")
def report(run: Path) -> Report:
    return build(run)


@pytest.fixture(scope="module")
def known(run: Path, report: Report) -> dict[str, Chart]:
    every = [*charts(report), *facts.charts(run)]
    assert len({chart.name for chart in every}) == len(every)
    return {chart.name: chart for chart in every}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Of one block: there are no intervals."""
    root = tmp_path_factory.mktemp("findings") / "once"
    fake_run.write(root, replace(FAKE, blocks=1))
    return build(root)


def test_all_say_something_short_and_plain(known: dict[str, Chart]) -> None:
    kinds = {name.partition("-")[0] for name in known}
    assert {"heatmap", "amounts", "scaling", "entry", "memory", "contention"} <= kinds
    assert {"transfer", "forest", "explain", "timeline", "sharing", "ecosystem"} <= kinds
    for name, chart in known.items():
        assert re.fullmatch(r"[A-Za-z0-9._+-]+", name)
        assert 20 < len(chart.finding) <= LONGEST, name
        assert chart.finding.endswith((".", "…")), name
        for text in (chart.title, chart.finding):
            assert text == plain(text), name
        assert any(table.lines or table.notes for table in chart.tables), name


def test_nothing_is_drawn_before_it_is_asked_for(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matplotlib.figure.Figure.__init__", None)
    assert len(list(charts(report))) > 8


def test_a_clear_winner_is_named_with_its_number(report: Report, known: dict[str, Chart]) -> None:
    """Threads on 3.13t were made twice as fast as they are; of all workloads that compute."""
    primes, hashlib = report.groups[:2]
    found = known["heatmap"].finding
    entry_of = primes.entries["3.13t", "threads", 2]
    assert primes.winner == entry_of.cell
    assert entry_of.speedup
    assert entry_of.speedup.reference
    assert f"threads on 3.13t in primes {ratio(entry_of.speedup.reference)}" in found
    assert hashlib.winner is not None
    assert "hashlib" in found


def test_no_clear_winner_is_said(tmp_path: Path) -> None:
    fake = replace(
        FAKE, workloads=("hashlib",), strategies=("sequential", "threads"), ratios={}, failed={}
    )
    fake_run.write(tmp_path / "run", replace(fake, unseen=0.2))
    report = build(tmp_path / "run")
    assert report.groups[0].winner is None
    assert "no clear winner" in next(heatmap.charts(report)).finding


def test_what_failed_and_what_is_unsupported_is_named(known: dict[str, Chart]) -> None:
    for name in ("heatmap", "scaling-primes"):
        assert "processes-fork on 3.13t (failed)" in known[name].finding
        assert "interpreter-pool on 3.13 and 3.13t (unsupported)" in known[name].finding
    reasons = [
        place
        for line in known["scaling-primes"].tables[0].lines
        for place in line.said
        if isinstance(place, Missing)
    ]
    assert {one.status for one in reasons} == {"failed"}
    assert "interpreter-pool (unsupported)" in known["entry-3-13-w2-imports-nothing"].finding


def test_scaling_says_the_best_of_each_interpreter(report: Report, known: dict[str, Chart]) -> None:
    found = report.groups[0].entries["3.13t", "threads", 2].speedup
    assert found
    assert found.own
    told_ = known["scaling-primes"].finding
    assert f"3.13t threads w=2 {ratio(found.own)}" in told_
    slower = report.groups[0].entries["3.13", "threads", 2].speedup
    assert slower
    assert slower.own
    assert slower.own.verdict in ("slower", "same", "inconclusive")
    assert "threads (3.13)" in told_


def test_forests_count_their_verdicts(report: Report, known: dict[str, Chart]) -> None:
    assert known["forest-aa"].finding == plain(report.pairs.sentence)
    chart = known["forest"]
    places = [one for table in chart.tables for line in table.lines for one in line.said]
    words = [one.text for one in places if isinstance(one, Word)]
    assert "faster" in words
    for verdict in ("faster", "slower", "same", "inconclusive"):
        count = words.count(verdict)
        assert (f"{count} {verdict}" in chart.finding) is bool(count)


def test_without_intervals_nobody_wins(once: Report) -> None:
    assert "No clear winner in 3 of 3" in next(heatmap.charts(once)).finding
    assert "[no interval]" in next(scaling.charts(once)).finding
    assert "no clear shortest" in next(entry.charts(once)).finding
    assert "no clear least" in next(memory.charts(once)).finding
    assert "nowhere" in next(contention.charts(once)).finding
    assert "no clear winner" in list(forest.charts(once))[1].finding


def test_facts_say_their_counts(known: dict[str, Chart]) -> None:
    assert "threads 82% and 0%, 19 hand-overs" in known["timeline-3.13"].finding
    assert "interpreters (failed)" in known["timeline-3.13"].finding
    assert "threads: the same object 1" in known["sharing-3.13"].finding
    assert "asyncio: SIGSEGV 1" in known["sharing-3.13"].finding
    assert "3 of 7 work" in known["ecosystem-packages-1"].finding
    assert "wheel 6 of 7" in known["ecosystem"].finding
    assert "one GIL" in known["explain-3.13-threads"].finding


def test_sentences_hold_as_much_as_there_is_room_for() -> None:
    many = [f"clause {number} " + "x" * 40 for number in range(20)]
    assert len(sentence("All: ", many)) <= LONGEST
    assert re.search(r"; and \d+ more\.$", sentence("All: ", many))
    assert sentence("All: ", []) == ""
    assert len(told("y" * 999)) == LONGEST
    assert told("One.", "z" * 999, "Two.") == "One. Two."
    absent = no_number([("a", "3.13", "failed"), ("a", "3.14", "failed"), ("b", "", "missing")])
    assert absent == "No number: a on 3.13 and 3.14 (failed); b (not measured)."
    whole = finding("All: ", many, "More.", absent=absent)
    assert whole.endswith(absent)
    assert len(whole) <= LONGEST
    assert finding("All: ", [], none="Nothing.", absent=absent) == f"Nothing. {absent}"
    assert names(["a", "b", "c", "d"]) == "a, b and 2 more"
    assert (names([]), names("a"), names("ab")) == ("", "a", "a and b")
