"""Going on with a run: what of its journal still stands, as its raw files show."""

from collections.abc import Callable, Iterable, Sequence

from harness.errors import GilbenchError
from harness.run.ledger import Ledger
from harness.run.measure import Keep
from harness.run.outcome import read
from record import Attempt, Cell, RecordError, RunFiles, Status, reading
from record.counting import counted
from record.pyperf_file import Measured


def resumed(
    files: RunFiles,
    cells: Sequence[Cell],
    retry: bool = False,
    say: Callable[[str], None] = lambda line: None,
    keep: Keep | None = None,
) -> Ledger:
    """What was measured before and stands; for the arguments see `standing`."""
    return Ledger(cells, standing(files, cells, retry, say, keep), files.journal())


def standing(
    files: RunFiles,
    cells: Iterable[Cell],
    retry: bool = False,
    say: Callable[[str], None] = lambda line: None,
    keep: Keep | None = None,
) -> list[Attempt]:
    """The attempts that need not be made again.

    One that counts and whose raw file is gone, damaged or another's does not stand, so that its
    group's block is measured again; with `retry` one that failed does not, either. `keep` is
    told what is in the files of those that stand and count. Raises GilbenchError for a run that
    cannot be gone on with.
    """
    known = {cell.key: cell for cell in cells}
    journal = files.attempts(known.values())
    _check(files, journal)
    last_of_take = {(one.cell, one.block, one.take): one for one in journal}
    last = {(one.cell, one.block): one for one in journal}
    stand = [one for one in last_of_take.values() if _stands(one, last[one.cell, one.block], retry)]
    looked_at: set[Attempt] = set()
    while unknown := set(counted(known.values(), stand).values()) - looked_at:
        looked_at |= unknown
        damaged = set()
        for attempt in sorted(unknown, key=lambda attempt: attempt.started):
            try:
                measured = _content(files, attempt, known[attempt.cell])
            except RecordError as error:
                say(f"measuring again, block {attempt.block + 1}, {attempt.cell}: {error}")
                damaged.add(attempt)
            else:
                if keep:
                    keep(attempt, measured)
        # Without them another take of their group's block may count, which is looked at next.
        stand = [attempt for attempt in stand if attempt not in damaged]
    return stand


def _stands(attempt: Attempt, last: Attempt, retry: bool) -> bool:
    """`last` is of the same cell and block: what was made of these last."""
    if retry and last.status is Status.FAILED:
        return False
    return attempt.measured or attempt is last


def _check(files: RunFiles, journal: Iterable[Attempt]) -> None:
    """Whether it can be gone on with: GilbenchError where it cannot."""
    if any(attempt.measured for attempt in journal) and not files.raw.is_dir():
        raise GilbenchError(
            f"{files.root} has no raw files, as published runs have none: it cannot be gone on with"
        )
    if files.raw.is_symlink():
        raise GilbenchError(f"{files.raw} is a link; a run is written to its own folder alone")


def _content(files: RunFiles, attempt: Attempt, cell: Cell) -> list[Measured]:
    """What is in an attempt's file; RecordError where that cannot count."""
    path = reading.contained(files.root, attempt.file)
    if not path.is_relative_to(files.raw.resolve()):
        raise RecordError(f"its file is none of {files.raw}: {attempt.file!r}")
    measured = read(reading.read(files.root, attempt.file))
    process = measured[0].process
    if process.cell != cell or process.block != attempt.block:
        raise RecordError("its file is another cell's or block's")
    return measured
