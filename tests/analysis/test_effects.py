"""Effects and their intervals, against scipy called independently."""

import math
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.reading.columns import Columns, Processes
from analysis.samples import Sample, sample, samples_of, work
from analysis.statistics import Effect, Gap, adjusted, family_confidence, mean, paired
from record import Cell


def cell(
    times: Sequence[float], controls: Sequence[float] | None = None, first: int = 0
) -> dict[int, Sample]:
    """Seconds of each block's process, from block `first` on."""
    seen = [None] * len(times) if controls is None else [float(np.log(c)) for c in controls]
    return {
        first + place: Sample(float(np.log(time)), control)
        for place, (time, control) in enumerate(zip(times, seen, strict=True))
    }


def test_the_ratio_is_scipys_paired_t_on_logs() -> None:
    a, b = [2.0, 2.2, 2.5, 1.9], [1.0, 1.2, 1.2, 1.0]
    effect = paired(cell(a), cell(b))
    assert effect is not None
    oracle = stats.ttest_rel(np.log(a), np.log(b))
    limits = oracle.confidence_interval(0.9)
    assert effect.value == pytest.approx(np.mean(np.log(a) - np.log(b)))
    assert effect.p == pytest.approx(oracle.pvalue)
    assert effect.interval(0.9) == pytest.approx((np.exp(limits.low), np.exp(limits.high)))
    assert (effect.df, effect.blocks) == (3, 4)


def test_only_common_blocks_are_compared() -> None:
    effect = paired(cell([8.0, 4.0, 2.0]), cell([1.0, 1.0, 9.0], first=1))
    assert effect is not None
    assert effect.blocks == 2
    assert effect.value == pytest.approx(math.log(8) / 2)


def test_one_common_block_has_no_interval_and_none_no_effect() -> None:
    one = paired(cell([1.0, math.e]), cell([1.0], first=1))
    assert one == Effect(pytest.approx(1.0), None, None, 1)
    assert one is not None
    assert (one.interval(), one.half_width(), one.p) == (None, math.inf, 1.0)
    assert paired(cell([1.0]), cell([1.0], first=5)) is None


def test_differences_that_are_all_equal_give_an_interval_of_no_width() -> None:
    effect = paired(cell([2.0, 4.0, 8.0]), cell([1.0, 2.0, 4.0]))
    assert effect is not None
    assert effect.interval() == pytest.approx((2.0, 2.0))
    assert mean([0.5, 0.5]).p == 0.0
    assert mean([0.0, 0.0]).p == 1.0


def test_enormous_differences_give_an_endless_interval() -> None:
    assert mean([-800.0, 800.0]).interval() == (0.0, math.inf)


def test_a_process_counts_once_however_many_values_it_has() -> None:
    one = sample([1.0, 2.0, 4.0], [0.1, 0.4])
    assert one.time == pytest.approx(math.log(2.0))
    assert one.control == pytest.approx(math.log(0.2))
    assert sample([1.0], []).control is None


def noisy(seed: int, blocks: int = 9) -> tuple[dict[int, Sample], dict[int, Sample]]:
    """Two cells whose controls see most of what disturbs them."""
    rng = np.random.default_rng(seed)
    seen, unseen = rng.normal(0, 0.15, (2, blocks)), rng.normal(0, 0.01, (2, blocks))
    first, second = np.exp(0.7 * seen + unseen)
    return cell(first, np.exp(seen[0])), cell(second, np.exp(seen[1]))


def test_the_adjusted_effect_is_the_intercept_of_a_regression() -> None:
    """Against least squares by numpy: value, error and degrees of freedom."""
    first, second = noisy(1)
    found = adjusted(first, second, Gap())
    assert found is not None
    d = np.array([first[block].time - second[block].time for block in first])
    z = np.array([first[b].control - second[b].control for b in first], dtype=float)  # type: ignore[operator]
    matrix = np.column_stack([np.ones_like(z), z])
    coefficients, residual, *_ = np.linalg.lstsq(matrix, d, rcond=None)
    variance = residual[0] / (len(d) - 2)
    assert found.value == pytest.approx(coefficients[0])
    squared = variance * np.linalg.inv(matrix.T @ matrix)[0, 0]
    assert found.error == pytest.approx(math.sqrt(squared))
    assert found.df == len(d) - 2
    plain = paired(first, second)
    assert plain is not None
    assert found.half_width() < plain.half_width() / 4


def test_a_gap_from_the_compared_cells_alone_gives_the_unadjusted_effect_back() -> None:
    first, second = noisy(2)
    differences = [first[b].control - second[b].control for b in first]  # type: ignore[operator]
    own = mean(differences)
    assert own.error is not None
    assert own.df is not None
    plain, found = paired(first, second), adjusted(first, second, Gap(own.value, own.error, own.df))
    assert plain is not None
    assert found is not None
    assert found.value == pytest.approx(plain.value)
    assert found.error == pytest.approx(plain.error, rel=0.05)


def test_an_uncertain_gap_widens_the_interval() -> None:
    first, second = noisy(3)
    sure, unsure = adjusted(first, second, Gap()), adjusted(first, second, Gap(0.0, 0.05, 20))
    assert sure is not None
    assert unsure is not None
    assert unsure.value == sure.value
    assert unsure.half_width() > 2 * sure.half_width()
    assert unsure.df is not None
    assert 7 < unsure.df <= 27


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (cell([1.0] * 9), cell([2.0] * 9)),  # no controls
        (cell([1.0, 2.0] * 4, [1.0] * 8), cell([2.0] * 8, [1.0] * 8)),  # controls all alike
        noisy(4, blocks=4),  # too few
    ],
)
def test_without_what_it_needs_nothing_is_adjusted(
    first: dict[int, Sample], second: dict[int, Sample]
) -> None:
    assert adjusted(first, second, Gap()) is None


effects = st.builds(
    Effect,
    value=st.floats(-2, 2),
    error=st.floats(0.001, 1),
    df=st.integers(1, 60).map(float),
    blocks=st.just(8),
)


@given(st.lists(effects, min_size=1, max_size=40), st.integers(0, 20))
def test_intervals_of_a_family_exclude_one_exactly_where_it_was_found(
    family: list[Effect], unmeasured: int
) -> None:
    declared = len(family) + unmeasured
    confidence = family_confidence(family, declared)
    ps = [effect.p for effect in family] + [1.0] * unmeasured
    found = stats.false_discovery_control(ps)[: len(family)] <= 0.05
    for effect, is_found, p in zip(family, found, ps, strict=False):
        low, high = effect.interval(confidence) or (0.0, math.inf)
        if abs(p - (1 - confidence)) > 1e-9:  # not on the very edge
            assert (low > 1 or high < 1) == is_found
    assert confidence + 1e-12 >= 0.95


def test_a_family_without_any_effect_is_corrected_for_all_of_it() -> None:
    assert family_confidence([None] * 10, 10) == pytest.approx(1 - 0.05 / 10)
    assert family_confidence([mean([0.5, 0.51, 0.49])] * 10, 10) == pytest.approx(0.95)
    assert family_confidence([], 0) == 0.95


def reading(**changes: Any) -> Cell:
    cell = Cell(
        interpreter="3.13",
        strategy="threads",
        workload="primes",
        parameters={"n": 1},
        workers=2,
        mode={"scaling": "strong"},
    )
    return msgspec.structs.replace(cell, **changes)


def test_columns_give_the_same_samples() -> None:
    """Of a weakly scaled cell's batch, per copy of the work; of other quantities as they are."""
    weak = {"mode": {"scaling": "weak"}}
    cells = [reading(), reading(**weak), reading(**weak, quantity="p99")]
    rows = pd.DataFrame(
        [
            {"reading": number, "block": block, "count": count, "control": control}
            for number in range(3)
            for block, count, control in ((0, 2, 0.5), (3, 1, math.nan))
        ]
    )
    readings = pd.DataFrame({"status": ["ok"] * 3})
    columns = Columns(readings, Processes(rows, np.array([1.0, 4.0, 3.0] * 3)))
    found = samples_of(columns, cells)
    assert found == {
        cell.key: {
            0: Sample(pytest.approx(math.log(2 / copies)), pytest.approx(math.log(0.5))),
            3: Sample(pytest.approx(math.log(3 / copies)), None),
        }
        for cell, copies in zip(cells, (1, 2, 1), strict=True)
    }


@given(
    st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=5),
    st.integers(1, 64),
    st.sampled_from(["strong", "weak"]),
    st.sampled_from(["", "time", "p99", "idle-pss"]),
)
def test_a_sample_is_of_one_copy_of_the_work(
    values: list[float], workers: int, scaling: str, quantity: str
) -> None:
    cell = reading(workers=workers, mode={"scaling": scaling}, quantity=quantity)
    copies = work(cell)
    assert copies == (workers if scaling == "weak" and quantity in ("", "time") else 1)
    found = math.exp(sample(values, [], copies).time)
    assert found * copies == pytest.approx(stats.gmean(values))
