"""One effect against what a claim allows, and the level of all of them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.claims.evidence import Evidence
from analysis.claims.relation import confidence, figure, outcome, p_value
from analysis.claims.verdict import Outcome
from analysis.figures import Form
from analysis.statistics import Effect

VALUES = st.floats(-5, 5)
EFFECTS = st.builds(
    Effect, VALUES, st.none() | st.floats(0.001, 3), st.sampled_from((1.0, 5.0, 6.0)), st.just(7)
)
EVIDENCE = st.builds(Evidence, EFFECTS, st.booleans(), st.just(Form.RATIO))
BOUNDS = st.floats(0.01, 100)
LEVELS = st.sampled_from((0.9, 0.95, 0.999))


@given(EVIDENCE, BOUNDS, LEVELS)
def test_a_claim_and_its_negation_never_say_the_same(one: Evidence, bound: float, level: float):
    said, denied = outcome(one, (bound, None), level), outcome(one, (None, bound), level)
    other = {Outcome.HOLDS: Outcome.REFUTED, Outcome.REFUTED: Outcome.HOLDS}
    assert denied is other.get(said, Outcome.UNDECIDED)


@given(EVIDENCE, BOUNDS, BOUNDS, LEVELS)
def test_within_limits_is_above_one_and_below_the_other(
    one: Evidence, first: float, second: float, level: float
):
    low, high = sorted((first, second))
    both = [outcome(one, (low, None), level), outcome(one, (None, high), level)]
    said = outcome(one, (low, high), level)
    assert (said is Outcome.HOLDS) == (both == [Outcome.HOLDS] * 2)
    assert (said is Outcome.REFUTED) == (Outcome.REFUTED in both)


@given(EVIDENCE, BOUNDS, LEVELS)
def test_the_interval_that_is_shown_decides(one: Evidence, bound: float, level: float):
    said, shown = outcome(one, (bound, None), level), figure(one, level).estimate
    if one.effect.error is None:
        assert shown.interval is None
        assert said is Outcome.UNDECIDED
        return
    low, high = shown.interval
    if abs(low - bound) > 1e-9 and abs(high - bound) > 1e-9:
        assert said is (
            Outcome.HOLDS if low > bound else Outcome.REFUTED if high < bound else Outcome.UNDECIDED
        )


@given(EVIDENCE, BOUNDS, BOUNDS)
def test_p_says_at_which_level_it_is_decided(one: Evidence, first: float, second: float):
    limits = min(first, second), max(first, second)
    p = p_value(one, limits)
    for level in (0.9, 0.99):
        if abs(p - (1 - level)) > 1e-6:
            decided = outcome(one, limits, level) is not Outcome.UNDECIDED
            assert decided == (p < 1 - level)


@given(st.lists(st.floats(0, 1), max_size=60))
def test_the_level_decides_what_holm_decides(ps: list[float]):
    def holm(ordered: list[float]) -> int:
        """By the definition: step by step, until the first that is not."""
        for step, p in enumerate(ordered):
            if p > 0.05 / (len(ordered) - step):
                return step
        return len(ordered)

    alone = 1 - confidence(ps)
    assert sum(p <= alone * (1 + 1e-12) for p in ps) == holm(sorted(ps))


@given(st.lists(st.floats(0, 1), max_size=30), st.lists(st.floats(0, 1), max_size=30))
def test_more_questions_never_narrow_an_interval(ps: list[float], more: list[float]):
    assert confidence(ps + more) >= confidence(ps) - 1e-12


def test_levels_of_families():
    assert confidence([]) == pytest.approx(0.95)
    assert confidence([0.5] * 10) == pytest.approx(0.995)  # none is decided: Bonferroni's
    assert confidence([1e-9] * 10) == pytest.approx(0.95)
    assert confidence([1e-9] * 6 + [0.5] * 4) == pytest.approx(1 - 0.05 / 5)


def test_wrong_verdicts_are_rare_where_every_limit_is_the_truth():
    """The hardest case: 20 claims that are true by nothing; one wrong at all in 5% of runs."""
    rng = np.random.default_rng(1)
    wrong = 0
    for _ in range(600):
        noise = rng.normal(0, 0.1, (20, 7))
        errors = noise.std(axis=1, ddof=1) / math.sqrt(7)
        ps = 2 * stats.t.sf(abs(noise.mean(axis=1) / errors), 6)
        level = confidence(ps)
        wrong += any(
            outcome(
                Evidence(Effect(value, error, 6, 7), True, Form.RATIO), (1.0, None), level
            ) is not Outcome.UNDECIDED
            for value, error in zip(noise.mean(axis=1), errors, strict=True)
        )  # fmt: skip
    assert wrong / 600 < 0.08
