"""Reading what was measured: a run, a set of runs, or pyperf files of any origin."""

import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path

import pandas as pd

from analysis.reading import cache
from analysis.reading.columns import Columns, joined
from analysis.reading.foreign import names_of, read_files
from analysis.reading.frame import FOR_VALUES, cells_frame, values_frame
from analysis.reading.observations import observe
from analysis.reading.run_files import merged, whole
from record import RecordError, RunFiles, run_set
from record.errors import why
from record.reading import contained

Source = Path | str | Iterable[Path | str]


def load(source: Source) -> pd.DataFrame:
    """One row a value of every cell that is ok, in the order of the plan and the blocks.

    `source` is a run's folder, a set's (it has `set.json`), a pyperf file, or several of these.
    `quantity` is what was measured (empty: the time of a batch) and `unit` what `value` is in:
    second, byte or integer. `cpu` is CPU seconds of all lanes for one batch, `memory` bytes
    (peak PSS of the process tree), `control` the geometric mean of the process's control loops
    in seconds; each is NaN where it was not measured. Text columns are categories; those of
    `interpreter` are ordered as in the plan.

    What a file of another tool does not tell is `unknown`, or NA; its `run` is the file's name,
    and `block` numbers the processes of a benchmark.
    Raises RecordError, naming the file, where one is damaged.
    """
    return values_frame(columns_of(source, FOR_VALUES))


def cells(source: Source) -> pd.DataFrame:
    """One row a reading, a planned cell's quantity, in the order of the plan, measured or not.

    `source` is as for `load`. `status` is ok, failed, unsupported or missing, and `reason` says
    why it is not ok (empty where nothing was tried yet); `blocks` counts the processes that
    measured it and count, `contaminated` those of them that ran beside other work;
    `effective_cores` is the mean over them of CPU time / wall time, `gil` whether it was on in any
    lane and `lanes` how many there were (NaN and NA where nothing was measured, or told);
    `command` runs the cell alone. Raises RecordError as `load` does.
    """
    return cells_frame(columns_of(source))


def columns_of(source: Source, names: Collection[str] | None = None) -> Columns:
    """What both tables are made of; with `names`, at least these columns. Raises RecordError."""
    given = [source] if isinstance(source, str | Path) else list(source)
    if not given:
        raise RecordError("nothing to read: no file and no folder was given")
    parts = list(_parts(_kinds(map(Path, given)), names))
    return parts[0] if len(parts) == 1 else joined(parts)


def _kinds(paths: Iterable[Path]) -> dict[Path, bool]:
    """Whether each is a folder. What is there twice would count twice: RecordError."""
    kinds: dict[Path, bool] = {}
    places: set[tuple[int, int]] = set()
    for path in paths:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:  # a circle of links, a NUL
            raise RecordError(f"{path} cannot be read: {why(error)}") from None
        kinds[path] = stat.S_ISDIR(status.st_mode)
        place = status.st_dev, status.st_ino
        if place in places:
            raise RecordError(f"{path} was given twice")
        places.add(place)
    return kinds


def _parts(kinds: Mapping[Path, bool], names: Collection[str] | None) -> Iterator[Columns]:
    """Files beside each other are read together."""
    files = [path for path, folder in kinds.items() if not folder]
    runs = dict(zip(files, names_of(files), strict=True))
    for folder, some in groupby(kinds, kinds.__getitem__):
        if folder:
            for path in some:
                yield from _of_folder(path, names)
        else:
            content = {runs[path]: path for path in some}
            yield cache.kept(content, partial(_of_files, content), names)


def _of_folder(root: Path, names: Collection[str] | None) -> Iterator[Columns]:
    for run in run_set.runs_of(root) if (root / run_set.NAME).exists() else [root]:
        files = RunFiles(run)
        make = partial(_of_run, run)
        # One that is being measured is different each time.
        yield cache.kept(_content(files), make, names) if whole(files) else make()[0]


def _of_files(runs: Mapping[str, Path]) -> tuple[Columns, bool]:
    return read_files(runs), True


def _of_run(run: Path) -> tuple[Columns, bool]:
    seen = observe(run)
    return seen.columns, seen.merged


def _content(files: RunFiles) -> dict[str, Path]:
    """All that is read of a run whose merged files are whole."""
    small = [path for path in (files.manifest_path, files.journal_path) if path.exists()]
    names = [path.relative_to(files.root) for path in small] + merged(files)
    return {str(name): contained(files.root, name) for name in names}
