"""The report in a terminal: alarms, the A/A verdict, warnings, who wins, and tables.

Of a workload's groups the first has a table of its own, and those of other parameters share one;
those that have tables among the overheads have them there alone. Markdown has them all.

Texts from files are only ever put into `Text`, never into rich's markup, and lose their
control characters first.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from analysis.aa import Soundness
from analysis.caveats import Caveat, Severity
from analysis.render import overhead
from analysis.render.choice import leading, sweeps, with_tables
from analysis.render.framework import text as framework
from analysis.render.legend import legend
from analysis.render.table import Row, Shown, Table, swept, table
from analysis.report import Group, Report
from record.text import plain

LABELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "note"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
VERDICTS = {
    Soundness.SOUND: "green",
    Soundness.UNSOUND: "bold white on red",
    Soundness.UNKNOWN: "yellow",
}
TRENDS = {1: "bold green", 0: "", -1: "red"}
LONGEST = 30  # letters of a label that stand on one line


def show(report: Report, console: Console) -> None:
    """Prints the whole report."""
    if report.alarms:
        console.print(_caveats(report.alarms))
    console.print(Text(report.pairs.sentence, VERDICTS[report.pairs.soundness]))
    framework.short(report.framework, console)
    if others := [caveat for caveat in report.caveats if not caveat.alarm]:
        console.print(_caveats(others))
    console.print()
    for group in leading(report.groups):
        console.print(Text(plain(group.sentence), "bold"))
    if more := len(report.groups) - len(leading(report.groups)):
        told = f"{more} more {'groups' if more > 1 else 'group'}, of other parameters and modes"
        console.print(Text(f"{told}: see below and in report.md.", "dim"))
    console.print()
    console.print(_facts(report))
    framework.show(report.framework, console)
    if report.groups:
        console.print(Padding(Text(plain(legend(report)), "dim"), (1, 0, 0, 0)))
    for group in leading(with_tables(report)):
        _table(console, group.title.text, [group], table(group, report.reference))
    for title, groups in sweeps(with_tables(report)):
        _table(console, title, groups, swept(groups, report.reference))
    overhead.terminal(report.overhead, console)


def _table(console: Console, title: str, groups: Sequence[Group], content: Table) -> None:
    console.print()
    head = Text(plain(title), "bold cyan")
    first = groups[0]
    if len(groups) == 1 and first.parameters != first.title.told_by:
        head.append(f"  {plain(first.parameters)}", "dim")
    console.print(head.append(f"  {plain(first.mode)}", "dim"))
    for start, stop in _bands(content, console.width):
        console.print(_grid(content, start, stop))
    for number, note in enumerate(content.notes, start=1):
        console.print(Text(f"  ({number}) {note}", "dim"))


def _caveats(caveats: Iterable[Caveat]) -> Grid:
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for caveat in caveats:
        text = Text(plain(caveat.cause), "" if caveat.severity < Severity.NOTE else "dim")
        text.append(f"; {plain(caveat.effect)}" if caveat.effect else "", "dim")
        text.append(f" → {plain(caveat.remedy)}" if caveat.remedy else "", "not dim")
        grid.add_row(Text(LABELS[caveat.severity], STYLES[caveat.severity]), text)
    return grid


def _facts(report: Report) -> Grid:
    least, most = report.blocks
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column()
    rows = {
        "run": f"{report.run}, {report.created}",
        "machine": report.machine,
        "blocks": str(least) if least == most else f"{least} to {most}",
        **report.builds,
    }
    for name, text in rows.items():
        grid.add_row(Text(plain(name)), Text(plain(text)))
    return grid


def _bands(content: Table, width: int) -> Iterator[tuple[int, int]]:
    """The columns that fit beside the labels, and those that fit below them."""
    room = width - sum(one + 1 for one in _label_widths(content))
    start, used = 0, 0
    for number in range(len(content.columns)):
        own = _width(content, number) + 1
        if number > start and used + own > room + 1:
            yield start, number
            start, used = number, 0
        used += own
    yield start, len(content.columns)


def _label_widths(content: Table) -> list[int]:
    labels = [content.heads, *(_labels(row, content) for row in content.rows)]
    return [min(max(len(plain(one)) for one in own), LONGEST) for own in zip(*labels, strict=True)]


def _labels(row: Row, content: Table) -> tuple[str, ...]:
    return (row.strategy, row.workers, row.told_by)[: len(content.heads)]


def _width(content: Table, column: int) -> int:
    cells = [_cell(row.cells[column]).plain.splitlines() for row in content.rows]
    lines = [plain(content.columns[column]), *(line for cell in cells for line in cell)]
    return max(map(len, lines))


def _grid(content: Table, start: int, stop: int) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, padding=0, show_edge=False, header_style="bold")
    for head, width in zip(content.heads, _label_widths(content), strict=True):
        # Where it is narrow, long labels are broken and never numbers.
        grid.add_column(
            head, overflow="fold", justify="right" if head == "w" else "left", min_width=width
        )
    for number, name in enumerate(content.columns[start:stop], start):
        width = _width(content, number)
        grid.add_column(Text(plain(name)), no_wrap=True, min_width=width)
    previous = None
    for row in content.rows:
        name = "" if row.strategy == previous else plain(row.strategy)
        labels = (Text(plain(label)) for label in _labels(row, content)[1:])
        cells = (_cell(shown) for shown in row.cells[start:stop])
        grid.add_row(Text(name, "bold"), *labels, *cells)
        previous = row.strategy
    return grid


def _cell(shown: Shown | None) -> Text:
    if shown is None:
        return Text("·", "dim")
    if not shown.measured:
        return Text(plain(shown.main) + (f" ({shown.note})" if shown.note else ""), "dim italic")
    line = Text(shown.main, TRENDS[shown.trend])
    below = " ".join(part for part in (shown.second, shown.cores) if part)
    return line.append(f"\n{below}" if below else "", "not bold dim")
