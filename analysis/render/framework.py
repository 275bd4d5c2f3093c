"""The decision framework in a terminal and as Markdown: the tree, and the rows that it leads to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree as Branches

from analysis.framework.choice import Outcome
from analysis.framework.model import Answer, Framework, Leaf, Row, Tree
from analysis.framework.traits import TRAITS, Demand
from analysis.framework.works import Kind
from analysis.render import framework_words as words
from analysis.render.framework_words import ACROSS, AHEAD, GAIN, HEADS, MORE, ON, TITLE
from analysis.render.overhead import print_table, table_parts
from record.text import plain

FIGURES = (ON, GAIN, AHEAD)  # columns that are not broken
GAP = 2  # between two columns
LONGEST = max(map(len, TRAITS))
LEAST = {"choose": LONGEST, "runner-up": LONGEST}  # letters, where there is room
SHORTEST = 8  # letters of any column that is broken


def brief(framework: Framework, console: Console) -> None:
    """Prints the answer in short."""
    for told in words.headline(framework):
        console.print(Text(plain(told), "bold"))
    if framework.headlines:
        console.print(Text(words.MEANT, "dim"))


def brief_markdown(framework: Framework, text: Callable[[object], str]) -> str:
    """The answer in short, as a list."""
    lines = [f"- **{text(told)}**" for told in words.headline(framework)]
    return "\n".join(lines) + f"\n\n{text(words.MEANT)}" if lines else ""


def terminal(framework: Framework, console: Console) -> None:
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
    _print(HEADS, _choices(rows), console)
    if (takes := words.takes(rows)) is not None:
        console.print()
        print_table(takes, console)
    if changes := list(_changes(rows, 1)):
        console.print()
        _print(MORE, changes, console)
    if more := len(framework.rows) - len(rows):
        told = f"{more} more {'rows' if more > 1 else 'row'}, of other parameters and needs: "
        told += "see report.md."
        console.print(Text(told, "dim"))
    for told in (*words.builds(rows), *words.out_of(rows), *words.notes(rows)):
        console.print(Text(plain(told), "dim"))


def markdown(framework: Framework, text: Callable[[object], str]) -> str:
    """All of it; `text` is how that format escapes what it shows."""
    if not framework.rows:
        return ""
    rows = [row for row in framework.rows if row.demand is Demand.NOTHING]
    told = (*words.builds(rows), *words.out_of(rows), *words.notes(framework.rows))
    parts = [
        f"## {TITLE}",
        *map(text, words.about(framework)),
        f"*{text(_text(framework.tree))}*",
        "\n".join(_bullets(framework.tree, text, 0)),
        "  \n".join(map(text, words.packages(framework))),
        _table(HEADS, _choices(framework.rows), text),
        *(table_parts(takes, text) if (takes := words.takes(framework.rows)) else ()),
        _table(MORE, _changes(framework.rows), text),
        "  \n".join(map(text, told)),
    ]
    return "\n\n".join(part for part in parts if part)


def _leads(row: Row) -> bool:
    """Whether a terminal shows it: of each workload's first parameters, and of each length."""
    first = row.work.title.first or row.work.kind is Kind.LENGTH
    return first and row.demand is Demand.NOTHING


def _choices(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    for row, label, answer, across in _answers(rows):
        yield (
            words.named(row),
            label,
            words.chosen(answer, across=across),
            words.gain(answer, across=across),
            words.second(answer, across=across),
            words.ahead(answer),
        )


def _changes(rows: Iterable[Row], most: int | None = None) -> Iterator[tuple[str, ...]]:
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


def _branches(tree: Tree, title: str = "") -> Branches:
    own = Branches(Text(plain(title or _text(tree)), "bold"), guide_style="dim")
    if isinstance(tree, Leaf):
        for label, told in words.leaf(tree):
            own.add(Text(plain(f"{label}: {told}" if label else told)))
        return own
    place = own.add(Text(plain(tree.text), "italic")) if title else own
    for answer, after in tree.answers:
        place.add(_branches(after, answer))
    return own


def _text(tree: Tree) -> str:
    return TITLE if isinstance(tree, Leaf) else tree.text


def _bullets(tree: Tree, text: Callable[[object], str], depth: int) -> Iterator[str]:
    """An answer and what it asks next share a line: some renderers end at 20 levels."""
    indent = "  " * depth
    if isinstance(tree, Leaf):
        for label, told in words.leaf(tree):
            yield f"{indent}- {text(label)}: {text(told)}" if label else f"{indent}- {text(told)}"
        return
    for answer, after in tree.answers:
        asked = "" if isinstance(after, Leaf) else f": *{text(after.text)}*"
        yield f"{indent}- **{text(answer)}**{asked}"
        yield from _bullets(after, text, depth + 1)


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


def _table(
    heads: Iterable[str], lines: Iterable[tuple[str, ...]], text: Callable[[object], str]
) -> str:
    rows = [[text(one) for one in line] for line in lines]
    if not rows:
        return ""
    names = list(heads)
    shown = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown)
