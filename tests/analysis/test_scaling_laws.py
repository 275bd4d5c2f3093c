"""The laws of scaling on numbers alone: exact data, published data, limits, and intervals."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from analysis.draws import Floats
from analysis.estimate import Estimate
from analysis.scaling import Fit, Kind, Law, fit, kind_of, serial_fraction
from analysis.scaling.law import AMDAHL, USL, fitted, fitted_all

COUNTS = (1, 2, 4, 8, 16, 32)
SHORT = (1, 2, 4, 8)
gains = st.floats(0.1, 10)
shares = st.floats(0, 1)
pairs = st.floats(0, 0.1)
noises = st.lists(st.floats(-0.3, 0.3), min_size=6, max_size=6)


def law(gain: float, sigma: float, kappa: float = 0.0) -> Law:
    return Law(np.asarray(gain), np.asarray(sigma), np.asarray(kappa))


def speedups(truth: Law, counts: tuple[int, ...] = COUNTS) -> Floats:
    return truth.speedup(np.array(counts))


def fit_of(
    truth: Law, counts: tuple[int, ...] = COUNTS, blocks: int = 8, noise: float = 0.02
) -> Fit:
    rng = np.random.default_rng(1)
    rows = np.log(speedups(truth, counts)) + rng.normal(0, noise, (blocks, len(counts)))
    found = fit(counts, rows)
    assert found is not None
    return found


@given(gains, shares, pairs)
def test_exact_data_give_the_exact_coefficients(gain: float, sigma: float, kappa: float) -> None:
    found = fitted(np.array(COUNTS), speedups(law(gain, sigma, kappa)), USL)
    assert found.gain == pytest.approx(gain, rel=1e-6)
    assert found.sigma == pytest.approx(sigma, abs=1e-6)
    assert found.kappa == pytest.approx(kappa, abs=1e-6)


@given(gains, shares)
def test_so_they_do_for_amdahls_law(gain: float, sigma: float) -> None:
    found = fitted(np.array(SHORT), speedups(law(gain, sigma), SHORT), AMDAHL)
    assert (found.gain, found.sigma, found.kappa) == (
        pytest.approx(gain, rel=1e-6),
        pytest.approx(sigma, abs=1e-6),
        0,
    )


@given(noises, st.floats(0.01, 100), st.permutations(range(6)))
def test_neither_order_nor_scale_matters(
    noise: list[float], scale: float, order: list[int]
) -> None:
    workers = np.array(COUNTS)
    values = speedups(law(1, 0.05, 0.001)) * np.exp(noise)
    one = fitted(workers, values, USL)
    other = fitted(workers[order], scale * values[order], USL)
    assert other.gain == pytest.approx(scale * one.gain, rel=1e-6)
    assert other.sigma == pytest.approx(float(one.sigma), abs=1e-6)
    assert other.kappa == pytest.approx(float(one.kappa), abs=1e-7)


@given(st.lists(st.floats(-3, 3), min_size=6, max_size=6))
@example([-1.0, 0.5, 0.0, 0.0, 0.0, 3.0])  # which the solver leaves 4e-18 beyond a bound
def test_the_limits_hold_whatever_was_measured(logs: list[float]) -> None:
    found = fitted(np.array(COUNTS), np.exp(logs), USL)
    assert found.gain > 0
    assert 0 <= found.sigma <= 1
    assert found.kappa >= 0
    assert found.peak >= 1


@settings(max_examples=40)
@given(st.lists(noises, min_size=1, max_size=8), st.sampled_from([AMDAHL, USL]), shares)
def test_all_at_once_is_as_one_by_one(many: list[list[float]], terms: int, sigma: float) -> None:
    values = speedups(law(1, sigma)) * np.exp(np.array(many))
    together = fitted_all(np.array(COUNTS), values, terms)
    for place, own in enumerate(values):
        alone = fitted(np.array(COUNTS), own, terms)
        assert together.gain[place] == pytest.approx(float(alone.gain), rel=1e-6)
        assert together.sigma[place] == pytest.approx(float(alone.sigma), abs=1e-6)
        assert together.kappa[place] == pytest.approx(float(alone.kappa), abs=1e-7)


@settings(max_examples=40)
@given(noises, shares, pairs)
def test_the_linear_form_finds_what_the_curve_itself_does(
    noise: list[float], sigma: float, kappa: float
) -> None:
    """scipy's fit of the nonlinear form, by relative errors, within the same limits."""
    workers = np.array(COUNTS, dtype=float)
    values = speedups(law(1, sigma, kappa)) * np.exp(np.array(noise) / 100)
    (gain, serial, pair), _ = curve_fit(
        lambda p, *of: law(*of).speedup(p),
        workers,
        values,
        p0=(1.0, 0.1, 0.01),
        sigma=values,
        bounds=([0, 0, 0], [np.inf, 1, np.inf]),
        xtol=1e-12,
        ftol=1e-12,
    )
    found = fitted(workers, values, USL)
    assert found.gain == pytest.approx(gain, rel=2e-3)
    assert found.speedup(workers) == pytest.approx(
        law(gain, serial, pair).speedup(workers), rel=2e-3
    )


# SPEC SDM91 on a SPARCcenter 2000: users, scripts an hour; and what the R package `usl` (Gunther
# and Moeding) prints of it: gamma, alpha, beta, the least and the largest residual.
SDM91 = {1: 64.9, 18: 995.9, 36: 1652.4, 72: 1853.2, 108: 1828.9, 144: 1775.0, 216: 1702.2}
PUBLISHED = (89.9952330, 0.0277285, 0.0001044)


def test_the_law_is_gunthers() -> None:
    users, measured = np.array(list(SDM91)), np.array(list(SDM91.values()))
    published = law(*PUBLISHED)
    residuals = measured - published.speedup(users)
    assert residuals.min() == pytest.approx(-81.7, abs=0.2)
    assert residuals.max() == pytest.approx(111.1, abs=0.2)
    assert published.peak == pytest.approx(96.5, abs=0.05)
    # His residuals are absolute: the first point is 39% off. Here all count for their share.
    found = fitted(users, measured, USL)
    assert found.peak == pytest.approx(96.5, rel=0.05)
    apart = np.abs(np.log(found.speedup(users) / measured))
    assert apart.max() < np.abs(np.log(published.speedup(users) / measured)).max() / 2


def test_karp_and_flatts_own_figures() -> None:
    """S = p / (1 + e (p - 1)); with e = 0.05, 8 workers are 5.93 times as fast."""
    found = serial_fraction(Estimate(5.926, (5.5, 6.4), 8), 8)
    assert found.value == pytest.approx(0.05, abs=1e-4)
    assert found.interval == pytest.approx((8 / 6.4 / 7 - 1 / 7, 8 / 5.5 / 7 - 1 / 7))
    assert serial_fraction(Estimate(1.0, None, 1), 2) == Estimate(1.0, None, 1)
    with pytest.raises(ValueError, match="2 workers"):
        serial_fraction(Estimate(1.0, None, 1), 1)


@given(shares, st.integers(2, 128), gains)
def test_the_fraction_is_amdahls_at_any_number_of_workers(
    sigma: float, workers: int, gain: float
) -> None:
    own = law(gain, sigma)
    relative = float(own.speedup(workers) / own.speedup(1))
    found = serial_fraction(Estimate(relative, None, 1), workers)
    assert found.value == pytest.approx(sigma, abs=1e-9)


def test_each_law_needs_its_counts() -> None:
    kinds = [kind_of(counts) for counts in range(8)]
    assert kinds == [
        *(None, None, Kind.KARP_FLATT, Kind.KARP_FLATT),
        *(Kind.AMDAHL, Kind.AMDAHL, Kind.USL, Kind.USL),
    ]
    assert fit((1, 2, 4), np.zeros((8, 3))) is None
    assert fit((1, 2, 4, 4), np.zeros((8, 4))) is None


def test_intervals_hold_the_truth_and_narrow_with_blocks() -> None:
    truth = law(0.95, 0.05, 0.001)
    widths = []
    for blocks in (5, 20):
        found = fit_of(truth, blocks=blocks)
        for own, true in (
            (found.gain, 0.95),
            (found.sigma, 0.05),
            (found.kappa, 0.001),
            (found.peak, float(truth.peak)),
            (found.at(64), float(truth.speedup(64))),
        ):
            assert own is not None
            assert own.interval is not None
            assert own.interval[0] < true < own.interval[1]
            assert own.interval[0] <= own.value <= own.interval[1]
        assert found.sigma.interval is not None
        widths.append(found.sigma.interval[1] - found.sigma.interval[0])
    assert widths[1] < widths[0] / 1.5


def test_fewer_than_five_blocks_give_no_interval() -> None:
    found = fit_of(law(1, 0.05, 0.001), blocks=4)
    assert [found.gain.interval, found.sigma.interval, found.at(4).interval] == [None] * 3


def test_a_coefficient_at_its_limit_has_a_bound_on_one_side() -> None:
    rows = np.random.default_rng(2).normal(0, 0.02, (8, 6)) + np.log(speedups(law(1, 0.02)))
    rows[:, -1] += 0.05  # faster at the end than any cost of pairs allows
    found = fit(COUNTS, rows)
    assert found is not None
    assert found.kappa is not None
    assert (found.kappa.value, found.sigma.bound) == (0, None)
    assert found.kappa.bound is not None
    assert 0 <= found.kappa.bound < 0.001
    none = fit(COUNTS, np.random.default_rng(3).normal(0, 0.01, (8, 6)) - 0.05 * np.arange(6))
    assert none is not None
    assert none.sigma.value == 1
    assert none.sigma.bound is not None
    assert 0.9 < none.sigma.bound <= 1
    assert none.peak is not None
    assert none.peak.value == 1


def test_nothing_is_said_of_more_than_twice_the_workers() -> None:
    found = fit_of(law(1, 0.01))
    assert found.furthest == 64
    assert found.at(64).value > found.at(32).value
    with pytest.raises(ValueError, match="64"):
        found.at(65)


def test_a_block_that_lacks_a_count_tells_of_the_others() -> None:
    rng = np.random.default_rng(4)
    rows = np.log(speedups(law(1, 0.05), SHORT)) + rng.normal(0, 0.02, (9, 4))
    rows[0, 2] = rows[1, 3] = np.nan
    found = fit(SHORT, rows)
    assert found is not None
    assert found.blocks == 8
    assert found.sigma.value == pytest.approx(0.05, abs=0.01)
    assert found.sigma.interval is not None


def test_the_same_run_says_the_same_every_time() -> None:
    assert fit_of(law(1, 0.05, 0.001)).sigma == fit_of(law(1, 0.05, 0.001)).sigma


@given(st.integers(1, 100))
def test_work_that_one_worker_does_at_a_time_peaks_at_one(workers: int) -> None:
    assert law(1, 1).peak == 1
    assert law(1, 1).speedup(workers) == pytest.approx(1)
