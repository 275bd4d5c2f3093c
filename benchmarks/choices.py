"""How often the decision framework names a winner where there is none, and where there is one.

    python benchmarks/choices.py              a table (about 15 s)
    python benchmarks/choices.py --markdown   as docs/choosing.md has it

Each trial is one choice among cells whose times are known, measured in blocks on a machine that is
not quiet (tests/analysis/noise.py), each pair adjusted by its control as a report does it, at 95%
and without a margin, so that what is counted is the rule's own error. `named` is the share of
trials with a clear winner; where the best two are equal, each is wrong. `right` are those that
name the best. `gain held`: the interval of the speedup of whoever was picked holds the truth,
though it was picked for its luck. Of 400 trials 5% is 3 to 7%.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table
from scaling_models import NOISES

from analysis.draws import SEED
from analysis.framework.choice import Outcome, choose, contest
from analysis.intervals import CONFIDENCE
from analysis.samples import Sample
from analysis.statistics import Effect, Gap, adjusted, paired

from noise import Machine  # isort: skip  (scaling_models has it found)

TRIALS = 400


@dataclass(frozen=True)
class Truth:
    name: str
    times: tuple[float, ...]  # the first is `sequential`'s

    @property
    def tied(self) -> bool:
        return sorted(self.times)[0] == sorted(self.times)[1]


TRUTHS = (
    Truth("2 equal", (1.0, 1.0)),
    Truth("2 equal, ahead of 2", (2.0, 1.0, 1.0, 1.5)),
    Truth("2 equal, ahead of 7", (2.0, 1.0, 1.0, *(1.5,) * 6)),
    Truth("4 equal", (1.0,) * 4),
    Truth("8 equal, twice as fast", (2.0, *(1.0,) * 8)),
    Truth("1 ahead by 5% of 3", (2.0, 1.0, *(1.05,) * 3)),
    Truth("1 ahead by 20% of 3", (2.0, 1.0, *(1.2,) * 3)),
    Truth("1 ahead by 20% of 8", (2.0, 1.0, *(1.2,) * 8)),
)
BLOCKS = (5, 7, 12)
HEAD = ("truth", "machine", "blocks", "named", "right", "gain held")


def contrast(one: dict[int, Sample], other: dict[int, Sample]) -> Effect | None:
    return adjusted(one, other, Gap()) or paired(one, other)


def picked(cells: list[dict[int, Sample]]) -> tuple[int, bool, Effect | None]:
    """Which one, whether it is a clear winner, and its speedup if it is not the first itself."""
    found = contest(
        range(len(cells)), lambda one, other: contrast(cells[one], cells[other]), lambda cell: cell
    )
    assert found is not None
    pick = found.ranked[0]
    won = choose(found, CONFIDENCE, 0.0).outcome is Outcome.WINNER
    return pick, won, contrast(cells[0], cells[pick]) if pick else None


def row(truth: Truth, name: str, blocks: int) -> tuple[str, ...]:
    rng = np.random.default_rng([SEED, blocks, len(name), len(truth.name)])
    named = right = held = 0
    best = truth.times.index(min(truth.times))
    for _ in range(TRIALS):
        cells = Machine(NOISES[name]).cells(rng, list(np.log(truth.times)), blocks)
        pick, won, gain = picked(cells)
        named += won
        right += won and not truth.tied and pick == best
        low, high = (gain and gain.interval()) or (1.0, 1.0)
        held += low <= truth.times[0] / truth.times[pick] <= high
    shares = (named, None if truth.tied else right, held)
    shown = ("" if one is None else f"{one / TRIALS:.1%}" for one in shares)
    return (truth.name, name, str(blocks), *shown)


def rows() -> Iterator[tuple[str, ...]]:
    for truth in TRUTHS:
        for name in NOISES:
            yield row(truth, name, 7)
        for blocks in BLOCKS:
            if blocks != 7:
                yield row(truth, "pairs alike", blocks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", action="store_true")
    if parser.parse_args().markdown:
        for line in (HEAD, ("---",) * len(HEAD), *rows()):
            print(f"| {' | '.join(line)} |")
        return
    table = Table(*HEAD, box=None)
    for line in rows():
        table.add_row(*line)
    Console().print(table)


if __name__ == "__main__":
    main()
