"""The answer in short: each kind of work, and what to choose where."""

from collections.abc import Collection, Sequence

from analysis.framework.choice import Outcome
from analysis.framework.model import Framework, Headline, Pick
from analysis.framework.works import Kind
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.words import either, span

MEANT = (
    "In short: speedups over sequential on the same interpreter with {lanes}, from the lowest "
    "to the highest end of their intervals. So where sequential code is slower, more is gained: it "
    "does not say which interpreter is faster. Why, and what it costs: Which weapon."
)
DOING = {
    Kind.WAITS: "Waiting",
    Kind.MIXED: "Waiting and computing",
    Kind.KEEPS: "Computing in Python",
    Kind.RELEASES: "Computing in C that releases the GIL",
    Kind.SHARES: "Computing on what lanes share",
}
SEVERAL = "processes-"


def meant(framework: Framework) -> str:
    """By the numbers of these."""
    return MEANT.format(lanes="the start of the lanes" if framework.own else "warm lanes")


def headline(framework: Framework) -> list[str]:
    """The answer in short: `Waiting: asyncio on 3.13, 15.0x to 15.6x.`, one text a kind."""
    return [f"{kind}: {'; '.join(picks)}." for kind, picks in in_short(framework)]


def in_short(framework: Framework) -> list[tuple[str, list[str]]]:
    """The same in its parts: each kind of work, and what to choose where."""
    return [(DOING[one.kind], _picks(one, framework)) for one in framework.headlines]


def _picks(one: Headline, framework: Framework) -> list[str]:
    every = {label for pick in one.picks for label in pick.interpreters}
    return [_pick(pick, every, framework.free) for pick in one.picks]


def _pick(pick: Pick, every: Collection[str], free: Collection[str]) -> str:
    """`asyncio with the GIL (3.13), 14.9x to 15.7x`."""
    told, names, gains = pick.advice, either(_short(pick.advice.strategies)), pick.gains
    if not told.strategies:
        names = str(told.outcome)
    elif told.depends:
        names = f"depends on the work: {names}"
    elif told.outcome is Outcome.ALONE and SEQUENTIAL in told.strategies:
        names, gains = f"nothing to choose but {SEQUENTIAL}", None
    elif SEQUENTIAL in told.strategies:
        clearly = "" if told.outcome is Outcome.SEQUENTIAL else "clearly "
        names, gains = f"nothing {clearly}beats {SEQUENTIAL}", None
    where = f"{names} {_places(pick.interpreters, every, free)}".rstrip()
    return where if gains is None else f"{where}, {span(gains)}"


def _places(labels: Sequence[str], every: Collection[str], free: Collection[str]) -> str:
    """Empty of all interpreters; those with a GIL, or without, are called so."""
    names, own, without = ", ".join(labels), set(labels), set(every) & set(free)
    if own == set(every):
        return ""
    if own in (without, set(every) - without):
        return f"{'without' if own == without else 'with'} the GIL ({names})"
    return f"on {names}"


def _short(strategies: Sequence[str]) -> list[str]:
    """Processes that start in several ways are told as one."""
    starts = [one.removeprefix(SEVERAL) for one in strategies if one.startswith(SEVERAL)]
    if len(starts) < 2:
        return list(strategies)
    others = [one for one in strategies if not one.startswith(SEVERAL)]
    return [*others, f"processes ({', '.join(starts)})"]
