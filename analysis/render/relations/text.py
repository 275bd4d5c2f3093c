"""The relations of two runs in a terminal: what differs first, then what was found again.

Texts from files are only ever put into `Text`, and lose their control characters first.
"""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.caveats import Severity
from analysis.relations import Agreement, Relation, Relations
from analysis.render.relations import words
from record.text import plain

LABELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "note"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
COLOURS = {Agreement.AGREE: "green", Agreement.DISAGREE: "bold red"}
SHOWN = (Agreement.DISAGREE, Agreement.WEAKER_HERE)
LISTED = 25  # rows of a table, where not all are asked for


def show(found: Relations, console: Console, *, everything: bool = False) -> None:
    """Prints it. `everything`: the relations that agree, or say nothing, too."""
    console.print(_facts(found))
    if found.differences:
        rows = [(one.about, one.what, one.there, one.here) for one in found.differences]
        _titled(console, "What is not the same", ("", "", "there", "here"), rows, None)
    console.print()
    console.print(Text(words.headline(found), "bold"))
    if said := words.chance(found):
        console.print(Text(said))
    if found.notices:
        console.print(_notices(found))
    console.print()
    console.print(_table(*words.counts(found)))
    wanted = () if everything else SHOWN
    room = None if everything else LISTED
    for title, relations in (
        ("Comparisons that the plan declares", found.contrasts),
        ("More workers, over fewer", found.steps),
        ("Two strategies, each at its best", found.pairs),
    ):
        _relations(console, title, relations, wanted, room)
    if rows := [words.order(one) for one in found.orders if everything or one.flipped]:
        heads = ("order of strategies", "on", "there", "here")
        _titled(console, "Orders, the fastest first", heads, rows, room)
    if found.winners:
        heads = ("winner of", "there", "here", "")
        _titled(console, "Winners", heads, [words.winner(one) for one in found.winners], room)
    if why := words.reasons(found):
        _titled(console, "Not in both, and why", ("relations", "why"), why, room)
    console.print()
    console.print(Text(words.legend(found), "dim"))


def _facts(found: Relations) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column()
    for name, one in (("there", found.there), ("here", found.here)):
        said = f"{one.run}, {one.created}, {one.machine}; {words.sound(one.pairs)}"
        grid.add_row(name, Text(plain(said)))
    return grid


def _notices(found: Relations) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for one in found.notices:
        text = Text(plain(one.cause), "" if one.severity < Severity.NOTE else "dim")
        text.append(f"; {plain(one.effect)}", "dim")
        text.append(f" → {plain(one.remedy)}" if one.remedy else "", "not dim")
        grid.add_row(Text(LABELS[one.severity], STYLES[one.severity]), text)
    return grid


def _relations(
    console: Console,
    title: str,
    relations: Sequence[Relation],
    wanted: Sequence[Agreement],
    room: int | None,
) -> None:
    lines = words.lines(relations, *wanted)
    if not lines:
        return
    rows = [(one.what, one.over, one.of, one.there, one.here, one.agreement) for one in lines]
    _titled(console, title, words.LINE, rows, room)


def _titled(
    console: Console,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    room: int | None,
) -> None:
    console.print()
    console.print(Text(f"{title}: {len(rows)}", "bold cyan"))
    kept = rows if room is None else rows[:room]
    console.print(_table(heads, kept))
    if len(kept) < len(rows):
        console.print(Text(f"and {len(rows) - len(kept)} more: --all shows them", "dim"))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        style = next((COLOURS[one] for one in row if one in COLOURS), "")  # type: ignore[index]
        table.add_row(*(Text(plain(part)) for part in row), style=style)
    return table
