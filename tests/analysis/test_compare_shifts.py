"""The arithmetic of a comparison, held against scipy.stats, and what it finds in noise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_sides import cells_of, side
from scipy import stats

from analysis import intervals
from analysis.compare import compare
from analysis.compare.rows import verdicts
from analysis.compare.shifts import by_group, shifts
from analysis.compare.subjects import Logs
from analysis.estimate import verdict
from analysis.statistics import mean

RANDOM = np.random.default_rng(7)
LOGS = st.floats(0.2, 5.0)


def logs(table: np.ndarray) -> Logs:
    subject, block = np.nonzero(~np.isnan(table))
    return Logs(subject, block, table[subject, block])


def ragged(count: int, blocks: int, least: int = 2) -> np.ndarray:
    table = RANDOM.normal(0, 0.1, (count, blocks))
    for row in table:
        row[RANDOM.integers(least, blocks + 1) :] = np.nan
    return table


def test_each_cell_has_the_welch_test_of_scipy() -> None:
    base, head = ragged(200, 9), ragged(200, 6)
    found = shifts(logs(base), logs(head), 200)
    low, high = found.limits(0.99)
    for number, (one, other) in enumerate(zip(base, head, strict=True)):
        test = stats.ttest_ind(*(row[~np.isnan(row)] for row in (other, one)), equal_var=False)
        assert found.p[number] == pytest.approx(test.pvalue, rel=1e-9)
        limits = test.confidence_interval(0.99)
        assert math.log(low[number]) == pytest.approx(limits.low, rel=1e-9)
        assert math.log(high[number]) == pytest.approx(limits.high, rel=1e-9)


def test_comparing_says_the_same_of_whole_runs() -> None:
    """From the values on: a process counts with the mean of their logs."""
    cells, base, head = cells_of(40), ragged(40, 8), ragged(40, 8)
    found = compare(side(cells, base, values=3), side(cells, head, values=3))
    confidence = found.confidence
    for number, row in enumerate(found.rows.itertuples()):
        one, other = (table[number][~np.isnan(table[number])] for table in (base, head))
        test = stats.ttest_ind(one, other, equal_var=False)
        limits = test.confidence_interval(confidence)
        assert (row.cell, row.base_processes) == (cells[number].key, len(one))
        assert row.base == pytest.approx(math.exp(one.mean()))
        assert row.ratio == pytest.approx(math.exp(one.mean() - other.mean()))
        assert (row.low, row.high) == pytest.approx(np.exp(limits))
        assert row.verdict == verdict((row.low, row.high), found.margin).value


def test_one_process_has_no_interval() -> None:
    table = np.array([[0.1, np.nan], [0.1, 0.2], [np.nan, np.nan]])
    found = shifts(logs(table), logs(table + 1), 3)
    assert found.p.tolist()[0] == 1.0
    assert np.isnan(found.limits(0.95)[0]).tolist() == [True, False, True]


def test_one_measurement_differs_by_nothing() -> None:
    table = ragged(5, 4)
    found = shifts(logs(table), logs(table), 5)
    assert found.error.tolist() == [0.0] * 5
    assert found.limits(0.99)[0].tolist() == [1.0] * 5
    whole = by_group(logs(table), logs(table), found, np.zeros(5, int), 1)[0]
    assert (whole.value, whole.error) == (0.0, 0.0)


def test_equal_values_without_spread_are_the_same_whatever_their_number() -> None:
    """Counts, of which no rounding may make a difference."""
    base, head = np.full((1, 5), math.log(576000)), np.full((1, 8), math.log(576000))
    found = shifts(logs(base), logs(head), 1)
    assert (found.value[0], found.p[0]) == (0.0, 1.0)


def test_together_a_block_is_one_observation() -> None:
    """What the processes of a block share counts once: Welch's test of the blocks' means."""
    base, head = (
        RANDOM.normal(0, 0.1, (30, blocks)) + RANDOM.normal(0, 0.2, blocks) for blocks in (7, 9)
    )
    found = shifts(logs(base), logs(head), 30)
    whole = by_group(logs(base), logs(head), found, np.zeros(30, int), 1)[0]
    test = stats.ttest_ind(head.mean(axis=0), base.mean(axis=0), equal_var=False)
    limits = test.confidence_interval(0.95)
    assert whole.p == pytest.approx(test.pvalue, rel=1e-9)
    assert whole.interval() == pytest.approx(np.exp(limits), rel=1e-9)


def test_groups_are_apart_and_may_be_empty() -> None:
    base, head = ragged(6, 5), ragged(6, 5)
    found = shifts(logs(base), logs(head), 6)
    effects = by_group(logs(base), logs(head), found, np.array([0, 0, -1, 2, 2, -1]), 3)
    assert list(effects) == [0, 2]
    assert effects[2].value == pytest.approx(found.value[3:5].mean())


def test_the_core_says_what_scipy_says() -> None:
    values, errors = RANDOM.normal(0, 1, 50), RANDOM.uniform(0.1, 1, 50)
    df = RANDOM.uniform(1, 30, 50)
    ps = intervals.p_values(values, errors, df)
    assert ps == pytest.approx(2 * stats.t.sf(np.abs(values) / errors, df))
    halves = intervals.half_widths(errors, df, 0.99)
    assert halves == pytest.approx(stats.t.ppf(0.995, df) * errors)
    fit, own = stats.linregress(values, errors), intervals.line(values, errors)
    assert own.slope == pytest.approx(fit.slope)
    assert own.intercept == pytest.approx(fit.intercept)
    assert own.intercept_stderr == pytest.approx(fit.intercept_stderr)
    for misses in range(4):
        test = stats.binomtest(misses, 8, 1 - 0.95, alternative="greater")
        assert intervals.at_least(misses, 8) == pytest.approx(test.pvalue)
    assert mean(values[:9].tolist()).error == pytest.approx(stats.sem(values[:9]))


@given(st.lists(st.floats(0, 1) | st.floats(0, 0.06), min_size=1, max_size=40))
def test_a_family_is_shown_at_the_level_of_those_found(ps: list[float]) -> None:
    found = int((stats.false_discovery_control(ps) <= intervals.CHANCE).sum())
    assert intervals.family_level(ps) == 1 - intervals.CHANCE * max(found, 1) / len(ps)


@given(st.lists(st.tuples(LOGS, LOGS, st.booleans()), min_size=1), st.sampled_from([0.01, 0.3]))
def test_verdicts_are_those_of_one_interval(
    given: list[tuple[float, float, bool]], margin: float
) -> None:
    low, high = (np.array([pick(one[:2]) for one in given]) for pick in (min, max))
    times = np.array([one[2] for one in given])
    expected = [
        verdict((one, other), margin, "second" if timed else "byte").value
        for one, other, timed in zip(low, high, times, strict=True)
    ]
    assert verdicts(low, high, margin, times).tolist() == expected
    unknown = np.full(len(given), np.nan)
    assert set(verdicts(unknown, unknown, margin, times)) == {"inconclusive"}


def test_of_equal_runs_few_are_told_that_anything_changed() -> None:
    """Blocks share what slows them; 5% of comparisons may tell of a change, and 3 deviations."""
    random = np.random.default_rng(11)
    told, times = 0, 1000
    for _ in range(times):
        base, head = (
            random.normal(0, 0.05, (24, 8)) + random.normal(0, 0.1, (3, 8)).repeat(8, axis=0)
            for _ in range(2)
        )
        found = shifts(logs(base), logs(head), 24)
        limits = found.limits(intervals.family_level(found.p))
        told += not set(verdicts(*limits, 0.0, np.full(24, True))) <= {"inconclusive", "same"}
    assert told <= 0.05 * times + 3 * math.sqrt(0.05 * 0.95 * times)


def test_a_tenth_is_found() -> None:
    random = np.random.default_rng(12)
    cells = cells_of(60)
    base, head = (random.normal(-2, 0.02, (60, 10)) for _ in range(2))
    head[:6] += math.log(1.1)
    head[6:9] -= math.log(1.1)
    found = compare(side(cells, base), side(cells, head)).rows
    assert found["verdict"].tolist()[:9] == ["slower"] * 6 + ["faster"] * 3
    assert found["trend"].tolist()[:9] == [-1] * 6 + [1] * 3
    assert not set(found["verdict"][9:]) & {"slower", "faster"}
    assert found["ratio"][0] == pytest.approx(1 / 1.1, rel=0.03)
