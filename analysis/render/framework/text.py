"""The decision framework in a terminal: the tree, and the rows that it leads to."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree as Branches

from analysis.framework.model import Framework, Leaf, Row, Tree
from analysis.framework.traits import TRAITS, Demand
from analysis.framework.works import Kind
from analysis.render.framework import words
from analysis.render.framework.notes import builds, notes, out_of
from analysis.render.framework.rows import asked, changes, choices
from analysis.render.framework.short import headline, meant
from analysis.render.framework.words import AHEAD, GAIN, HEADS, MORE, ON, TITLE
from analysis.render.overhead import print_table
from record.text import plain

FIGURES = (ON, GAIN, AHEAD)  # columns that are not broken
GAP = 2  # between two columns
LONGEST = max(map(len, TRAITS))
LEAST = {"choose": LONGEST, "runner-up": LONGEST}  # letters, where there is room
SHORTEST = 8  # letters of any column that is broken


def short(framework: Framework, console: Console) -> None:
    """Prints the answer in short."""
    for told in headline(framework):
        console.print(Text(plain(told), "bold"))
    if framework.headlines:
        console.print(Text(meant(framework), "dim"))


def show(framework: Framework, console: Console) -> None:
    """Prints the tree, and the rows of each workload's first parameters."""
    if not framework.rows:
        return
    console.print()
    console.print(Text(TITLE, "bold cyan"))
    for told in words.about(framework):
        console.print(Text(plain(told), "dim"))
    console.print()
    console.print(_branches(framework.tree))
    for told in words.packages(framework):
        console.print(Text(plain(told), "dim"))
    rows = [row for row in framework.rows if _leads(row)]
    console.print()
    _print(HEADS, choices(rows), console)
    if (takes := words.takes(rows)) is not None:
        console.print()
        print_table(takes, console)
    if changed := list(changes(rows, 1)):
        console.print()
        _print(MORE, changed, console)
    if more := len(framework.rows) - len(rows):
        told = f"{more} more {'rows' if more > 1 else 'row'}, of other parameters and needs: "
        told += "see report.md."
        console.print(Text(told, "dim"))
    for told in (*builds(rows), *out_of(rows), *notes(rows)):
        console.print(Text(plain(told), "dim"))


def _leads(row: Row) -> bool:
    """Whether a terminal shows it: of each workload's first parameters, and of each length."""
    first = row.work.title.first or row.work.kind is Kind.LENGTH
    return first and row.demand is Demand.NOTHING


def _branches(tree: Tree, title: str = "") -> Branches:
    own = Branches(Text(plain(title or asked(tree)), "bold"), guide_style="dim")
    if isinstance(tree, Leaf):
        for label, told in words.leaf(tree):
            own.add(Text(plain(f"{label}: {told}" if label else told)))
        return own
    place = own.add(Text(plain(tree.text), "italic")) if title else own
    for answer, after in tree.answers:
        place.add(_branches(after, answer))
    return own


def _print(heads: Sequence[str], lines: Iterable[tuple[str, ...]], console: Console) -> None:
    """A table whose first column is a heading of the others: a long name takes no room there."""
    rows = [[*map(_broken, heads, line)] for line in lines]
    widths = _widths(heads[1:], [row[1:] for row in rows], console.width)
    console.print(_grid(heads[1:], widths, header=True))
    for name, own in groupby(rows, key=lambda row: row[0]):
        console.print(Text(name, "bold"))
        grid = _grid(heads[1:], widths, header=False)
        for row in own:
            grid.add_row(*map(_place, row[1:]))
        console.print(grid)


def _grid(heads: Sequence[str], widths: Sequence[int], *, header: bool) -> Grid:
    """Figures are not broken: their interval stands below them."""
    grid = Grid(
        box=box.SIMPLE_HEAD if header else None,
        padding=(0, GAP - 1 if header else GAP, 0, 0),  # its box has the other one
        pad_edge=False,
        show_edge=False,
        show_header=header,
        header_style="bold",
    )
    for head, room in zip(heads, widths, strict=True):
        grid.add_column(head, overflow="fold", no_wrap=head in FIGURES, width=room)
    return grid


def _broken(head: str, told: str) -> str:
    return plain(told).replace(" [", "\n[", 1) if head in (GAIN, AHEAD) else plain(told)


def _place(told: str) -> Text:
    main, gap, interval = told.partition("\n")
    return Text(main).append(f"{gap}{interval}", "dim")


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Of the columns: those that can be broken give way, strategies' names the last."""
    columns = zip(heads, *rows, strict=True)
    found = [max(len(line) for one in own for line in one.split("\n")) for own in columns]
    breaks = [at for at, head in enumerate(heads) if head not in FIGURES]
    while sum(found) + GAP * len(heads) > width:
        some = [at for at in breaks if found[at] > SHORTEST]
        if not some:
            break
        found[max(some, key=lambda at: found[at] - LEAST.get(heads[at], SHORTEST))] -= 1
    return found
