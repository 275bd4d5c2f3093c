"""The best of several cells, and whether it is: the one rule that turns readings into a choice.

To pick the fastest of k and then look at its interval is to select, and luck selects, too. So the
pick is compared by block with every cell of another side (an interpreter and a strategy; with
another number of workers it is the same answer), and it is the winner only where every one of
these intervals lies beyond 1, and none within the margin. That is a multiple comparison with the
best (Hsu 1996, "Multiple Comparisons", ch. 4) of which only the pick's own row is looked at. As
all of k - 1 tests have to agree (an intersection-union test: Berger 1982), none needs a correction
for their number: what fools it most is two equal cells ahead of all others, and these are told
apart in 5% of cases, as two alone would be; with more equals it takes more luck to be ahead of all
(Gutmann & Maymin 1987, "Is the selected population the best?"). That is proven for cells that
vary alike; with noise of other kinds, and adjusted by controls, 3.5 to 7% of 400 choices between
two equals were found clear, and none to 0.5% between more (benchmarks/choices.py).

Nobody wins, either, where nothing is known: that is no tie. Where most of what cannot be told
from the pick may as well take `VAGUE` times as long, there is too little data to say even that.

A report chooses often, so its choices are a family: their level is found from the p of each as
that of a plan's contrasts is (`family_level`: Benjamini & Yekutieli 2005). All intervals of a
choice, of gains over `sequential` too, have this level, or the plan's where that is higher. A gain
is told of whoever was picked: of one clear winner its intervals hold the truth as often as they
say, of the luckiest of 8 equals in 89 to 93% for 95%.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from analysis.estimate import Ratio, Verdict, ratio
from analysis.intervals import family_level
from analysis.statistics import Effect

VAGUE = 10  # times as long as the best: what may be so far behind is not known at all

T = TypeVar("T", bound=Hashable)

# The log of the value of the first / that of the second; None where they have no block in common.
Contrast = Callable[[T, T], Effect | None]


class Outcome(StrEnum):
    WINNER = "clear winner"
    TIED = "no clear winner"
    SEQUENTIAL = "nothing beats sequential"
    TOO_LITTLE = "too little data"
    UNTRUSTED = "not to be trusted"  # the run's A/A pairs are unsound
    ALONE = "the only one measured"  # of all that fit: nothing is chosen
    ABSENT = "not measured here"


@dataclass(frozen=True, slots=True)
class Contest(Generic[T]):
    """What was measured, the best first, and how far each of the others is behind it."""

    ranked: tuple[T, ...]
    behind: Mapping[T, Effect]  # the log of its time / that of the best
    rivals: tuple[T, ...]  # the others that are not of the best one's side
    apart: tuple[T, ...] = ()  # rivals, too, but in no block together with the best

    @property
    def p(self) -> float:
        """The probability of so clear a winner where there is none."""
        if self.apart:
            return 1.0
        effects = (self.behind.get(one) for one in self.rivals)
        ps = (1.0 if one is None or one.value <= 0 else one.p for one in effects)
        return max(ps, default=1.0)


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """What a contest says at one level."""

    outcome: Outcome
    confidence: float
    behind: Mapping[T, Ratio]  # time / time of the best
    tied: tuple[T, ...]  # that cannot be told from the best, of its own side too


def contest(
    cells: Sequence[T], contrast: Contrast[T], side: Callable[[T], Hashable]
) -> Contest[T] | None:
    """Of cells that were measured; None without. What was never beside the best has no rank.

    The best is the one that no other is ahead of; each comparison has its own adjustment, and
    where three of them go round in a circle it is one of these.
    """
    if not cells:
        return None
    best, seen = cells[0], set[T]()
    while True:
        seen.add(best)
        found = {cell: contrast(cell, best) for cell in cells if cell != best}
        behind = {cell: effect for cell, effect in found.items() if effect is not None}
        ahead = [cell for cell in behind if behind[cell].value < 0 and cell not in seen]
        if not ahead:
            break
        best = min(ahead, key=lambda cell: behind[cell].value)
    ranked = sorted(behind, key=lambda cell: behind[cell].value)
    rivals = tuple(cell for cell in ranked if side(cell) != side(best))
    apart = (cell for cell, effect in found.items() if effect is None)
    return Contest(
        (best, *ranked), behind, rivals, tuple(cell for cell in apart if side(cell) != side(best))
    )


def together(contests: Iterable[Contest[T]]) -> float:
    """The level of choices that are made together."""
    return family_level([one.p for one in contests if one.rivals])


def choose(
    of: Contest[T],
    confidence: float,
    margin: float,
    *,
    sequential: T | None = None,
    against: Mapping[T, Effect] | None = None,
    trusted: bool = True,
) -> Choice[T]:
    """Who wins. `sequential` is the cell that doing nothing is, where it takes part.

    `against`: the log of its time / that of each other one. Nothing beats it where all of them are
    told to be no faster than by the margin.
    """
    behind = {cell: ratio(effect, effect, confidence, margin) for cell, effect in of.behind.items()}
    tied = tuple(
        cell
        for cell in of.ranked[1:]
        if cell not in behind or behind[cell].verdict is not Verdict.FASTER
    )
    return Choice(
        _outcome(of, behind, tied, confidence, margin, sequential, against or {}, trusted),
        confidence,
        behind,
        tied,
    )


def _outcome(
    of: Contest[T],
    behind: Mapping[T, Ratio],
    tied: Sequence[T],
    confidence: float,
    margin: float,
    sequential: T | None,
    against: Mapping[T, Effect],
    trusted: bool,
) -> Outcome:
    if not of.rivals and not of.apart:
        return Outcome.ALONE
    if not any(one.interval for one in behind.values()):
        return Outcome.TOO_LITTLE
    if not trusted:
        return Outcome.UNTRUSTED
    if sequential is not None and not of.apart:
        others = [one for one in of.ranked if one != sequential]
        known = [against[one].interval(confidence) for one in others if one in against]
        if len(known) == len(others) and all(one and one[1] <= 1 + margin for one in known):
            return Outcome.SEQUENTIAL
    if equal := [behind[one] for one in of.rivals if one in tied]:
        vague = sum(one.interval is None or one.interval[1] > VAGUE for one in equal)
        return Outcome.TOO_LITTLE if 2 * vague > len(equal) else Outcome.TIED
    return Outcome.TOO_LITTLE if of.apart else Outcome.WINNER
