"""The rows of the framework's tables as texts: the same in a terminal and in Markdown."""

from collections.abc import Iterable, Iterator

from analysis.framework.choice import Outcome
from analysis.framework.model import Answer, Leaf, Row, Tree
from analysis.framework.traits import Demand
from analysis.render.framework import words
from analysis.render.framework.words import ACROSS, TITLE


def choices(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    for row, label, answer, across in _answers(rows):
        yield (
            words.named(row),
            label,
            words.chosen(answer, across=across),
            words.gain(answer, across=across),
            words.second(answer, across=across),
            words.ahead(answer),
        )


def changes(rows: Iterable[Row], most: int | None = None) -> Iterator[tuple[str, ...]]:
    """Of at most so many that are equal."""
    for row, label, answer, across in _answers(rows):
        if across or row.demand is not Demand.NOTHING:
            continue
        for one in answer.equals[:most]:
            if told := words.changes(one):
                yield words.named(row), label, words.candidate(one), told


def _answers(rows: Iterable[Row]) -> Iterator[tuple[Row, str, Answer, bool]]:
    """Those that were measured; where nothing was, a note says so."""
    for row in rows:
        for label, answer in row.answers.items():
            if answer.outcome is not Outcome.ABSENT or answer.best is not None:
                yield row, words.where(row, label), answer, False
        if row.across is not None:
            yield row, ACROSS, row.across, True


def asked(tree: Tree) -> str:
    return TITLE if isinstance(tree, Leaf) else tree.text
