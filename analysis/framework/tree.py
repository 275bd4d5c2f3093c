"""The questions that lead to a row of the table, asked only where a run has measured an answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analysis.figures import Figure
from analysis.framework.choice import Outcome
from analysis.framework.model import Advice, Answer, Leaf, Question, Row, Tree
from analysis.framework.options import run_option
from analysis.framework.traits import SAID, Demand
from analysis.framework.works import COMPUTING, WAITING, Kind
from analysis.own import OWN
from analysis.render.words import scaled

# What measures a kind of work that a run has none of: workloads of the catalog.
WORKLOADS: Mapping[Kind, tuple[str, ...]] = {
    Kind.WAITS: ("sleep_fanout",),
    Kind.MIXED: ("mixed", "web"),
    Kind.RELEASES: ("hashlib",),
    Kind.KEEPS: ("primes",),
    Kind.SHARES: ("shared_write", "lock"),
    Kind.LENGTH: ("granularity",),
}


def tree(rows: Sequence[Row], interpreters: Sequence[str]) -> Tree:
    """Of all rows; an answer that the run has no row for names the command that makes one.

    Of functions of the user's own nothing has to be asked.
    """
    if rows and all(row.work.workload == OWN for row in rows):
        return _leaf(rows, interpreters)
    by_kind: dict[Kind, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.work.kind].append(row)

    def demanding(kind: Kind) -> Tree:
        own: dict[str, list[Row]] = {}
        for row in by_kind[kind]:
            own.setdefault(SAID[row.demand], []).append(row)
        return _asked("What else does it need?", own, kind, interpreters)

    return Question(
        "What do the tasks do for most of the time?",
        (
            (f"they wait (CPU time below {WAITING:.0%} of the time)", demanding(Kind.WAITS)),
            ("they wait and compute", _mixed(by_kind, interpreters)),
            (
                f"they compute (CPU time above {COMPUTING:.0%} of the time)",
                Question(
                    "Does the code release the GIL while it computes?",
                    (
                        ("yes: C code that does", demanding(Kind.RELEASES)),
                        (
                            "no: Python code, or C code that keeps it",
                            Question(
                                "Do the lanes work on the same objects?",
                                (
                                    ("yes", _shared(by_kind, interpreters)),
                                    ("no", _long(by_kind, demanding(Kind.KEEPS), interpreters)),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


def _mixed(by_kind: Mapping[Kind, Sequence[Row]], interpreters: Sequence[str]) -> Tree:
    own: dict[str, list[Row]] = {}
    rows = by_kind[Kind.MIXED]
    for row in sorted(rows, key=lambda row: (bool(row.demand), row.work.busy or 0.0)):
        name = SAID[row.demand]
        if row.demand is Demand.NOTHING:
            name = f"{row.work.busy or 0:.0%}, as {row.work.title.text}"
        own.setdefault(name, []).append(row)
    text = "For how much of the time do they compute, and what else do they need?"
    return _asked(text, own, Kind.MIXED, interpreters)


def _shared(by_kind: Mapping[Kind, Sequence[Row]], interpreters: Sequence[str]) -> Tree:
    own = {row.work.title.text: [row] for row in by_kind[Kind.SHARES]}
    return _asked("What do they share?", own, Kind.SHARES, interpreters)


def _long(by_kind: Mapping[Kind, Sequence[Row]], others: Tree, interpreters: Sequence[str]) -> Tree:
    """Lengths that were measured, and any work whose tasks are long enough."""

    def seconds(row: Row) -> float:
        said = row.work.length
        return said.estimate.value if isinstance(said, Figure) else 0.0

    rows = sorted(by_kind[Kind.LENGTH], key=seconds)
    short = {f"about {scaled(seconds(row), 'second')}": [row] for row in rows if seconds(row)}
    found = _asked("", short, Kind.LENGTH, interpreters)
    told = found.answers if isinstance(found, Question) else (("as measured", found),)
    return Question(
        "How long is a task?", (*told, ("longer, or handed out in chunks that are", others))
    )


def _asked(
    text: str, own: Mapping[str, Sequence[Row]], kind: Kind, interpreters: Sequence[str]
) -> Tree:
    """One answer is no question."""
    leaves = [(answer, _leaf(rows, interpreters)) for answer, rows in own.items()]
    if not leaves:
        return Leaf((), {}, run_option(WORKLOADS[kind], interpreters, ()))
    return leaves[0][1] if len(leaves) == 1 else Question(text, tuple(leaves))


def _leaf(rows: Sequence[Row], interpreters: Sequence[str]) -> Leaf:
    own = {
        label: advice([row.answers[label] for row in rows if label in row.answers])
        for label in interpreters
        if any(label in row.answers for row in rows)
    }
    every = [one for row in rows for one in row.answers.values()]
    absent = all(one.outcome is Outcome.ABSENT for one in every)
    needs = next((one.needs for one in every), "") if absent else ""
    return Leaf(tuple(row.name for row in rows), own, needs)


def advice(answers: Sequence[Answer]) -> Advice:
    """Strategies that win, or cannot be told from the best, wherever they were measured.

    One that was measured with fewer kinds of work has had fewer chances to lose, and stands last.
    """
    known = [one for one in answers if one.advised]
    if not known:
        outcomes = (one.outcome for one in answers if one.outcome is not Outcome.ABSENT)
        return Advice((), next(outcomes, Outcome.ABSENT))
    good = [{one.cell.strategy for one in told.advised} for told in known]
    ran = [{one.cell.strategy for one in told.ranked} for told in known]
    names = _names(one.cell.strategy for told in known for one in told.advised)
    kept = [
        name
        for name in names
        if all(name in own for own, there in zip(good, ran, strict=True) if name in there)
    ]
    kept.sort(key=lambda name: -sum(name in there for there in ran))
    if not kept:
        return Advice(tuple(names), Outcome.TIED, depends=True)
    same = len(kept) == 1 and len({told.outcome for told in known}) == 1
    return Advice(tuple(kept), known[0].outcome if same else Outcome.TIED)


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
