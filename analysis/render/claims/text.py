"""Claims in a terminal: those that do not hold first, each beside what was measured."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from analysis.claims.verdict import Judgement, Outcome, Verdict
from analysis.render.claims.words import (
    TESTED,
    allowed,
    counted,
    level,
    measured,
    notes,
    published,
    telling,
    untestable,
)
from record.text import plain

STYLES = {
    Outcome.REFUTED: "bold red",
    Outcome.HOLDS: "green",
    Outcome.UNDECIDED: "yellow",
    Outcome.UNTESTABLE: "dim",
}


def show(judged: Judgement, console: Console, *, everything: bool = False) -> None:
    """Prints them; with `everything` every cell of each."""
    console.print(Text(plain(judged.sound), "dim"))
    console.print(Text(counted(judged), "bold"))
    console.print(Text(level(judged), "dim"))
    for outcome in TESTED:
        for verdict in judged.of(outcome):
            console.print()
            _show(verdict, console, everything)
    for why, verdicts in untestable(judged).items():
        console.print()
        head = Text(Outcome.UNTESTABLE.value.upper(), STYLES[Outcome.UNTESTABLE])
        console.print(head.append(f"  {plain(why)}", "not dim default"))
        for verdict in verdicts:
            console.print(Text("  ").append(_named(verdict)))
            if everything:
                lines = (published(verdict), _source(verdict), verdict.claim.mapping)
                for told in filter(None, lines):
                    console.print(Padding(Text(plain(told), "dim"), (0, 0, 0, 4)))


def short(judged: Judgement, console: Console) -> None:
    """How many hold, and those that do not: for a report."""
    if not judged.tested:
        return
    console.print()
    console.print(Text(counted(judged), "bold"))
    for verdict in judged.of(Outcome.REFUTED):
        _show(verdict, console, everything=False)


def _show(verdict: Verdict, console: Console, everything: bool) -> None:
    claim = verdict.claim
    head = Text(verdict.outcome.value.upper(), STYLES[verdict.outcome])
    console.print(head.append("  ").append(_named(verdict)))
    rows = [
        ("published", published(verdict)),
        *(("measured", told) for told in telling(verdict)),
        ("note", notes(verdict)),
        ("source", _source(verdict)),
    ]
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column()
    for name, content in rows:
        if content:
            grid.add_row(f"  {name}", Text(plain(content)))
    if everything:
        for check in verdict.checks:
            told = "; ".join(filter(None, (measured(check), allowed(check))))
            content = f"{check.outcome.value}: {told}; {check.what}"
            grid.add_row("", Text(plain(content), "dim"))
        grid.add_row("  mapping", Text(plain(claim.mapping), "dim"))
    console.print(grid)


def _named(verdict: Verdict) -> Text:
    told = Text(plain(verdict.claim.text), "not dim not bold default")
    return told.append(f"  {verdict.claim.id}", "not bold dim")


def _source(verdict: Verdict) -> str:
    source = verdict.claim.source
    told = ", ".join(filter(None, (source.title, source.section)))
    return f"{told} <{source.url}>" if source.url else told
