"""What a picture of sharing says: its words as a table, and what becomes of objects by whom."""

from collections import Counter
from collections.abc import Sequence

from analysis.charts.telling import finding, names, no_number
from analysis.explain.words import counted
from analysis.figures import Line, Word, table
from analysis.figures import Place as Said
from analysis.figures import Table as Numbers
from analysis.sharing import Mark, Place, Row, Table

MEANT = {
    "same": "the same object",
    "shared": "another with the same memory",
    "copy": "a copy",
    "by name": "imported by name",
    "by code": "made anew from code",
    "error": "an error",
}


def tables(table_: Table, rows: Sequence[Row]) -> tuple[Numbers, ...]:
    """A line a row: what the strategies make of its kinds; and the numbered texts of errors."""
    made = table(
        f"What a lane gets on {table_.interpreter}",
        ("kind",),
        table_.strategies,
        (
            Line((", ".join(row.kinds),), tuple(_said(table_, place) for place in row.places))
            for row in rows
        ),
    )
    return (*(() if made is None else (made,)), *errors(table_))


def errors(table_: Table) -> tuple[Numbers, ...]:
    """Their exact texts, and which strategies cannot run there."""
    lines = [Line((str(number),), (Word(note),)) for number, note in enumerate(table_.notes, 1)]
    lines += [Line((who,), (Word(reason),)) for who, reason in table_.missing.items()]
    made = table("What the numbers mean", ("number",), ("text",), lines)
    return () if made is None else (made,)


def _said(table_: Table, place: Place | None) -> Said:
    if place is None:
        return None
    others = [f"{route} {_word(table_, mark)}" for route, mark in place.others]
    return Word("; ".join([_word(table_, place.mark), *others]))


def _word(table_: Table, mark: Mark) -> str:
    kind = table_.type_of(mark.note) if mark.word == "error" else ""
    text = " ".join(filter(None, [kind, mark.text]))
    return f"{text} ({mark.note})" if mark.note else text


def told(table_: Table, rows: Sequence[Row]) -> str:
    """How many kinds of object become what, by strategies that fare alike; what crashed first."""
    fates: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for column, strategy in enumerate(table_.strategies):
        found: Counter[str] = Counter()
        for row in rows:
            place = row.places[column]
            if place is not None:
                found[place.mark.word] += len(row.kinds)
        if found:
            fates.setdefault(tuple(found.most_common()), []).append(strategy)
    clauses = [
        f"{names(who)}: {', '.join(f'{MEANT.get(word, word)} {count}' for word, count in fate)}"
        for fate, who in fates.items()
    ]
    kinds = counted(sum(len(row.kinds) for row in rows), "kind")
    return finding(
        f"Of {kinds} of object on {table_.interpreter}: ",
        clauses,
        absent=no_number((who, "", "unsupported") for who in table_.missing),
        none=f"Nothing was sent on {table_.interpreter}.",
    )
