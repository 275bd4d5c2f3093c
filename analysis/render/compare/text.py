"""A comparison in a terminal: what the machine did, the verdict, warnings, and what changed.

Texts from files are only ever put into `Text`, and lose their control characters first.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.caveats import Severity
from analysis.compare.comparison import Comparison
from analysis.render.compare import words
from record.text import plain

LABELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "note"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
TRENDS = {1: "bold green", 0: "", -1: "red"}
WIDE = 110  # columns that all of the table needs
LISTED = 20  # cells that are in one run alone


def show(found: Comparison, console: Console, *, everything: bool = False) -> None:
    """Prints it. `everything`: the rows that are the same or inconclusive, too."""
    console.print(_facts(found))
    if found.machine:
        console.print()
        console.print(_machine(found))
    console.print()
    console.print(Text(words.sentence(found), "bold"))
    for line in (words.speed(found), words.pairs(found)):
        if line:
            console.print(Text(line))
    if found.notices:
        console.print(_notices(found))
    rows = words.worst_first(found.changed)
    if everything:
        rows = words.certain_first(found.rows)
    if len(rows):
        console.print()
        console.print(_rows(rows, words.with_drift(found), console.width))
        console.print(Text(words.legend(found), "dim"))
    _cells(found, console)


def _facts(found: Comparison) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column()
    for name, one in (("BASE", found.base), ("HEAD", found.head)):
        grid.add_row(name, Text(plain(f"{one.run}, {one.created}, {one.machine}")))
    return grid


def _machine(found: Comparison) -> Table:
    return _table(words.MACHINE, (words.machine(one) for one in found.machine))


def _notices(found: Comparison) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for one in found.notices:
        text = Text(plain(one.cause), "" if one.severity < Severity.NOTE else "dim")
        text.append(f"; {plain(one.effect)}", "dim")
        text.append(f" → {plain(one.remedy)}" if one.remedy else "", "not dim")
        grid.add_row(Text(LABELS[one.severity], STYLES[one.severity]), text)
    return grid


def _rows(rows: pd.DataFrame, with_drift: bool, width: int) -> Table:
    with_values = width >= WIDE or not with_drift
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    for head in ("cell", "strategy"):
        table.add_column(head, overflow="fold")
    table.add_column("w", justify="right")
    table.add_column("on", overflow="fold")
    values = ["BASE", "HEAD"] if with_values else []
    for head in [*values, "ratio", "verdict", *(["without drift"] if with_drift else [])]:
        table.add_column(head, no_wrap=head != "verdict")
    for line in words.lines(rows):
        style = TRENDS[line.trend]
        cells = [line.title, line.strategy, line.workers, line.interpreter]
        cells += [line.base, line.head] if with_values else []
        told = [Text(line.ratio, style), Text(line.verdict, style)]
        table.add_row(*map(Text, cells), *told, *([Text(line.adjusted)] if with_drift else []))
    return table


def _cells(found: Comparison, console: Console) -> None:
    """What is not in both."""
    if lines := words.fates(found):
        _listed(console, "Measured in one alone", ("cell", "in BASE", "in HEAD"), lines)
    for name, keys in (("BASE", found.only_base), ("HEAD", found.only_head)):
        if keys:
            _listed(console, f"Only planned in {name}", ("cell",), [(key,) for key in keys])


def _listed(
    console: Console, title: str, heads: Sequence[str], lines: Sequence[Sequence[str]]
) -> None:
    console.print()
    console.print(Text(f"{title}: {len(lines)}", "bold cyan"))
    console.print(_table(heads, lines[:LISTED]))
    if len(lines) > LISTED:
        console.print(Text(f"and {len(lines) - LISTED} more: see --format json", "dim"))


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*(Text(plain(part)) for part in line))
    return table
