"""What a report says, whoever renders it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fake_run
import pytest
from fake_run import SMALL, Fake

from analysis.caveats import Caveat, Kind, Severity
from analysis.report import Report, build
from record import Finding, Goal

Make = Callable[[Fake], Path]
WIN = Fake(labels=("3.13", "3.13t"), strategies=("sequential", "threads"), workloads=("primes",))


def of_kind(report: Report, kind: Kind) -> list[Caveat]:
    return [caveat for caveat in report.caveats if caveat.kind is kind]


def test_the_winner_is_named_with_its_gain(make: Make) -> None:
    (group,) = build(make(WIN)).groups
    assert group.sentence.startswith("primes: fastest is threads on 3.13t, w=2: 1.5")
    assert group.sentence.endswith("] over sequential 3.13.")


def test_no_winner_where_the_runner_up_cannot_be_told_apart(make: Make) -> None:
    fake = replace(WIN, strategies=("sequential", "threads", "interpreters"))
    (group,) = build(make(replace(fake, labels=("3.13t",)))).groups
    assert "no clear winner among" in group.sentence
    assert "threads" in group.sentence
    assert "interpreters" in group.sentence
    assert "sequential (" not in group.sentence


def test_those_tied_stand_in_the_order_of_the_plan(make: Make) -> None:
    """Whichever of them was the fastest."""
    slow, first = ("3.12", "threads", 2), ("3.13t", "threads", 2)
    fake = replace(WIN, labels=("3.12", "3.13", "3.13t"), workloads=("hashlib",), workers=(2,))
    (group,) = build(make(replace(fake, ratios={slow: 3.0, first: 0.9}, unseen=0.06))).groups
    assert group.answer is not None and group.answer.best is not None
    assert group.answer.best.cell.interpreter == "3.13t"
    assert (
        "fastest is threads, no clear winner among 3.13 and 3.13t; least time: threads"
        in group.sentence
    )


def test_equal_worker_counts_of_one_strategy_do_not_compete(make: Make) -> None:
    """Twice the cores in workers gives the same speed; threads on 3.13t still win."""
    (group,) = build(make(replace(WIN, workers=(1, 2, 4)))).groups
    assert "fastest is threads on 3.13t" in group.sentence


def test_one_block_names_no_winner(make: Make) -> None:
    report = build(make(replace(WIN, blocks=1)))
    assert "too little data" in report.groups[0].sentence
    (few,) = of_kind(report, Kind.FEW_BLOCKS)
    assert "1 block" in few.cause
    assert report.pairs.sentence.endswith("at least 3 blocks.")


def test_a_good_run_has_no_caveat(make: Make) -> None:
    assert build(make(WIN)).caveats == ()


def test_failed_cells_are_warned_of_with_their_reason(small: Path) -> None:
    (failed,) = of_kind(build(small), Kind.FAILED)
    assert failed.severity is Severity.WARNING
    assert "checksum 1, expected 6057" in failed.cause
    assert "processes-fork on 3.13t" in failed.effect


def test_unsupported_cells_are_notes_grouped_by_reason(make: Make) -> None:
    (note,) = of_kind(build(make(replace(SMALL, failed={}))), Kind.UNSUPPORTED)
    assert note.severity is Severity.NOTE
    assert fake_run.NO_POOL in note.cause
    assert "4 cells" in note.cause
    assert "interpreter-pool on 3.13, 3.13t" in note.effect


def test_missing_interpreters_are_warned_of(small: Path) -> None:
    (missing,) = of_kind(build(small), Kind.MISSING_INTERPRETER)
    assert "3.14 could not be had: no download for this platform" in missing.cause


@pytest.mark.parametrize(
    ("severity", "expected"),
    [("error", Severity.ERROR), ("warning", Severity.WARNING), ("note", Severity.NOTE)],
)
def test_findings_of_the_manifest_are_caveats(
    make: Make, severity: str, expected: Severity
) -> None:
    finding = Finding(severity=severity, what="a debug build", effect="slow", remedy="rebuild")
    (caveat,) = build(make(replace(WIN, findings=(finding,)))).caveats
    assert (caveat.severity, caveat.cause, caveat.remedy) == (expected, "a debug build", "rebuild")


def test_a_stopped_run_is_unfinished(make: Make) -> None:
    (stopped,) = of_kind(build(make(replace(WIN, unfinished=True))), Kind.UNFINISHED)
    assert "a block is incomplete" in stopped.cause
    (stopped,) = of_kind(build(make(replace(WIN, blocks=1, unfinished=True))), Kind.UNFINISHED)
    assert "not measured" in stopped.cause


def test_fewer_blocks_than_asked_for_is_unfinished_unless_time_was_the_limit(make: Make) -> None:
    short = build(make(replace(WIN, goal=Goal(blocks=20))))
    timed = build(make(replace(WIN, goal=Goal(blocks=20, budget=60.0))))
    assert of_kind(short, Kind.UNFINISHED)
    assert not of_kind(timed, Kind.UNFINISHED)


def test_the_worst_caveat_comes_first(make: Make) -> None:
    finding = Finding(severity="error", what="2 spinning processes do not run at once", effect="",
                      remedy="")  # fmt: skip
    report = build(make(replace(SMALL, findings=(finding,))))
    assert report.caveats[0].cause == finding.what
    assert [caveat.severity for caveat in report.caveats] == sorted(
        caveat.severity for caveat in report.caveats
    )


def test_twins_are_in_no_group(small: Path) -> None:
    report = build(small)
    assert any(entry.cell.replicate for entry in report.cells)
    entries = [entry for group in report.groups for entry in group.entries.values()]
    assert entries
    assert not any(entry.cell.replicate for entry in entries)


def test_groups_are_told_apart_by_title(make: Make) -> None:
    titles = [group.title.text for group in build(make(Fake(blocks=2, labels=("3.13",)))).groups]
    assert titles == ["primes", "hashlib", "sleep_fanout"]


def test_a_run_without_any_number_still_has_a_report(make: Make) -> None:
    root = make(WIN)
    (root / "journal.jsonl").write_bytes(b"")
    report = build(root)
    assert report.blocks == (0, 0)
    assert report.groups[0].sentence == "primes: nothing was measured."
    assert of_kind(report, Kind.UNFINISHED)
