"""Claims in a terminal: those that do not hold first, each beside what was measured."""

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from analysis.claims.verdict import Judgement, Outcome, Verdict
from analysis.render.claims_words import (
    ORDER,
    allowed,
    counted,
    level,
    measured,
    published,
    telling,
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
    for outcome in ORDER:
        for verdict in judged.of(outcome):
            console.print()
            _show(verdict, console, everything)


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
    head.append(f"  {plain(claim.text)}", "not dim not bold default")
    head.append(f"  {claim.id}", "not bold dim")
    console.print(head)
    rows = {"published": published(verdict), "source": _source(verdict)}
    if told := telling(verdict):
        rows["measured"] = told
    if verdict.why:
        rows["because"] = verdict.why
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column()
    for name, content in rows.items():
        if content:
            grid.add_row(f"  {name}", Text(plain(content)))
    if everything:
        for check in verdict.checks:
            content = f"{check.what}: {measured(check)}, {allowed(check)}: {check.outcome.value}"
            grid.add_row("", Text(plain(content), "dim"))
        grid.add_row("  mapping", Text(plain(claim.mapping), "dim"))
    console.print(grid)


def _source(verdict: Verdict) -> str:
    source = verdict.claim.source
    told = ", ".join(filter(None, (source.title, source.section)))
    return f"{told} <{source.url}>" if source.url else told
