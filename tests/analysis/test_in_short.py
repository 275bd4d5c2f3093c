"""The sentences of a report and its answer in short say what the framework says."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import RICH, Fake, write
from made_up_readings import cell, readings
from rich.console import Console

from analysis.framework import Framework, framework
from analysis.framework.choice import Outcome
from analysis.framework.traits import Demand
from analysis.page.hero import hero
from analysis.render.escape import text
from analysis.render.framework import words
from analysis.render.framework.short import headline
from analysis.render.markdown import markdown
from analysis.render.terminal import show
from analysis.report import Report, build
from analysis.summary import called
from record import Cell

Times = Mapping[tuple[str, str], float]  # label, strategy


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = tmp_path_factory.mktemp("in-short")
    write(root, replace(RICH, workloads=("primes", "hashlib", "memory", "counter"), blocks=5))
    return build(root)


def made(times: Times, **more: float) -> Framework:
    """Of one workload, with these times."""
    cells = [
        cell("primes", strategy, 1 if strategy == "sequential" else 2, label)
        for label, strategy in times
    ]

    def truth(one: Cell) -> float:
        return times[one.interpreter, one.strategy]

    return framework(readings(cells, truth, **more), 0.95)  # type: ignore[arg-type]


def test_a_sentence_says_what_the_table_says(report: Report) -> None:
    """The same winner or the same equals, with the same speedup; whatever was decided."""
    rows = {row.name: row for row in report.framework.rows if row.demand is Demand.NOTHING}
    outcomes = set()
    for group in report.groups:
        if group.name not in rows:
            continue
        answer = group.answer
        assert answer is rows[group.name].across
        assert answer is not None and answer.best is not None
        outcomes.add(answer.outcome)
        assert (group.winner is not None) is (answer.outcome is Outcome.WINNER)
        for one in answer.advised:
            assert one.cell.strategy in group.sentence
        if group.winner and group.winner.strategy != "sequential":
            assert f"fastest is {called(answer.best.cell)}" in group.sentence
        told = words.gain(answer, across=True)
        assert set(re.findall(r"[\d.]+x", told)) == set(re.findall(r"[\d.]+x", group.sentence))
        assert told.partition("[")[2] == group.sentence.partition("[")[2].partition(" over")[0]
    assert outcomes == {Outcome.WINNER, Outcome.TIED}


def test_groups_that_lead_to_no_row_are_of_the_same_family(report: Report) -> None:
    rows = {row.work.group for row in report.framework.rows}
    others = {group.name: group for group in report.groups if group.name not in rows}
    assert {one.mode for one in others.values()} > {"chunk=1,gc=off,pool=warm,scaling=strong"}
    judged = [one for one in others.values() if one.unit != "integer"]
    assert {one.name for one in judged} == set(report.framework.besides)
    for one in judged:
        assert one.answer is not None
        assert one.answer.confidence == pytest.approx(report.framework.level)
    assert not [one for one in others.values() if one.unit == "integer" and one.answer]


def test_who_loses_updates_is_no_winner(report: Report) -> None:
    """Threads on 3.13t lose some of what they write to one counter; sequential is told instead."""
    group = next(one for one in report.groups if one.timed and "unlocked" in one.parameters)
    assert group.answer is not None
    ran = {(one.cell.interpreter, one.cell.strategy) for one in group.answer.ranked}
    assert ("3.13t", "threads") not in ran
    assert "threads on 3.13t" not in group.sentence


def test_an_unsound_run_names_no_winner(tmp_path: Path) -> None:
    write(tmp_path, Fake(workloads=("primes",), strategies=("sequential", "threads"), twin_ratio=2))
    found = build(tmp_path)
    (group,) = found.groups
    assert group.winner is None
    assert "the run is unsound, and names no winner; least time: " in group.sentence
    assert headline(found.framework) == ["Computing in Python: not to be trusted."]


def test_sequential_that_wins_is_said_to_be_beaten_by_nothing(tmp_path: Path) -> None:
    slow = {("3.13", "threads", 2): 3.0}
    small = Fake(labels=("3.13",), workloads=("primes",), strategies=("sequential", "threads"))
    write(tmp_path, replace(small, ratios=slow))
    (group,) = build(tmp_path).groups
    assert group.sentence == "primes: nothing beats sequential on 3.13."
    assert group.winner is not None and group.winner.strategy == "sequential"


def test_it_is_told_by_whether_there_is_a_gil() -> None:
    both = {"3.12": 1.0, "3.13": 1.0, "3.13t": 1.2}
    times = {(label, "sequential"): one for label, one in both.items()}
    times |= {(label, "processes-fork"): 0.5 for label in both}
    times |= {(label, "processes-spawn"): 0.5 for label in both}
    times |= {("3.12", "threads"): 1.1, ("3.13", "threads"): 1.1, ("3.13t", "threads"): 0.3}
    (told,) = headline(made(times, own=0.01))
    assert re.fullmatch(
        r"Computing in C that releases the GIL: processes \((fork, spawn|spawn, fork)\) with the "
        r"GIL \(3\.12, 3\.13\), 1\.\d+x to 2\.\d+x; threads without the GIL \(3\.13t\), "
        r"3\.\d+x to 4\.\d+x\.",
        told,
    )


def test_versions_that_differ_stand_apart_and_one_under_its_gil_is_no_choice() -> None:
    times = {
        ("3.12", "sequential"): 1.0,
        ("3.12", "threads"): 0.5,
        ("3.12", "interpreters"): 0.8,
        ("3.13", "sequential"): 1.0,
        ("3.13", "threads"): 0.8,
        ("3.13", "interpreters"): 0.5,
        ("3.13t+gil", "sequential"): 1.0,
        ("3.13t+gil", "threads"): 0.1,
    }
    (told,) = headline(made(times))
    assert told == (
        "Computing in C that releases the GIL: threads on 3.12, 2.00x to 2.00x; "
        "interpreters on 3.13, 2.00x to 2.00x."
    )


@pytest.mark.parametrize(
    ("threads", "own", "says"),
    [(2.0, 0.0, "nothing beats sequential."), (0.99, 0.3, "nothing clearly beats sequential.")],
)
def test_nothing_beats_sequential_clearly_or_not(threads: float, own: float, says: str) -> None:
    times = {("3.13", "sequential"): 1.0, ("3.13", "threads"): threads}
    (told,) = headline(made(times, own=own))
    assert told.endswith(says)


def test_every_format_begins_with_it(report: Report) -> None:
    told = headline(report.framework)
    assert 2 <= len(told) <= 6
    page = hero(report, dict.fromkeys((one.name for one in report.groups), ""))
    assert [f"{kind}: {'; '.join(picks)}." for kind, picks in page.short] == told
    stream = io.StringIO()
    show(report, Console(file=stream, width=400, highlight=False))
    for output, shown in ((stream.getvalue(), told), (markdown(report), list(map(text, told)))):
        places = [output.index(one) for one in shown]
        assert places == sorted(places)
        assert output.index(report.pairs.sentence.split(":")[0]) < places[0]
        assert places[-1] < output.index("primes: ")


def test_what_2_blocks_of_noise_cannot_tell_is_no_tie(tmp_path: Path) -> None:
    sides = ("sequential", "threads", "processes-fork")
    fake = Fake(labels=("3.13",), strategies=sides, workloads=("primes",), blocks=2, unseen=0.2)
    write(tmp_path, fake)
    told = build(tmp_path)
    assert headline(told.framework) == ["Computing in Python: too little data."]
    assert "too little data to name a winner" in told.groups[0].sentence
    first = hero(told, {group.name: "" for group in told.groups})
    assert (first.word, first.sound) == ("Not shown to be sound", "unknown")
    assert first.sentence.startswith("5 of 5 A/A intervals contain 1, but")
    (kind,) = first.winners
    assert [(one.who, one.gain, one.clear) for one in kind.told] == [("", "", False)]
    assert kind.told[0].text.startswith("Too little data to name a winner; least time: ")
