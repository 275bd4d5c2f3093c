"""Going on with a run: what of its journal still stands, as its raw files show."""

from collections.abc import Callable, Iterable

from harness.errors import GilbenchError
from harness.run.outcome import read
from record import Attempt, Cell, RecordError, RunFiles, Status


def standing(
    files: RunFiles,
    cells: Iterable[Cell],
    retry: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> list[Attempt]:
    """The attempts that need not be made again.

    One whose raw file is gone, damaged or another's is made again, with its group's block;
    with `retry` one that failed is, too. Raises GilbenchError for a run that cannot be
    gone on with.
    """
    known = {cell.key: cell for cell in cells}
    latest = files.latest()
    good = [attempt for attempt in latest.values() if attempt.status is Status.OK]
    if good and not files.raw.is_dir():
        raise GilbenchError(
            f"{files.root} has no raw files, as published runs have none: it cannot be gone on with"
        )
    if files.raw.is_symlink():
        raise GilbenchError(f"{files.raw} is a link; a run is written to its own folder alone")
    kept = []
    for attempt in latest.values():
        if attempt.cell not in known or attempt.block < 0:
            raise GilbenchError(
                f"{files.journal_path} names a cell or block that the plan has not: "
                f"{attempt.cell!r}, block {attempt.block}"
            )
        if retry and attempt.status is Status.FAILED:
            continue
        damage = _damage(files, attempt, known[attempt.cell])
        if damage:
            say(f"measuring again, block {attempt.block + 1}, {attempt.cell}: {damage}")
        else:
            kept.append(attempt)
    return kept


def _damage(files: RunFiles, attempt: Attempt, cell: Cell) -> str | None:
    """What is wrong with the file of a good attempt; None for all others."""
    if attempt.status is not Status.OK:
        return None
    path = files.root / attempt.file
    try:
        if not path.resolve().is_relative_to(files.raw.resolve()):
            return f"its file leads out of the run's folder: {attempt.file!r}"
        _, process = read(path.read_bytes())
    except (OSError, ValueError) as error:
        return f"its file cannot be read: {error}"
    except RecordError as error:
        return str(error)
    if process.cell != cell or process.block != attempt.block:
        return "its file is another cell's or block's"
    return None
