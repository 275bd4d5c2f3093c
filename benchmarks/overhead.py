"""Where the wall time of a run goes: in timed code, or where else.

    python benchmarks/overhead.py RUN

Reads what a run left: its journal (how long each process took) and its raw pyperf files
(how long the batches and pyperf's own computation took).
"""

import sys
from pathlib import Path

import pyperf
from rich.console import Console
from rich.table import Table

from record import RunFiles


def parts(run: Path) -> dict[str, float]:
    """Seconds of each part, summed over the run's processes that measured something."""
    files = RunFiles(run)
    good = [attempt for attempt in files.journal() if attempt.measured]
    total = dict.fromkeys(("timed batches", "proof between them", "start, warm-up, close"), 0.0)
    for attempt in good:
        (benchmark,) = pyperf.BenchmarkSuite.load(str(run / attempt.file))
        (process,) = benchmark.get_runs()
        values = sum(process.values)
        computed = process.get_metadata()["duration"]
        total["timed batches"] += values
        total["proof between them"] += computed - values
        total["start, warm-up, close"] += attempt.seconds - computed
    span = max(a.started + a.seconds for a in good) - min(a.started for a in good)
    total["harness, between processes"] = span - sum(attempt.seconds for attempt in good)
    return total


def main() -> None:
    run = Path(sys.argv[1])
    total = parts(run)
    table = Table(title=f"{run.name}: {sum(total.values()):.0f} s", box=None)
    for column in ("part", "seconds", "share"):
        table.add_column(column, justify="left" if column == "part" else "right")
    for part, seconds in total.items():
        table.add_row(part, f"{seconds:.1f}", f"{seconds / sum(total.values()):.1%}")
    Console().print(table)


if __name__ == "__main__":
    main()
