"""Estimates against scipy called independently, and against truths that were planted."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fake_run import SMALL, Fake
from scipy import stats

import analysis
from analysis.aa import Pair, Soundness, Verdict
from analysis.report import Entry, build
from analysis.speedups import KEY
from analysis.statistics import Estimate, paired_ratio, process_means, typical_time
from record import Cell

Make = Callable[[Fake], Path]


def series(values: list[float]) -> pd.Series:
    return pd.Series(np.log(values), index=range(len(values)))


def test_the_ratio_is_scipys_paired_t_on_logs() -> None:
    a, b = [2.0, 2.2, 2.5, 1.9], [1.0, 1.2, 1.2, 1.0]
    ratio = paired_ratio(series(a), series(b))
    assert ratio is not None
    assert ratio.interval is not None
    differences = np.log(a) - np.log(b)
    half = stats.t.ppf(0.975, 3) * stats.sem(differences)
    assert ratio.value == pytest.approx(math.exp(differences.mean()))
    assert ratio.interval == pytest.approx(
        (math.exp(differences.mean() - half), math.exp(differences.mean() + half))
    )
    assert ratio.blocks == 4


def test_only_common_blocks_are_compared() -> None:
    first = pd.Series(np.log([8.0, 4.0, 2.0]), index=[0, 1, 2])
    second = pd.Series(np.log([1.0, 1.0, 9.0]), index=[1, 2, 7])
    ratio = paired_ratio(first, second)
    assert ratio is not None
    assert ratio.blocks == 2
    assert ratio.value == pytest.approx(math.sqrt(8))


def test_one_common_block_has_no_interval_and_none_no_ratio() -> None:
    first = pd.Series([0.0, 1.0], index=[0, 1])
    one = paired_ratio(first, pd.Series([0.0], index=[1]))
    assert one == Estimate(pytest.approx(math.e), None, 1)
    assert one is not None
    assert one.includes_one is None
    assert paired_ratio(first, pd.Series([0.0], index=[5])) is None


def test_differences_that_are_all_equal_give_an_interval_of_no_width(
    recwarn: pytest.WarningsRecorder,
) -> None:
    ratio = paired_ratio(series([2.0, 4.0, 6.0]), series([1.0, 2.0, 3.0]))
    assert ratio is not None
    assert ratio.interval == pytest.approx((2.0, 2.0))
    assert not recwarn.list


def test_enormous_differences_give_an_endless_interval(recwarn: pytest.WarningsRecorder) -> None:
    ratio = paired_ratio(pd.Series([-400.0, 400.0]), pd.Series([400.0, -400.0]))
    assert ratio is not None
    assert ratio.interval == (0.0, math.inf)
    assert not recwarn.list


def test_a_process_counts_once_however_many_values_it_has() -> None:
    frame = pd.DataFrame({"cell": "x", "block": [0, 0, 0, 1], "value": [1.0, 2.0, 4.0, 3.0]})
    (means,) = process_means(frame, ["cell"]).values()
    assert np.exp(means).tolist() == pytest.approx([2.0, 3.0])
    assert typical_time(means).blocks == 2


def test_the_intervals_cover_a_planted_ratio() -> None:
    """With noise that all cells of a block share, which is 20 times the effect's own."""
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(1000):
        shared = rng.normal(0, 0.2, 6)
        slow, fast = (shared + rng.normal(0, 0.01, 6) for _ in range(2))
        ratio = paired_ratio(pd.Series(slow + math.log(1.5)), pd.Series(fast))
        assert ratio is not None
        assert ratio.interval is not None
        hits += ratio.interval[0] <= 1.5 <= ratio.interval[1]
    assert 930 <= hits <= 970


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


def test_a_speedup_is_what_scipy_says_of_the_frame(small: Path) -> None:
    frame = analysis.load(small)
    logs = np.log(frame["value"]).groupby([frame[name] for name in [*KEY, "block"]], observed=True)
    means = logs.mean().reset_index()

    def pick(interpreter: str, strategy: str, workers: int) -> np.ndarray:
        rows = (means["interpreter"] == interpreter) & (means["strategy"] == strategy)
        rows &= (means["workers"] == workers) & (means["replicate"] == 0)
        return means[rows].sort_values("block")["value"].to_numpy()

    base, cell = pick("3.13", "sequential", 1), pick("3.13t", "threads", 2)
    limits = stats.ttest_1samp(base - cell, 0).confidence_interval(0.95)
    found = entry(small, "3.13t", "threads", 2).speedup
    assert found is not None
    assert found.reference is not None
    assert found.reference.value == pytest.approx(np.exp((base - cell).mean()))
    assert found.reference.interval == pytest.approx((np.exp(limits.low), np.exp(limits.high)))


def test_sequential_is_compared_with_the_reference_alone(small: Path) -> None:
    own = entry(small, "3.13", "sequential", 1).speedup
    other = entry(small, "3.13t", "sequential", 1).speedup
    assert own is not None
    assert (own.own, own.reference) == (None, None)
    assert other is not None
    assert other.own is None
    assert other.reference is not None
    assert other.reference.value == pytest.approx(1 / 1.22, rel=0.05)


def verdict(*intervals: tuple[float, float] | None) -> Verdict:
    twin = Cell(
        interpreter="3.13", strategy="threads", workload="primes", parameters={}, workers=1, mode={}
    )
    return Verdict(tuple(Pair(twin, Estimate(1.0, interval, 5)) for interval in intervals))


HIT, MISS = (0.9, 1.1), (1.01, 1.2)


@pytest.mark.parametrize(
    ("intervals", "soundness"),
    [
        ([], Soundness.UNKNOWN),
        ([None], Soundness.UNKNOWN),
        ([HIT], Soundness.SOUND),
        ([MISS], Soundness.UNSOUND),
        ([HIT] * 4, Soundness.SOUND),
        ([HIT] * 3 + [MISS], Soundness.SOUND),
        ([HIT] * 2 + [MISS] * 2, Soundness.UNSOUND),
        ([HIT] * 38 + [MISS] * 2, Soundness.SOUND),
        ([HIT] * 34 + [MISS] * 6, Soundness.UNSOUND),
    ],
)
def test_the_verdict_allows_for_chance(
    intervals: list[tuple[float, float] | None], soundness: Soundness
) -> None:
    found = verdict(*intervals)
    assert found.soundness is soundness
    assert ("UNSOUND" in found.sentence) is (soundness is Soundness.UNSOUND)
    if found.judged:
        hits = len(found.judged) - found.misses
        assert f"{hits} of {len(found.judged)} A/A" in found.sentence


def test_twins_that_differ_make_a_run_unsound(make: Make) -> None:
    alike, unlike = (make(replace(SMALL, twin_ratio=ratio)) for ratio in (1.0, 1.2))
    assert build(alike).verdict.soundness is Soundness.SOUND
    found = build(unlike)
    assert found.verdict.soundness is Soundness.UNSOUND
    assert found.caveats[0].severity.name == "ERROR"
    ratios = [ratio.value for ratio in found.verdict.judged]
    assert ratios == pytest.approx([1.2] * len(ratios), rel=0.05)
