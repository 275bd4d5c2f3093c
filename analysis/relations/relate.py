"""Two runs -> what of the first one's relations the second one shows, too."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.aa import Judgement
from analysis.compare.comparison import Notice
from analysis.relations.contrasts import contrasts
from analysis.relations.differences import Difference, differences
from analysis.relations.notices import notices
from analysis.relations.orders import Order, measured, orders, steps
from analysis.relations.relation import CHECKED, Agreement, Relation
from analysis.relations.side import Side
from analysis.relations.winners import Winner, winners


@dataclass(frozen=True, slots=True)
class Facts:
    """One of the two runs."""

    run: str
    created: str
    machine: str
    pairs: Judgement  # its own A/A pairs


@dataclass(frozen=True, slots=True)
class Relations:
    """What the original (`there`) says, and whether another run (`here`) says so, too."""

    there: Facts
    here: Facts
    margin: float  # the original's, for the verdicts of both
    differences: tuple[Difference, ...]  # of the machines first, then of the builds
    notices: tuple[Notice, ...]  # the worst first
    contrasts: tuple[Relation, ...]  # all that either plan declares
    steps: tuple[Relation, ...]  # from one number of workers to the next
    orders: tuple[Order, ...]
    winners: tuple[Winner, ...]

    @property
    def checked(self) -> tuple[Relation, ...]:
        """The contrasts that the original decides, and that were measured here."""
        return tuple(one for one in self.contrasts if one.agreement in CHECKED)

    @property
    def disagreements(self) -> int:
        """Of contrasts, steps, orders and winners."""
        relations = [*self.contrasts, *self.steps, *self.pairs]
        found = [one.agreement for one in relations] + [one.agreement for one in self.winners]
        return found.count(Agreement.DISAGREE)

    @property
    def pairs(self) -> tuple[Relation, ...]:
        """Of strategies, of all orders."""
        return tuple(one for order in self.orders for one in order.pairs)

    @property
    def chance(self) -> float | None:
        """The share of agreement among contrasts that both decide, were the verdicts dealt anew.

        As Cohen (1960, "A coefficient of agreement for nominal scales") has it: by how often each
        run gives each verdict. None where both decide nothing.
        """
        return chance(self.contrasts)


def chance(relations: Iterable[Relation]) -> float | None:
    """See `Relations.chance`."""
    both = [
        (one.there.verdict, one.here.verdict)
        for one in relations
        if one.there.decided and one.here.decided
    ]
    if not both:
        return None
    ours, theirs = Counter(one for one, _ in both), Counter(other for _, other in both)
    return sum(count * theirs[verdict] for verdict, count in ours.items()) / len(both) ** 2


def relate(there: Side, here: Side) -> Relations:
    """Whether `here` says what the original, `there`, says. Pure."""
    margin = there.manifest.plan.margin
    known = measured(here)
    found = contrasts(there, here, margin)
    return Relations(
        there=_facts(there),
        here=_facts(here),
        margin=margin,
        differences=differences(there, here),
        notices=notices(there, here, found),
        contrasts=found,
        steps=steps(there, here, known, margin),
        orders=orders(there, here, known, margin),
        winners=winners(there, here, known, margin),
    )


def _facts(side: Side) -> Facts:
    report = side.report
    return Facts(report.run, report.created, report.machine, report.pairs)
