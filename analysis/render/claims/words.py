"""What is said of claims in every format: always a figure with what it is, `2x as long`."""

import math
from collections.abc import Iterator
from dataclasses import replace

from analysis.claims.verdict import Check, Judgement, Outcome, PartVerdict, Verdict
from analysis.estimate import Estimate
from analysis.figures import Figure, Form
from analysis.render.figures import Shown, figure
from analysis.render.words import ALL, NOTHING, number, percent

# The order in which they are shown: what a reader must look at comes first. What cannot be tested
# stands apart, by what it needs.
TESTED = (Outcome.REFUTED, Outcome.HOLDS, Outcome.UNDECIDED)
ORDER = (*TESTED, Outcome.UNTESTABLE)
# What is beyond 1, for those who read no bound of it.
BEYOND_ONE = {
    "as fast": ("faster", "slower"),
    "as long": ("longer", "shorter"),
    "as much memory": ("more memory", "less memory"),
    "as much": ("more", "less"),
}


def counted(judged: Judgement) -> str:
    """`31 of 70 claims hold, 2 do not; 12 have too little data, 25 cannot be tested here.`"""
    counts = judged.counts
    return (
        f"Of {len(judged)} published claims {counts[Outcome.HOLDS]} hold here and "
        f"{counts[Outcome.REFUTED]} do not; of {counts[Outcome.UNDECIDED]} there is too little "
        f"data, and {counts[Outcome.UNTESTABLE]} cannot be tested with this run."
    )


def level(judged: Judgement) -> str:
    """How the intervals were made."""
    return (
        f"Intervals of {percent(judged.confidence)}, wider than elsewhere: any wrong verdict among "
        f"all {judged.checks} comparisons is rarer than 5% (Holm). More blocks narrow them."
    )


def published(verdict: Verdict) -> str:
    """The published figures, what they come to in the metric that is tested, and of what."""
    claim = verdict.claim
    told = claim.says or "; ".join(f"{one.value:g} {one.metric}" for one in claim.published)
    theirs = "; ".join(filter(None, map(_theirs, verdict.parts)))
    builds = (one.interpreter for one in claim.published if one.interpreter not in claim.says)
    machines = (one.machine for one in claim.published if one.machine)
    of_what = ", ".join((*dict.fromkeys(builds), *dict.fromkeys(machines)))
    whole = ": ".join(filter(None, (told, theirs)))
    return f"{whole} ({of_what})" if of_what else whole


def _theirs(part: PartVerdict) -> str:
    check = next((one for one in part.checks if one.figure is not None), None)
    if check is None or part.part.theirs is None:
        return ""
    return _about(part, _bound(check, part.part.theirs))


def measured(check: Check) -> str:
    """`0.91x as fast [0.79, 1.05]`, or what a probe saw."""
    if check.figure is None:
        return check.seen or "not measured"
    shown = _shown(Figure(_plain(check.figure.estimate), check.figure.form))
    return " ".join(filter(None, (shown.main, check.unit, shown.interval)))


def _shown(said: Figure) -> Shown:
    """As in every table, but numbers with as many digits as ratios: `0.99` cores."""
    if said.form is not Form.NUMBER:
        return figure(said)
    shown = figure(replace(said, form=Form.RATIO))
    return replace(shown, main=shown.main.removesuffix("x"))


def _plain(one: Estimate) -> Estimate:
    """With ends that say nothing, as few blocks have them, as 0 and infinite."""
    if one.interval is None:
        return one
    low, high = one.interval
    said = 0.0 if 0 < low < NOTHING * one.value else low
    return replace(one, interval=(said, math.inf if high > ALL * abs(one.value) > 0 else high))


def allowed(check: Check) -> str:
    """What was tested: `more than 1.2x as fast`, `faster`."""
    low, high = check.limits
    above, below = (None if one is None else _bound(check, one) for one in (low, high))
    if above is not None and below is not None:
        return f"{above.removesuffix(f' {check.unit}')} to {below}"
    if above is None and below is None:
        return ""
    if 1 in (low, high) and check.unit in BEYOND_ONE:
        return BEYOND_ONE[check.unit][above is None]
    return f"less than {below}" if above is None else f"more than {above}"


def _bound(check: Check, limit: float) -> str:
    """In what the figure is written in."""
    if check.figure is None:
        told = f"{limit:.0%}" if check.unit.startswith("of ") else number(limit)
    else:
        told = _shown(Figure(Estimate(limit, None, 0), check.figure.form)).main
    return f"{told} {check.unit}".strip()


def telling(verdict: Verdict) -> list[str]:
    """One line of each part: the check that it rests on, what was tested, how many there are."""
    return [line for part in verdict.parts for line in _part(part)]


def _part(part: PartVerdict) -> Iterator[str]:
    check = part.telling
    if check is None:
        return
    claimed = " or ".join(part.part.words) or allowed(check)
    tested = f"tested: {claimed}" if claimed else ""
    more = len(part.checks) - 1
    others = f"and {more} more" if more else ""
    yield _about(part, "; ".join(filter(None, (measured(check), tested, check.what, others))))


def _about(part: PartVerdict, told: str) -> str:
    return f"{part.part.about}: {told}" if part.part.about else told


def notes(verdict: Verdict) -> str:
    """Why it is not decided, and what a reader must know of it."""
    return "; ".join(filter(None, (verdict.why, verdict.caveat)))


def untestable(judged: Judgement) -> dict[str, list[Verdict]]:
    """What cannot be tested, by what it needs: the reason that most share first."""
    found: dict[str, list[Verdict]] = {}
    for verdict in judged.of(Outcome.UNTESTABLE):
        found.setdefault(verdict.why, []).append(verdict)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))
