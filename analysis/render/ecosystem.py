"""The facts of packages as tables: one an interpreter, the exact errors once, and the counts."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.ecosystem import SHORT, counts, footnotes, no_wheel, text
from record.ecosystem import QUESTIONS, Check, Ecosystem, Package
from record.text import plain

MARKS = {"ok": "yes", "part": "part", "failed": "no", "unasked": "?", "idle": "-"}
WIDE = 150  # columns of the widest table
WORDS = """\
subinterpreter, two at once: it is imported there. threads, interpreters, processes: calls from
several of them at once. part: without its native code, or with the GIL on. -: does not apply.\
"""
ASKED = [question for question in QUESTIONS if question != "wheel"]


def show(ecosystems: Sequence[Ecosystem], console: Console) -> None:
    numbers = footnotes(ecosystems)
    console.width = max(console.width, WIDE)  # where nobody looks, lines may be long
    for one in ecosystems:
        console.print(Text(plain(f"{one.interpreter} ({one.version})"), style="bold"))
        console.print(_packages(one, numbers))
        console.print()
    for said, number in numbers.items():
        # Written as it is: an error that is wrapped cannot be searched for.
        console.out(f"[{number}] {plain(said)}", highlight=False)
    if numbers:
        console.print()
    console.print(Text(WORDS))
    console.print()
    console.print("packages that work, and + those that do in part", style="bold", highlight=False)
    console.print(_counts(ecosystems))


def _packages(ecosystem: Ecosystem, numbers: dict[str, int]) -> Table:
    table = _table("package", "version", *(SHORT[question] for question in ASKED))
    for one in ecosystem.packages:
        checks = [_mark(MARKS[one.check(name).status], one.check(name), numbers) for name in ASKED]
        if one.wheel.status != "ok":
            checks = [""] * len(ASKED)
        cells = [one.name, _version(one, numbers), *checks]
        # Never markup: it is from files and registries.
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _version(one: Package, numbers: dict[str, int]) -> str:
    if one.wheel.status != "ok":
        return _mark(no_wheel(one), one.wheel, numbers)
    newer = one.latest not in ("", one.version)
    return f"{one.version}, latest {one.latest}" if newer else one.version


def _mark(mark: str, check: Check, numbers: dict[str, int]) -> str:
    number = numbers.get(text(check))
    return f"{mark} [{number}]" if number else mark


def _counts(ecosystems: Sequence[Ecosystem]) -> Table:
    table = _table("interpreter", *(SHORT[question] for question in QUESTIONS))
    for one in ecosystems:
        cells = []
        for found in counts(one).values():
            part = f" + {found.part}" if found.part else ""
            cells.append(f"{found.works}{part} of {found.asked}" if found.asked else "-")
        table.add_row(one.interpreter, *cells)
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table
