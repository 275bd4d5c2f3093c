"""Reading what was measured: a run, a set of runs, or pyperf files of any origin."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

import pandas as pd

from analysis import cache
from analysis.columns import Columns, joined
from analysis.foreign import names_of, read_files
from analysis.frame import FOR_VALUES, cells_frame, values_frame
from analysis.observations import observe
from analysis.run_files import merged, whole
from record import RecordError, RunFiles, run_set

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
    parts = list(_parts(list(map(Path, given)), names))
    return parts[0] if len(parts) == 1 else joined(parts)


def _parts(paths: list[Path], names: Collection[str] | None) -> Iterator[Columns]:
    """Files beside each other are read together."""
    for folder, some in groupby(paths, Path.is_dir):
        if folder:
            for path in some:
                yield from _of_folder(path, names)
        else:
            files = list(some)
            content = dict(zip(names_of(files), files, strict=True))
            yield cache.kept(content, partial(_of_files, files), names)


def _of_folder(root: Path, names: Collection[str] | None) -> Iterator[Columns]:
    for run in run_set.runs_of(root) if (root / run_set.NAME).exists() else [root]:
        files = RunFiles(run)
        make = partial(_of_run, run)
        # One that is being measured is different each time.
        yield cache.kept(_content(files), make, names) if whole(files) else make()[0]


def _of_files(paths: list[Path]) -> tuple[Columns, bool]:
    return read_files(paths), True


def _of_run(run: Path) -> tuple[Columns, bool]:
    seen = observe(run)
    return seen.columns, seen.merged


def _content(files: RunFiles) -> dict[str, Path]:
    """All that is read of a run whose merged files are whole."""
    small = [path for path in (files.manifest_path, files.journal_path) if path.exists()]
    every = [*small, *(files.root / path for path in merged(files))]
    return {str(path.relative_to(files.root)): path for path in every}
