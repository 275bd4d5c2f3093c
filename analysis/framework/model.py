"""The decision framework as data: a table of answers, and the tree of questions that leads there.

Every answer names the cells that it was computed from, by their keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.estimate import Estimate, Ratio
from analysis.figures import Missing, Said
from analysis.framework.choice import Outcome
from analysis.framework.traits import Demand
from analysis.framework.works import Kind, Work
from analysis.own import OWN
from record import Cell


@dataclass(frozen=True, slots=True)
class Lost:
    """A candidate that could not run, or was not measured."""

    cell: Cell
    why: Missing


@dataclass(frozen=True, slots=True)
class Cost:
    """What a strategy takes that a speedup of warm lanes does not show."""

    name: str  # start and end, memory a lane, one lane, copy, build, updates lost
    said: Said
    told: str  # of what: how many lanes, which work
    workload: str  # that measures it
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """Where the answer becomes another: below `at` it is `below`, above it `above`."""

    axis: str  # task length, work in all, bytes a CPU second, memory
    at: Said
    below: str
    above: str
    told: str
    workload: str  # that measures it
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A strategy with so many workers on an interpreter, as it did."""

    cell: Cell
    time: Estimate  # seconds of a batch, or the quantity; with its 95% interval
    base: Cell | None  # `sequential`, or what else the plan compares it with
    gain: Ratio | None  # its speedup over that, or times as much; at the level of the answer
    behind: Ratio | None  # its time / that of the best, at that level; None: it is the best
    costs: tuple[Cost, ...] = ()  # of the best of one interpreter, and of what equals it
    flips: tuple[Flip, ...] = ()

    @property
    def side(self) -> tuple[str, str]:
        return (self.cell.interpreter, self.cell.strategy)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to choose for one kind of work, on one interpreter or among all of them."""

    outcome: Outcome
    confidence: float  # of its intervals
    ranked: tuple[Candidate, ...] = ()  # the best first
    tied: tuple[str, ...] = ()  # keys of those that cannot be told from the best
    lost: tuple[Lost, ...] = ()
    untried: tuple[str, ...] = ()  # strategies that other work of the run was measured with
    needs: str = ""  # the options of `gilbench run` that would tell more
    caveats: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        return self.ranked[0] if self.ranked else None

    @property
    def runner_up(self) -> Candidate | None:
        """The best one of another side; where nobody wins, of those that tie."""
        others = [one for one in self.ranked[1:] if one.side != self.ranked[0].side]
        tied = [one for one in others if one.cell.key in self.tied]
        return next(iter((self.outcome is Outcome.TIED and tied) or others), None)

    @property
    def equals(self) -> tuple[Candidate, ...]:
        """The best, and of each other side the best one that cannot be told from it."""
        found: dict[tuple[str, str], Candidate] = {}
        for one in self.ranked:
            if one.behind is None or one.cell.key in self.tied:
                found.setdefault(one.side, one)
        return tuple(found.values())

    @property
    def shared(self) -> str:
        """The strategy of all `equals`, where only their interpreter is open; else empty."""
        found = {one.cell.strategy for one in self.equals}
        tied = self.outcome is Outcome.TIED and len(self.equals) > 1
        return found.pop() if tied and len(found) == 1 else ""

    @property
    def advised(self) -> tuple[Candidate, ...]:
        """What it comes to: one where that is clear, and several where they are equal."""
        if self.outcome in (Outcome.WINNER, Outcome.ALONE):
            return self.ranked[:1]
        if self.outcome is Outcome.SEQUENTIAL:
            return tuple(one for one in self.ranked if one.cell == one.base)[:1]
        return self.equals if self.outcome is Outcome.TIED else ()

    @property
    def proof(self) -> tuple[str, ...]:
        """The keys of all cells that it was computed from."""
        own = (one.cell.key for one in self.ranked)
        bases = (one.base.key for one in self.ranked if one.base is not None)
        costs = (key for one in self.ranked for cost in one.costs for key in cost.cells)
        flips = (key for one in self.ranked for flip in one.flips for key in flip.cells)
        return tuple(dict.fromkeys((*own, *bases, *costs, *flips)))


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of work, and what it demands."""

    name: str  # fit for an anchor; stable
    work: Work
    demand: Demand
    answers: Mapping[str, Answer]  # by interpreter
    across: Answer | None  # among all interpreters; None where there is one

    @property
    def overall(self) -> Answer | None:
        """Among all interpreters, or on the only one that was measured; None without any."""
        own = (one for one in self.answers.values() if one.best is not None)
        return self.across or next(own, None)

    @property
    def every(self) -> Iterator[Answer]:
        yield from self.answers.values()
        if self.across is not None:
            yield self.across


@dataclass(frozen=True, slots=True)
class Advice:
    """What the rows of a leaf say together on one interpreter."""

    strategies: tuple[str, ...]  # that win, or cannot be told from the best, wherever they ran
    outcome: Outcome
    depends: bool = False  # no strategy does so: these do in one row or another


@dataclass(frozen=True, slots=True)
class Leaf:
    rows: tuple[str, ...]  # names of the table's
    advice: Mapping[str, Advice]  # by interpreter
    needs: str = ""  # where nothing was measured: the options of `gilbench run` that do


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    answers: tuple[tuple[str, "Question | Leaf"], ...]


Tree = Question | Leaf


@dataclass(frozen=True, slots=True)
class Pick:
    """What to choose on some interpreters, which are told the same."""

    interpreters: tuple[str, ...]
    advice: Advice
    gains: tuple[float, float] | None  # speedups over `sequential`: the ends of all intervals


@dataclass(frozen=True, slots=True)
class Headline:
    """What all work of one kind comes to."""

    kind: Kind
    works: tuple[str, ...]  # titles
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    interpreters: tuple[str, ...]
    free: tuple[str, ...]  # of these, those without a GIL
    headlines: tuple[Headline, ...]  # the answer in short
    rows: tuple[Row, ...]
    besides: Mapping[str, Answer]  # of groups that lead to no row, by the same rule
    tree: Tree
    level: float  # of all choices of the run together
    chosen: int  # how many these are
    margin: float
    sound: bool  # whether the A/A pairs allow to trust a difference
    packages: Mapping[Demand, Mapping[str, tuple[str, ...]]]  # that make a demand, by interpreter
    asked: tuple[str, ...] = ()  # interpreters whose packages were looked at

    @property
    def own(self) -> bool:
        """Whether all of it is of functions of the user's own."""
        return bool(self.rows) and all(row.work.workload == OWN for row in self.rows)

    def of_group(self, group: str) -> Answer | None:
        """Who has least of a group's quantity; None where nothing is decided of it."""
        row = next((row for row in self.rows if row.name == group), None)
        return self.besides.get(group) if row is None else row.overall

    def row(self, name: str) -> Row:
        return next(row for row in self.rows if row.name == name)
