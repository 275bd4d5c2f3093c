"""The framework of a run: rows of every kind of work, decided together, and their tree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analysis.framework.answers import Entrants, Terms, answer, entrants
from analysis.framework.besides import answers, besides
from analysis.framework.builds import unlike
from analysis.framework.choice import together
from analysis.framework.facts import Facts
from analysis.framework.headline import headlines
from analysis.framework.model import Answer, Framework, Row
from analysis.framework.traits import Demand, fits
from analysis.framework.tree import tree
from analysis.framework.works import Kind, Work, works
from analysis.overhead.readings import SEQUENTIAL, Readings
from analysis.overhead.tax import FORCED
from analysis.own import OWN
from record import Build

# Kinds of work that are asked for demands, each by its work with the most strategies.
DEMANDING = (Kind.KEEPS, Kind.RELEASES, Kind.MIXED, Kind.WAITS)


def framework(
    readings: Readings, least: float, *, sound: bool = True, facts: Facts | None = None
) -> Framework:
    """What to choose. `least` is the level of the plan's own family of contrasts.

    `facts` are of packages, where they were looked at.
    """
    known, margin = facts or Facts(), readings.plan.margin
    measured = works(readings)
    asked = _asked(measured)
    wanted = [(work, demand) for work in measured for demand in _demands(readings, work, asked)]
    alone = [_alone(readings, work, demand) for work, demand in wanted]
    across = [_across(readings, work, demand) for work, demand in wanted]
    every = [*(one for own in alone for one in own.values()), *filter(None, across)]
    others = besides(readings, {work.group for work in measured})
    contests = [*(one.contest for one in every if one.contest is not None), *others.values()]
    level = together(contests)
    terms = Terms(level, least, margin, sound, readings.plan.reference)
    builds = readings.plan.builds
    rows = tuple(
        Row(
            ".".join(filter(None, (work.group, demand.value))),
            work,
            demand,
            {label: answer(readings, one, terms) for label, one in own.items()},
            None if both is None else _warned(answer(readings, both, terms), builds),
        )
        for (work, demand), own, both in zip(wanted, alone, across, strict=True)
    )
    free = tuple(label for label in readings.interpreters if not builds[label].gil)
    return Framework(
        interpreters=readings.interpreters,
        free=free,
        headlines=headlines(rows, readings.interpreters, free),
        rows=rows,
        besides=answers(readings, others, terms),
        tree=tree(rows, readings.interpreters),
        level=max(level, least),
        chosen=sum(bool(one.rivals) for one in contests),
        margin=margin,
        sound=sound,
        packages=known.packages,
        asked=known.asked,
    )


def _asked(measured: Sequence[Work]) -> Mapping[Kind, Work]:
    """Of each kind the work that demands are asked of: with the most strategies, the first such."""
    found: dict[Kind, Work] = {}
    for work in measured:
        most = found.setdefault(work.kind, work)
        if len(work.strategies) > len(most.strategies):
            found[work.kind] = work
    return found


def _demands(readings: Readings, work: Work, asked: Mapping[Kind, Work]) -> Iterator[Demand]:
    """What can be asked of it; each but the first only where another answer could follow."""
    yield Demand.NOTHING
    if work.workload == OWN:
        return  # who runs it knows what it needs
    if work.kind not in DEMANDING or work is not asked[work.kind]:
        return
    for demand in (Demand.SHARED, Demand.APART, Demand.CRASHES, Demand.NO_SUBINTERPRETERS):
        left = [one for one in work.strategies if fits(one, demand)]
        if 0 < len(left) < len(work.strategies) and left != [SEQUENTIAL]:
            yield demand
    if work.kind is not Kind.WAITS and any(_frees(readings, one) for one in readings.interpreters):
        yield Demand.GIL_ON


def _alone(readings: Readings, work: Work, demand: Demand) -> dict[str, Entrants]:
    """By interpreter: a package switches the GIL on only where it is off."""
    return {
        label: entrants(readings, work, demand, [label])
        for label in readings.interpreters
        if demand is not Demand.GIL_ON or _frees(readings, label)
    }


def _across(readings: Readings, work: Work, demand: Demand) -> Entrants | None:
    if demand is Demand.GIL_ON:
        return None  # on another interpreter it does nothing
    own = entrants(readings, work, demand, readings.interpreters)
    measured = {cell.interpreter for cell in own.contest.ranked} if own.contest else set()
    return own if len(measured) > 1 else None


def _frees(readings: Readings, label: str) -> bool:
    return not readings.plan.builds[label].gil and not label.endswith(FORCED)


def _warned(told: Answer, builds: Mapping[str, Build]) -> Answer:
    """With what else the builds of the best and of those beside it differ in."""
    if told.best is None:
        return told
    own = builds[told.best.cell.interpreter]
    beside = dict.fromkeys(one.cell.interpreter for one in told.ranked[1:])
    caveats = (unlike(own, builds[label]) for label in beside)
    return replace(told, caveats=tuple(filter(None, caveats)))
