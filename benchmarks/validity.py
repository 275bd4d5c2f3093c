"""How often the method of a report errs, and what it finds: trials on recorded real processes.

    python benchmarks/validity.py             resample what was recorded (about a minute)
    python benchmarks/validity.py --markdown  the table as docs/validity.md has it
    python benchmarks/validity.py --record    measure it again first (about 12 minutes)

Between identical cells every difference that is found is false. The rates have 95% intervals
over the windows of blocks that the recording has room for; see trials.py.
"""

import argparse
import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pooled import called_different
from recording import MATRIX, Recorded, kept, record
from rich.console import Console
from rich.table import Table
from trials import Rate, Trials, across, identical_pairs, stopped_early, unadjusted, with_control

from analysis.samples import Sample
from analysis.statistics import common, mean
from harness.run.stop import LEAST_BLOCKS
from record import Cell

BLOCKS = (8, 12, 20)
PLANTED = (0.02, 0.05, 0.10)
WINDOWS = 3  # at least, or their rates say nothing of how sure they are
REPEATS = 200  # random exchanges of each window
PRECISION = 0.03
HEAD = (
    *("identical cells", "method", "blocks", "false positives", "coverage", "half width"),
    *(f"finds {planted:.0%}" for planted in PLANTED),
)
METHODS = {"blocks, paired t": unadjusted, "blocks, control": with_control}

Row = tuple[str, ...]


def rows(recorded: Sequence[Recorded]) -> Iterator[Row]:
    runs = dict.fromkeys(one.run for one in recorded)
    for run in runs:
        samples, pairs = _sorted([one for one in recorded if one.run == run])
        longest = min(len(samples[one.key]) for one, _ in pairs)
        for blocks in (count for count in BLOCKS if WINDOWS * count <= longest):
            if len(pairs) == 1:
                for name, method in METHODS.items():
                    trials = identical_pairs(samples, pairs, blocks, method, REPEATS)
                    yield _row(run, name, str(blocks), trials)
                continue
            for label in dict.fromkeys(one.interpreter for one, _ in pairs):
                own = [pair for pair in pairs if pair[0].interpreter == label]
                for name in METHODS:
                    adjust = name == "blocks, control"
                    trials = across(samples, own, blocks, REPEATS // 4, adjust)
                    yield _row(f"{label} as two interpreters", name, str(blocks), trials)
        if len(pairs) == 1 and longest // 4 > LEAST_BLOCKS:
            trials = stopped_early(
                *(samples, pairs, longest // 4, LEAST_BLOCKS),
                *(PRECISION, with_control, REPEATS // 4),
            )
            name = f"stopped at {PRECISION:.0%}"
            yield _row(run, name, f"{trials.blocks:.0f} (mean)", trials)
    for processes in (10, 20):
        yield _pooled(recorded, processes)


def _sorted(
    recorded: Sequence[Recorded],
) -> tuple[dict[str, dict[int, Sample]], list[tuple[Cell, Cell]]]:
    """The samples of each cell, and the cells with their twins."""
    samples: dict[str, dict[int, Sample]] = {}
    for one in recorded:
        samples.setdefault(one.cell.key, {})[one.block] = one.sample
    cells = dict.fromkeys(one.cell for one in recorded)
    known = {(c.interpreter, c.strategy, c.replicate): c for c in cells}
    pairs = [
        (cell, known[cell.interpreter, cell.strategy, 1]) for cell in cells if not cell.replicate
    ]
    return samples, pairs


def untouched(recorded: Sequence[Recorded]) -> Iterator[Row]:
    """What each strategy does to the control itself: its loop against that of `sequential`."""
    samples, pairs = _sorted([one for one in recorded if one.run == MATRIX])
    base = {one.interpreter: one for one, _ in pairs if one.strategy == "sequential"}
    for one, _ in pairs:
        if one.strategy != "sequential":
            first, second = samples[one.key], samples[base[one.interpreter].key]
            found = mean(
                [
                    (first[block].control or 0.0) - (second[block].control or 0.0)
                    for block in common(first, second)
                ]
            )
            low, high = found.interval() or (0.0, 0.0)
            loop = f"{math.exp(found.value):.3f} [{low:.3f}, {high:.3f}]"
            yield (one.interpreter, one.strategy, loop, f"{found.p:.2f}")


def _pooled(recorded: Sequence[Recorded], processes: int) -> Row:
    """Of the cells that were measured alone: in the matrix others ran in between."""
    streams: dict[str, list[Recorded]] = {}
    for one in recorded:
        if one.run != MATRIX:
            streams.setdefault(one.run, []).append(one)
    rates = [
        called_different(list(streams.values()), processes, planted) for planted in (0, *PLANTED)
    ]
    false, *found = map(_shown, rates)
    name, each = "pyperf: in turn, pooled t", f"{processes}+{processes}"
    return ("sequential, threads, fork", name, each, false, "", "", *found)


def _row(cells: str, method: str, blocks: str, trials: Trials) -> Row:
    return (
        *(cells, method, blocks, _shown(trials.false_positives), _shown(trials.coverage)),
        f"±{trials.half_width:.1%}",
        *(_shown(trials.power(planted)) for planted in PLANTED),
    )


def _shown(rate: Rate) -> str:
    return f"{100 * rate.value:.1f}% [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    if arguments.record:
        with tempfile.TemporaryDirectory(prefix="gilbench-validity-") as folder:
            record(Path(folder))
    show = _markdown if arguments.markdown else _print
    show(HEAD, list(rows(kept())))
    show(("interpreter", "strategy", "its control / that of sequential", "p"), untouched(kept()))


def _markdown(head: Row, rows: Iterable[Row]) -> None:
    for line in (head, ("---",) * len(head), *rows):
        print(f"| {' | '.join(line)} |")
    print()


def _print(head: Row, rows: Iterable[Row]) -> None:
    table = Table(*head, box=None)
    for row in rows:
        table.add_row(*row)
    console = Console()
    console.width = max(console.width, 190)
    console.print(table)


if __name__ == "__main__":
    main()
