"""What is said of claims in every format."""

import math
from dataclasses import replace

from analysis.claims.verdict import Check, Judgement, Outcome, Verdict
from analysis.estimate import Estimate
from analysis.overhead.table import Figure
from analysis.render.figures import figure
from analysis.render.words import ALL, NOTHING, number, percent

# The order in which they are shown: what a reader must look at comes first.
ORDER = (Outcome.REFUTED, Outcome.HOLDS, Outcome.UNDECIDED, Outcome.UNTESTABLE)


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
    """The published figures in a few words, and the machine that they are of."""
    claim = verdict.claim
    machines = dict.fromkeys(one.machine for one in claim.published if one.machine)
    told = claim.says or "; ".join(f"{one.value:g} {one.metric}" for one in claim.published)
    return f"{told} ({'; '.join(machines)})" if machines else told


def measured(check: Check) -> str:
    """`0.91x [0.79, 1.05]`, or what a probe saw."""
    if check.figure is None:
        return check.seen or "not measured"
    shown = figure(replace(check.figure, estimate=_plain(check.figure.estimate)))
    return f"{shown.main} {shown.interval}".strip()


def _plain(one: Estimate) -> Estimate:
    """With ends that say nothing, as few blocks have them, as 0 and infinite."""
    if one.interval is None:
        return one
    low, high = one.interval
    said = 0.0 if 0 < low < NOTHING * one.value else low
    return replace(one, interval=(said, math.inf if high > ALL * abs(one.value) > 0 else high))


def allowed(check: Check) -> str:
    """What the claim allows: `above 1.2`."""
    low, high = (None if limit is None else _limit(check, limit) for limit in check.limits)
    if low is not None and high is not None:
        return f"between {low} and {high}"
    if low is None and high is None:
        return ""
    return f"below {high}" if low is None else f"above {low}"


def _limit(check: Check, limit: float) -> str:
    """In what the figure is written in."""
    if check.figure is None:
        return number(limit)
    return figure(Figure(Estimate(limit, None, 0), check.figure.form)).main


def telling(verdict: Verdict) -> str:
    """The check that the verdict rests on, and how many there are."""
    check = verdict.telling
    if check is None:
        return ""
    more = len(verdict.checks) - 1
    others = f"; and {more} more" if more else ""
    return f"{check.what}: {measured(check)}{others}"
