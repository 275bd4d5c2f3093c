"""The answer in a terminal; it ends with the code.

Texts from outside are only ever put into `Text`, and lose their control characters first.
"""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from analysis.advice.model import Advice, Alternative, Outcome
from analysis.render.advice import words
from record.text import plain, printable

STYLES = {
    Outcome.CLEAR: "bold green",
    Outcome.STAY: "bold green",
    Outcome.ALONE: "bold yellow",
    Outcome.OPEN: "bold yellow",
    Outcome.FEW: "bold yellow",
    Outcome.NOTHING: "bold red",
}


def show(advice: Advice, console: Console) -> None:
    """Prints all of it."""
    console.print(Text(plain(words.subject(advice)), "dim"))
    console.print()
    console.print(Text(plain(advice.headline), STYLES[advice.outcome]))
    if advice.recommendation is not None:
        console.print(_facts(words.facts(advice.recommendation)))
    _listed(console, words.LIKE, (one.text for one in advice.findings if not one.serious))
    _listed(console, words.MIND, (one.text for one in advice.findings if one.serious), "yellow")
    if advice.alternatives:
        _head(console, words.TRIED)
        _tried(advice.alternatives, console)
    _listed(console, words.CHANGE, advice.would_change)
    _listed(console, words.HOW, (*advice.notes, words.source(advice)), "dim")
    if advice.recommendation is not None:
        _head(console, words.CODE)
        for line in advice.recommendation.code.splitlines():
            console.print(Text(printable(line)), soft_wrap=True)


def _head(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, "bold cyan"))


def _listed(console: Console, title: str, texts: Iterable[str], style: str = "") -> None:
    known = list(texts)
    if known:
        _head(console, title)
        _grid(console, known, style)


def _grid(console: Console, texts: Iterable[str], style: str) -> None:
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for text in texts:
        grid.add_row("-", Text(plain(text), style))
    if grid.row_count:
        console.print(grid)


def _facts(facts: Iterable[tuple[str, str]]) -> Grid:
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column()
    for name, told in facts:
        grid.add_row(f"  {name}", Text(plain(told)))
    return grid


def _tried(some: Sequence[Alternative], console: Console) -> None:
    """What was measured, each with the reason below it; then what was not."""
    told = [([plain(one) for one in row], plain(why)) for row, why in words.tried(some)]
    rows = [list(words.HEADS), *(row for row, _ in told)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]

    def line(row: Sequence[str], style: str) -> Text:
        cells = (one.ljust(width) for one, width in zip(row, widths, strict=True))
        return Text("  ".join(cells).rstrip(), style)

    if told:
        console.print(line(words.HEADS, "dim"))
    for row, why in told:
        console.print(line(row, "bold"))
        if why:
            console.print(Padding(Text(why), (0, 0, 0, 4)))
    _grid(console, words.untried(some), "dim")
