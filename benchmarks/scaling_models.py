"""How often the intervals of the laws of scaling hold the truth, on made-up machines.

    python benchmarks/scaling_models.py              a table (about a minute)
    python benchmarks/scaling_models.py --markdown   as docs/scaling.md has it

Each trial is a sweep over workers whose law is known, measured in blocks on a machine that is not
quiet (tests/analysis/noise.py), adjusted by its control as a report is, and fitted. Coverage is
the share of trials whose 95% interval, or one-sided bound, holds the truth; of 200 trials its own
95% interval is about 3 points to each side.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from analysis.draws import SEED, Floats
from analysis.estimate import Estimate
from analysis.scaling import Fit, Law, Parameter, fit
from analysis.scaling import fits as fitting
from analysis.statistics import adjusted_by_block, log_ratios

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "analysis"))
from noise import Machine, bimodal, blocked, drift, heavy

TRIALS = 200
NOISES = {"pairs alike": blocked, "drift": drift, "two speeds": bimodal, "heavy tails": heavy}
BLOCKS = (5, 8, 12)


@dataclass(frozen=True)
class Truth:
    name: str
    gain: float
    sigma: float
    kappa: float
    counts: tuple[int, ...]

    @property
    def law(self) -> Law:
        return Law(*(np.asarray(one) for one in (self.gain, self.sigma, self.kappa)))


TRUTHS = (
    Truth("Amdahl, 5% serial", 0.95, 0.05, 0.0, (1, 2, 4, 8)),
    Truth("Amdahl, all spreads", 1.0, 0.0, 0.0, (1, 2, 4, 8)),
    Truth("USL, peak at 31", 0.95, 0.03, 0.001, (1, 2, 4, 8, 16, 32)),
    Truth("USL, no pairs' cost", 0.95, 0.05, 0.0, (1, 2, 4, 8, 16, 32)),
    Truth("USL, all spreads", 1.0, 0.0, 0.0, (1, 2, 4, 8, 16, 32)),
)
HEAD = (
    *("truth", "machine", "blocks", "sigma held", "kappa held", "gain held", "at twice held"),
    *("sigma off, points", "its interval, points", "kappa off, 1e-5"),
)


def sweep(truth: Truth, machine: Machine, blocks: int, rng: np.random.Generator) -> Floats:
    """Logs of speedups over sequential, a row a block."""
    times = -np.log(truth.law.speedup(np.array(truth.counts)))
    base, *cells = machine.cells(rng, [0.0, *times], blocks)
    columns = [adjusted_by_block(base, cell) or log_ratios(base, cell) for cell in cells]
    return np.array(columns).T


def replaced(own: Floats, spent: int) -> Floats:
    """For comparison: blocks drawn with replacement, whose percentiles are the interval."""
    rng = np.random.default_rng(SEED)
    blocks = len(own)
    return rng.multinomial(blocks, [1 / blocks] * blocks, 1000) / blocks @ own


def holds(found: Estimate, truth: float) -> bool:
    if isinstance(found, Parameter) and found.bound is not None:
        return truth <= found.bound if found.value == found.limits[0] else truth >= found.bound
    assert found.interval is not None
    return found.interval[0] <= truth <= found.interval[1]


def row(truth: Truth, name: str, blocks: int) -> tuple[str, ...]:
    rng = np.random.default_rng([SEED, blocks, len(name), len(truth.name)])
    fits: list[Fit] = []
    for _ in range(TRIALS):
        found = fit(truth.counts, sweep(truth, Machine(NOISES[name]), blocks, rng), spent=2)
        assert found is not None
        fits.append(found)

    def coverage(of: Callable[[Fit], Estimate | None], true: float) -> str:
        judged = [one for each in fits if (one := of(each)) is not None]
        share = np.mean([holds(one, true) for one in judged]) if judged else None
        return "" if share is None else f"{share:.0%}"

    widths = [one.sigma.interval[1] - one.sigma.interval[0] for one in fits if one.sigma.interval]
    off = np.mean([one.sigma.value for one in fits]) - truth.sigma
    pairs = np.mean([float(one.law.kappa) for one in fits]) - truth.kappa
    return (
        *(truth.name, name, str(blocks)),
        coverage(lambda one: one.sigma, truth.sigma),
        coverage(lambda one: one.kappa, truth.kappa),
        coverage(lambda one: one.gain, truth.gain),
        coverage(lambda one: one.at(one.furthest), float(truth.law.speedup(2 * truth.counts[-1]))),
        *(f"{100 * off:+.2f}", f"{100 * np.median(widths):.2f}"),
        f"{1e5 * pairs:+.1f}" if fits[0].kappa else "",
    )


def rows() -> Iterator[tuple[str, ...]]:
    for truth in TRUTHS:
        for name in NOISES:
            yield row(truth, name, 8)
        for blocks in BLOCKS:
            if blocks != 8:
                yield row(truth, "pairs alike", blocks)
    usual, fitting.draws = fitting.draws, replaced  # type: ignore[assignment]
    for blocks in BLOCKS:
        truth, *kept = row(TRUTHS[2], "pairs alike", blocks)
        yield (f"{truth}; blocks drawn with replacement", *kept)
    fitting.draws = usual


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", action="store_true")
    show = _markdown if parser.parse_args().markdown else _print
    show(list(rows()))


def _markdown(found: Sequence[tuple[str, ...]]) -> None:
    for line in (HEAD, ("---",) * len(HEAD), *found):
        print(f"| {' | '.join(line)} |")


def _print(found: Sequence[tuple[str, ...]]) -> None:
    table = Table(*HEAD, box=None)
    for line in found:
        table.add_row(*line)
    console = Console()
    console.width = max(console.width, 150)
    console.print(table)


if __name__ == "__main__":
    main()
