"""The rule that tells a winner from luck, on effects with known truths."""

import numpy as np
import pytest

from analysis.framework.choice import Choice, Contest, Outcome, choose, contest, together
from analysis.intervals import CONFIDENCE, at_least
from analysis.statistics import Effect, mean

MARGIN = 0.03


def held(logs: np.ndarray, sides: tuple[str, ...] = ()) -> Contest[int]:
    """Of columns of logs, a row a block; each its own side unless told."""
    found = contest(
        range(logs.shape[1]),
        lambda one, other: mean(list(logs[:, one] - logs[:, other])),
        lambda cell: sides[cell] if sides else cell,
    )
    assert found is not None
    return found


def judged(
    logs: np.ndarray, *, sides: tuple[str, ...] = (), margin: float = MARGIN, trusted: bool = True
) -> Choice[int]:
    """The first column is `sequential`."""
    found = held(logs, sides)
    against = {cell: mean(list(logs[:, 0] - logs[:, cell])) for cell in found.ranked if cell}
    return choose(found, CONFIDENCE, margin, sequential=0, against=against, trusted=trusted)


def made(*truths: float, blocks: int = 7, noise: float = 0.01, seed: int = 1) -> np.ndarray:
    """Logs of these times, with what all share and what each has of its own."""
    rng = np.random.default_rng(seed)
    own = rng.normal(0, noise, (blocks, len(truths)))
    return np.log(truths) + own + rng.normal(0, 0.2, (blocks, 1))


@pytest.mark.parametrize("count", [2, 3, 8])
@pytest.mark.parametrize("noise", [(1.0, 1.0), (1.0, 10.0)])
def test_among_equals_a_winner_is_declared_no_more_often_than_the_level_promises(
    count: int, noise: tuple[float, float]
) -> None:
    rng = np.random.default_rng(count)
    spread = np.resize(noise, count) / 100
    trials = 150
    logs = rng.normal(0, 1, (trials, 7, count)) * spread
    wins = sum(judged(one, margin=0.0).outcome is Outcome.WINNER for one in logs)
    assert at_least(wins, trials) > 0.001


def test_two_equals_ahead_of_others_are_told_apart_as_seldom() -> None:
    rng = np.random.default_rng(5)
    logs = np.log([3.0, 1.0, 1.0, 2.0]) + rng.normal(0, 0.05, (150, 7, 4))
    wins = sum(judged(one, margin=0.0).outcome is Outcome.WINNER for one in logs)
    assert wins > 0 and at_least(wins, 150) > 0.001


def test_who_is_ahead_of_all_wins() -> None:
    choice = judged(made(2.0, 1.0, 1.3, 1.1))
    assert choice.outcome is Outcome.WINNER
    assert choice.tied == ()
    assert choice.behind[3].value == pytest.approx(1.1, rel=0.02)


def test_within_the_margin_nobody_wins_however_sure_the_difference_is() -> None:
    logs = made(2.0, 1.0, 1.01, noise=0.0001)
    choice = judged(logs)
    low, high = choice.behind[2].interval or (0, 9)
    assert low > 1 and high < 1 + MARGIN
    assert choice.outcome is Outcome.TIED
    assert choice.tied == (2,)
    assert judged(logs, margin=0.001).outcome is Outcome.WINNER


def test_other_workers_of_the_same_strategy_are_no_rivals() -> None:
    logs = made(2.0, 1.0, 1.001)
    assert judged(logs).outcome is Outcome.TIED
    choice = judged(logs, sides=("sequential", "threads", "threads"))
    assert choice.outcome is Outcome.WINNER
    assert choice.tied  # another number of workers does as well


def test_nothing_beats_sequential_where_all_others_are_shown_to_be_no_faster() -> None:
    assert judged(made(1.0, 1.2, 2.0)).outcome is Outcome.SEQUENTIAL
    assert judged(made(1.0, 1.005, noise=0.001)).outcome is Outcome.SEQUENTIAL
    assert judged(made(1.0, 1.005, noise=0.3)).outcome is Outcome.TIED


def test_of_one_strategy_nothing_is_chosen() -> None:
    assert judged(made(1.0)).outcome is Outcome.ALONE


def test_one_block_is_too_little() -> None:
    assert judged(made(1.0, 2.0, blocks=1)).outcome is Outcome.TOO_LITTLE


def test_where_hardly_anything_is_known_there_is_no_tie_but_too_little_data() -> None:
    logs = made(2.0, 1.0, 1.1, 1.2, blocks=2, noise=0.5)
    choice = judged(logs)
    assert max(one.interval[1] for one in choice.behind.values() if one.interval) > 1000
    assert choice.outcome is Outcome.TOO_LITTLE
    # A few that are told apart by luck do not tell of the others; more blocks do.
    assert judged(made(2.0, 1.0, 1.1, 1.2, blocks=7, noise=0.5)).outcome is Outcome.TIED
    assert judged(made(2.0, 1.0, 1.3, blocks=2, noise=0.0001)).outcome is Outcome.WINNER


def test_in_an_unsound_run_nobody_wins() -> None:
    assert judged(made(2.0, 1.0), trusted=False).outcome is Outcome.UNTRUSTED


def test_many_choices_among_equals_are_judged_more_strictly() -> None:
    contests = [held(made(1.0, 1.0, 1.0, seed=seed)) for seed in range(40)]
    assert together(contests) > 0.99
    clear = [held(made(1.0, 2.0, 3.0, seed=seed)) for seed in range(40)]
    assert together(clear) == pytest.approx(CONFIDENCE)
    assert together([]) == CONFIDENCE


def test_a_winner_and_the_level_that_it_was_found_at_cannot_disagree() -> None:
    contests = [held(made(1.0, 1 + 0.002 * seed, seed=seed)) for seed in range(30)]
    level = together(contests)
    found = [choose(one, level, 0.0).outcome is Outcome.WINNER for one in contests]
    assert any(found) and not all(found)
    assert found == [one.p <= 1 - level + 1e-12 for one in contests]


def test_comparisons_that_go_round_in_a_circle_end() -> None:
    beats = {("a", "b"), ("b", "c"), ("c", "a")}

    def contrast(one: str, other: str) -> Effect:
        return Effect(-0.1 if (one, other) in beats else 0.1, 0.01, 5.0, 6)

    found = contest("abc", contrast, lambda cell: cell)
    assert found is not None
    assert sorted(found.ranked) == ["a", "b", "c"]
    assert found.p == 1.0  # somebody is ahead of it


def test_what_was_never_beside_the_best_does_not_take_part() -> None:
    found = contest(
        "ab", lambda one, other: None if "b" in (one, other) else mean([0.0]), lambda cell: cell
    )
    assert found is not None and found.ranked == ("a",)
    assert contest("", lambda one, other: None, lambda cell: cell) is None


def test_nobody_wins_over_what_was_never_beside_the_best() -> None:
    def known(one: int, other: int) -> Effect | None:
        return None if 2 in (one, other) else mean(list(logs[:, one] - logs[:, other]))

    logs = made(2.0, 1.0, 0.5)
    found = contest(range(3), known, lambda cell: cell)
    assert found is not None
    assert (found.ranked, found.apart, found.p) == ((1, 0), (2,), 1.0)
    assert choose(found, CONFIDENCE, MARGIN).outcome is Outcome.TOO_LITTLE
    same_side = contest(range(3), known, lambda cell: min(cell, 1))
    assert same_side is not None and same_side.apart == ()
    assert choose(same_side, CONFIDENCE, MARGIN).outcome is Outcome.WINNER
