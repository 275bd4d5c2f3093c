"""How long reading takes, beside pyperf's own loader: cold, from the cache, and as it grows.

    python -m benchmarks.reading            200 files x 60 benchmarks x 20 processes x 3 values
    python -m benchmarks.reading --curve    up to 10 million values
    python -m benchmarks.reading --compare  two runs of 200 files, beside pyperf compare_to of 20

Every figure is a process of its own, which times the reading alone (its imports are not in it)
and tells its peak memory (they are). The sides take turns.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.reading.made_up import BENCHMARKS, PROCESSES, VALUES, pyperf_files, run_folder

FILES, ROUNDS = 200, 5
SIDES = ("pyperf", "cold", "cached")
SIZES = (10_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)  # values
SLOWEST = 1_000_000  # values that pyperf is given

IMPORTS = {
    "pyperf": "pyperf._compare",
    "harness": "harness.cli, analysis.compare, analysis.render.compare.text, scipy.special",
}
COMMAND = """
import importlib, runpy, sys, time
for name in sys.argv[1].split(", "):
    importlib.import_module(name)
sys.argv = sys.argv[2:]
begin = time.perf_counter()
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except SystemExit as done:
    if done.code:
        raise
finally:
    print(time.perf_counter() - begin, file=sys.stderr)
"""

# What is timed stands between the two moments: imports come before them.
CHILD = """
import json, resource, sys, time
side, sources = sys.argv[1], json.load(sys.stdin)
if side == "pyperf":
    import pyperf
    read = lambda: [pyperf.BenchmarkSuite.load(path) for path in sources["files"]]
else:
    import analysis
    read = lambda: analysis.load(sources["given"])
begin = time.perf_counter()
found = read()
seconds = time.perf_counter() - begin
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def reading(side: str, given: Sequence[Path], files: Sequence[Path]) -> tuple[float, float]:
    """Seconds of one reading, and MiB at the most; `cached` where it was read before."""
    sources = json.dumps({"given": list(map(str, given)), "files": list(map(str, files))})
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(2 if side == "cached" else 1):
            told = subprocess.run(
                [sys.executable, "-c", CHILD, side],
                input=sources,
                env=os.environ | {"XDG_CACHE_HOME": cache},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
    seconds, peak = json.loads(told)
    return seconds, peak


def beside_pyperf(folder: Path) -> Table:
    table = _table(
        f"{FILES} files x {BENCHMARKS} benchmarks x {PROCESSES} processes x {VALUES} values: "
        f"medians of {ROUNDS}",
        ("files", "reader", "seconds", "pyperf / it", "peak MiB"),
    )
    files = pyperf_files(folder / "files", FILES)
    merged = run_folder(folder / "run", FILES)
    for name, given, every in (
        ("pyperformance's", files, files),
        ("a run's", [folder / "run"], merged),
    ):
        found: dict[str, list[tuple[float, float]]] = {side: [] for side in SIDES}
        for _ in range(ROUNDS):
            for side in SIDES:
                found[side].append(reading(side, given, every))
        of_pyperf = [seconds for seconds, _ in found["pyperf"]]
        for side, told in found.items():
            ratios = [one / seconds for one, (seconds, _) in zip(of_pyperf, told, strict=True)]
            spread = f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
            seconds, peak = (median(one) for one in zip(*told, strict=True))
            table.add_row(name, side, f"{seconds:.3f}", spread, f"{peak:.0f}")
    return table


def curve(folder: Path) -> Table:
    table = _table(
        "Files of 3,600 values", ("values", "reader", "seconds", "ns a value", "peak MiB")
    )
    every = pyperf_files(folder / "files", -(-SIZES[-1] // (BENCHMARKS * PROCESSES * VALUES)))
    for size in SIZES:
        files = every[: -(-size // (BENCHMARKS * PROCESSES * VALUES))]
        values = len(files) * BENCHMARKS * PROCESSES * VALUES
        for side in SIDES if size <= SLOWEST else SIDES[1:]:
            seconds, peak = reading(side, files, files)
            per_value = f"{seconds / values * 1e9:.0f}"
            table.add_row(f"{values:,}", side, f"{seconds:.3f}", per_value, f"{peak:.0f}")
    return table


def comparing(folder: Path) -> Table:
    """Whole commands, and what of them is not the imports."""
    heads = ("command", "whole, seconds", "without imports")
    table = _table(f"Medians of {ROUNDS} (and ranges)", heads)
    files = list(map(str, pyperf_files(folder / "files", 40)))
    runs = [folder / "base", folder / "head"]
    for seed, run in enumerate(runs):
        run_folder(run, FILES, seed)
    compare = ["harness", "compare", *map(str, runs)]
    sides = {
        "pyperf compare_to of 20 files": ["pyperf", "compare_to", *files[:20]],
        "pyperf compare_to of 40 files": ["pyperf", "compare_to", *files],
        f"gilbench compare of 2 x {FILES} files, cached": compare,
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    with tempfile.TemporaryDirectory() as cache:
        command(compare, cache)
        for _ in range(ROUNDS):
            for name, words in sides.items():
                found[name].append(command(words, cache))
    for name, told in found.items():
        whole = (
            f"{median(own):.2f} ({min(own):.2f} to {max(own):.2f})"
            for own in zip(*told, strict=True)
        )
        table.add_row(name, *whole)
    return table


def command(words: Sequence[str], cache: str) -> tuple[float, float]:
    """Seconds of the whole, and without the imports that it would make first."""
    begin = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", COMMAND, IMPORTS[words[0]], *words],
        env=os.environ | {"XDG_CACHE_HOME": cache},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    ).stderr
    return time.perf_counter() - begin, float(told.split()[-1])


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, box=None)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 2 else "right")
    return table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--compare", action="store_true")
    asked = parser.parse_args()
    make = curve if asked.curve else comparing if asked.compare else beside_pyperf
    with tempfile.TemporaryDirectory() as folder:
        Console(width=120).print(make(Path(folder)))


if __name__ == "__main__":
    main()
