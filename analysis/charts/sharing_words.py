"""What a picture of sharing says: its words as a table, and what becomes of objects by whom."""

from collections import Counter
from collections.abc import Sequence

from analysis.charts.telling import sentence, told
from analysis.overhead.table import Line, Word, table
from analysis.overhead.table import Place as Said
from analysis.overhead.table import Table as Numbers
from analysis.sharing import Mark, Place, Row, Table


def tables(told_: Table, rows: Sequence[Row]) -> tuple[Numbers, ...]:
    """A line a row: what the strategies make of its kinds; and the numbered texts of errors."""
    made = table(
        f"What a lane gets on {told_.interpreter}",
        ("kind",),
        told_.strategies,
        (
            Line((", ".join(row.kinds),), tuple(_said(told_, place) for place in row.places))
            for row in rows
        ),
    )
    return (*(() if made is None else (made,)), *errors(told_))


def errors(told_: Table) -> tuple[Numbers, ...]:
    """Their exact texts, and which strategies cannot run there."""
    lines = [Line((str(number),), (Word(note),)) for number, note in enumerate(told_.notes, 1)]
    lines += [Line((who,), (Word(reason),)) for who, reason in told_.missing.items()]
    made = table("What the numbers mean", ("number",), ("text",), lines)
    return () if made is None else (made,)


def _said(told_: Table, place: Place | None) -> Said:
    if place is None:
        return None
    others = [f"{route} {_word(told_, mark)}" for route, mark in place.others]
    return Word("; ".join([_word(told_, place.mark), *others]))


def _word(told_: Table, mark: Mark) -> str:
    kind = told_.type_of(mark.note) if mark.word == "error" else ""
    text = " ".join(filter(None, [kind, mark.text]))
    return f"{text} ({mark.note})" if mark.note else text


def finding(told_: Table, rows: Sequence[Row]) -> str:
    """How many kinds of object become what, by strategies that fare alike; what crashed first."""
    fates: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for column, strategy in enumerate(told_.strategies):
        found: Counter[str] = Counter()
        for row in rows:
            place = row.places[column]
            if place is not None:
                found[place.mark.word] += len(row.kinds)
        if found:
            fates.setdefault(tuple(found.most_common()), []).append(strategy)
    clauses = [
        f"{', '.join(who)} {', '.join(f'{count} {word}' for word, count in fate)}"
        for fate, who in fates.items()
    ]
    kinds = sum(len(row.kinds) for row in rows)
    return told(
        sentence(f"Of {kinds} kinds of object on {told_.interpreter}, by ", clauses, 300),
        sentence("It cannot run there: ", list(told_.missing), 120),
    )
