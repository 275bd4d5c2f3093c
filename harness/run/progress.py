"""How a run goes, on stderr: a live line in a terminal, a plain line a process elsewhere."""

import contextlib
from collections.abc import Iterable
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from record import Attempt, Cell, Status
from record.cell import canonical


class Display(Protocol):
    def __enter__(self) -> "Display": ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def starting(self, cell: Cell, block: int, to_go: float) -> None: ...
    def ended(self, cell: Cell, attempt: Attempt) -> None: ...
    def warn(self, text: str) -> None: ...


def display(
    console: Console, cells: int, blocks: int | None, done: Iterable[tuple[str, int]]
) -> Display:
    """`cells` of a block, `blocks` where they are known; the cells and blocks that are `done`."""
    if console.is_terminal:
        return Live(console, cells * blocks if blocks else None, blocks, done)
    return Lines(console, blocks)


def clock(seconds: float) -> str:
    """`4:05`, or `1:04:05`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def describe(cell: Cell) -> str:
    """As people read it: the workload with its parameters, and of the mode what is not usual."""
    twin = " (A/A twin)" if cell.replicate else ""
    what = ",".join((canonical(cell.parameters), *cell.unusual))
    return f"{cell.workload} {what}  {cell.strategy} w{cell.workers}  {cell.interpreter}{twin}"


_READ_OR_NOT = contextlib.suppress(OSError)  # a terminal that is gone: no reason to stop


class Lines:
    """One line a process."""

    def __init__(self, console: Console, blocks: int | None) -> None:
        self._console = console
        self._blocks = blocks
        self._to_go = 0.0

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def starting(self, cell: Cell, block: int, to_go: float) -> None:
        self._to_go = to_go

    def ended(self, cell: Cell, attempt: Attempt) -> None:
        of = f"/{self._blocks}" if self._blocks else ""
        again = " again" if attempt.take else ""
        reason = f": {attempt.reason}" if attempt.reason else ""
        line = (
            f"block {attempt.block + 1}{of}{again}  {describe(cell)}  {attempt.status}{reason}"
            f"  {attempt.seconds:.2f} s  to go {clock(max(0, self._to_go - attempt.seconds))}"
        )
        self._print(line)

    def warn(self, text: str) -> None:
        self._print(f"warning: {text}")

    def _print(self, line: str) -> None:
        with _READ_OR_NOT:
            self._console.print(line, soft_wrap=True, highlight=False, markup=False)


class Live:
    """A bar over the cells of all blocks; failures and warnings stay above it."""

    def __init__(
        self,
        console: Console,
        total: int | None,
        blocks: int | None,
        done: Iterable[tuple[str, int]],
    ) -> None:
        self._blocks = blocks
        self._done = set(done)
        self._bar = Progress(
            TextColumn("{task.fields[block]}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("to go {task.fields[to_go]}"),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            # Drawn when a process starts, not in between: the terminal is not to be kept busy
            # while something is measured.
            auto_refresh=False,
        )
        self._task = self._bar.add_task(
            "", total=total, completed=len(self._done), block="", to_go=""
        )

    def __enter__(self) -> "Live":
        with _READ_OR_NOT:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        with _READ_OR_NOT:
            self._bar.stop()

    def starting(self, cell: Cell, block: int, to_go: float) -> None:
        of = f"/{self._blocks}" if self._blocks else ""
        with _READ_OR_NOT:
            self._bar.update(
                self._task,
                description=describe(cell),
                block=f"block {block + 1}{of}",
                to_go=clock(to_go),
                refresh=True,
            )

    def ended(self, cell: Cell, attempt: Attempt) -> None:
        self._done.add((attempt.cell, attempt.block))  # once, however often it is measured
        self._bar.update(self._task, completed=len(self._done))
        if attempt.status is Status.FAILED:
            self._above(f"failed: {describe(cell)}: {attempt.reason}", "red")

    def warn(self, text: str) -> None:
        self._above(f"warning: {text}", "yellow")

    def _above(self, text: str, style: str) -> None:
        with _READ_OR_NOT:
            self._bar.console.print(text, style=style, markup=False, highlight=False)
