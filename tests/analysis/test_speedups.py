"""Speedups of runs in which they were planted."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_run import SMALL, Fake
from scipy import stats

import analysis
from analysis.estimate import Verdict
from analysis.reading.columns import IDENTITY
from analysis.report import Entry, Report, build
from analysis.speedups import Speedup

Make = Callable[[Fake], Path]


def entry(root: Path, interpreter: str, strategy: str, workers: int) -> Entry:
    (group,) = build(root).groups
    return group.entries[interpreter, strategy, workers]


def test_speedups_find_what_was_planted(make: Make) -> None:
    """A tenth more time on 3.13t's threads than the model has, hidden in 15% of block noise."""
    ratios = {("3.13t", "threads", 2): 1.1}
    root = make(replace(SMALL, blocks=10, own=0.005, failed={}, ratios=ratios))
    found = entry(root, "3.13t", "threads", 2).speedup
    assert found is not None
    assert found.own is not None
    assert found.reference is not None
    assert found.own.value == pytest.approx(1.92 / 1.1, rel=0.02)
    assert found.reference.value == pytest.approx(1.92 / 1.1 / 1.22, rel=0.02)
    assert found.own.interval is not None
    assert found.own.interval[1] / found.own.interval[0] < 1.03


def test_without_the_control_a_speedup_is_what_scipy_says_of_the_frame(small: Path) -> None:
    frame = analysis.load(small)
    by = [frame[name] for name in [*IDENTITY, "block"]]
    means = np.log(frame["value"]).groupby(by, observed=True).mean().reset_index()

    def pick(interpreter: str, strategy: str, workers: int) -> np.ndarray:
        rows = (means["interpreter"] == interpreter) & (means["strategy"] == strategy)
        rows &= (means["workers"] == workers) & (means["replicate"] == 0)
        return means[rows].sort_values("block")["value"].to_numpy()

    base, cell = pick("3.13", "sequential", 1), pick("3.13t", "threads", 2)
    level = build(small).family.confidence
    limits = stats.ttest_1samp(base - cell, 0).confidence_interval(level)
    found = entry(small, "3.13t", "threads", 2).speedup
    assert found is not None
    assert found.reference is not None
    assert found.reference.unadjusted == pytest.approx((np.exp(limits.low), np.exp(limits.high)))


def test_sequential_is_compared_with_the_reference_alone(small: Path) -> None:
    own = entry(small, "3.13", "sequential", 1).speedup
    other = entry(small, "3.13t", "sequential", 1).speedup
    assert own is not None
    assert (own.own, own.reference) == (None, None)
    assert other is not None
    assert other.own is None
    assert other.reference is not None
    assert other.reference.value == pytest.approx(1 / 1.22, rel=0.05)


LOST = {("3.13t", "processes-fork", "primes"): "checksum 1, expected 6057"}
NOISY = replace(SMALL, blocks=12, own=0.12, failed={})


def test_the_control_narrows_the_intervals_and_keeps_the_truth(make: Make) -> None:
    """Also between interpreters, whose controls differ by a quarter themselves."""
    report = build(make(NOISY))
    narrowed = report.family.narrowed
    assert narrowed is not None
    assert narrowed[0] == report.family.declared == len(report.family.ratios)
    assert narrowed[1] < 0.5
    other = entry_of(report, "3.13t", "sequential", 1).reference
    own = entry_of(report, "3.13t", "threads", 2).own
    assert other is not None
    assert own is not None
    assert other.interval is not None
    assert other.interval[0] < 1 / 1.22 < other.interval[1]
    assert own.interval is not None
    assert own.interval[0] < 1.92 < own.interval[1]


def test_a_control_that_a_strategy_touches_adjusts_nothing_of_it(make: Make) -> None:
    touched = replace(NOISY, touched={("3.13", "threads"): 1.5})
    report = build(make(touched))
    one, other = (
        entry_of(report, "3.13", strategy, 2).own for strategy in ("threads", "processes-fork")
    )
    assert one is not None
    assert other is not None
    assert one.unadjusted is None
    assert other.unadjusted is not None


def test_work_that_waits_is_not_adjusted(make: Make) -> None:
    report = build(make(replace(NOISY, workloads=("sleep_fanout",))))
    assert report.family.ratios
    assert report.family.narrowed is None


def test_every_verdict_is_that_of_the_interval_shown(make: Make) -> None:
    """Table and verdict cannot disagree; same, faster, slower and inconclusive all occur."""
    ratios = {("3.13", "threads", 1): 0.98, ("3.13", "threads", 2): 0.85}
    fake = replace(SMALL, blocks=9, own=0.03, unseen=0.01, ratios=ratios, failed={})
    family = build(make(fake)).family
    for found in family.ratios.values():
        assert found.interval is not None
        low, high = found.interval
        same = low >= 1 / 1.03 and high <= 1.03
        assert (found.verdict is Verdict.SAME) == same
        assert (found.verdict is Verdict.FASTER) == (low > 1 and not same)
        assert (found.verdict is Verdict.SLOWER) == (high < 1 and not same)
    of_times = set(Verdict) - {Verdict.LESS, Verdict.MORE}
    assert {found.verdict for found in family.ratios.values()} == of_times


def test_the_family_is_what_the_plan_declares_whatever_could_be_measured(make: Make) -> None:
    """A cell that failed has its contrasts in the family all the same."""
    whole, partly = (build(make(replace(SMALL, failed=failed))).family for failed in ({}, LOST))
    assert len(partly.ratios) < len(whole.ratios)
    assert partly.declared == whole.declared == len(whole.ratios)
    assert partly.confidence > whole.confidence


def entry_of(report: Report, interpreter: str, strategy: str, workers: int) -> Speedup:
    (group,) = report.groups
    found = group.entries[interpreter, strategy, workers].speedup
    assert found is not None
    return found
