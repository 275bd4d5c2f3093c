"""Which weapon: what to choose for each kind of work, as a table and as a tree of questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.framework.choice import Outcome
from analysis.framework.model import Answer, Framework, Leaf, Row, Tree
from analysis.framework.traits import Demand
from analysis.page.grids import Grid, Line, Place, of_overhead
from analysis.render.framework import words
from analysis.render.framework.notes import notes

ROWS = 500  # of a table; nobody reads more, and a browser takes long for them
LOOKS = {Outcome.WINNER: "winner", Outcome.SEQUENTIAL: "winner"}


@dataclass(frozen=True, slots=True)
class Branch:
    """A question with its answers, or what the answers so far lead to."""

    answer: str  # that leads here
    question: str
    below: tuple["Branch", ...]
    told: tuple[tuple[str, str], ...]  # interpreters, and what to choose on these


@dataclass(frozen=True, slots=True)
class Weapons:
    about: tuple[str, ...]
    tables: tuple[Grid, ...]  # by kind of work, that demands nothing besides; first parameters
    demands: Grid | None  # of all other rows
    takes: Grid | None
    changes: Grid | None
    tree: Branch
    packages: tuple[str, ...]
    notes: tuple[str, ...]


def weapons(framework: Framework, cells: Mapping[str, str]) -> Weapons | None:
    """`cells`: the anchors of cells by their keys. None where nothing was measured."""
    known = [row for row in framework.rows if any(one.best for one in row.every)]
    if not known:
        return None
    usual = [one for one in known if one.demand is Demand.NOTHING and one.work.title.first]
    others = [one for one in known if one not in usual]
    takes = words.takes(framework.rows)
    return Weapons(
        about=tuple(words.about(framework)),
        tables=tuple(
            _table(
                [one for one in usual if one.work.kind is kind],
                framework,
                cells,
                f"Work that {kind}",
            )
            for kind in dict.fromkeys(one.work.kind for one in usual)
        ),
        demands=_table(others, framework, cells, "Other parameters and needs") if others else None,
        takes=None if takes is None else of_overhead(takes, "What they take"),
        changes=_changes(framework),
        tree=_branch("", framework.tree),
        packages=tuple(words.packages(framework)),
        notes=tuple(notes(framework.rows)),
    )


def _table(rows: list[Row], framework: Framework, cells: Mapping[str, str], caption: str) -> Grid:
    across = any(row.across is not None for row in framework.rows)
    columns = (*(["among all"] if across else ()), *framework.interpreters)
    return Grid(
        notes=_beyond(len(rows)),
        caption=caption,
        heads=("work",),
        columns=columns,
        lines=tuple(
            Line(
                (words.named(row),),
                (
                    *([_place(row.across, cells, across=True)] if across else ()),
                    *(_place(row.answers.get(label), cells) for label in framework.interpreters),
                ),
            )
            for row in rows[:ROWS]
        ),
    )


def _beyond(count: int) -> tuple[str, ...]:
    more = count - ROWS
    return (f"{more} more are in report.json (Raw data), under framework.",) if more > 0 else ()


def _place(
    answer: Answer | None, cells: Mapping[str, str], *, across: bool = False
) -> Place | None:
    if answer is None:
        return None
    best = answer.best
    if best is None:
        return Place(str(answer.outcome), looks="absent")
    below = [words.gain(answer, across=across)]
    if second := words.second(answer, across=across):
        below.append(f"then {second}: {words.ahead(answer)}")
    return Place(
        words.chosen(answer, across=across),
        "\n".join(filter(None, below)),
        LOOKS.get(answer.outcome, "open"),
        cells.get(best.cell.of("").key, ""),
    )


def _changes(framework: Framework) -> Grid | None:
    lines = [
        Line((words.named(row), label, words.candidate(one)), (Place(told),))
        for row in framework.rows
        if row.demand is Demand.NOTHING
        for label, answer in row.answers.items()
        for one in answer.equals
        if (told := words.changes(one))
    ]
    if not lines:
        return None
    caption = "Where the answer changes, and what else it costs"
    heads = ("work", "on", "choice")
    shown = tuple(lines[:ROWS])
    return Grid(caption, heads, ("changes and costs",), shown, _beyond(len(lines)))


def _branch(answer: str, tree: Tree) -> Branch:
    if isinstance(tree, Leaf):
        labels: dict[str, list[str]] = {}  # those with the same advice together
        for label, told in words.leaf(tree):
            labels.setdefault(told, []).append(label)
        return Branch(answer, "", (), tuple((", ".join(own), told) for told, own in labels.items()))
    below = tuple(_branch(told, after) for told, after in tree.answers)
    return Branch(answer, tree.text, below, ())
