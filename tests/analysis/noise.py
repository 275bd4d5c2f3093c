"""Machines that are not quiet, made up: what a process's time and its control look like there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.samples import Sample

Speeds = Callable[[np.random.Generator, int], np.ndarray]  # n processes in order -> log of slowness


def blocked(rng: np.random.Generator, processes: int) -> np.ndarray:
    """Pairs share most of what happens to them."""
    shared = np.repeat(rng.normal(0, 0.15, -(-processes // 2)), 2)[:processes]
    return shared + rng.normal(0, 0.05, processes)


def drift(rng: np.random.Generator, processes: int) -> np.ndarray:
    """The machine gets slower, in steps and on the whole."""
    steps = rng.normal(0, 0.03, processes).cumsum()
    return steps + np.linspace(0, 0.3, processes) + rng.normal(0, 0.05, processes)


def bimodal(rng: np.random.Generator, processes: int) -> np.ndarray:
    """Some processes are a fifth slower, as by an unlucky layout."""
    return np.where(rng.random(processes) < 0.3, 0.2, 0.0) + rng.normal(0, 0.02, processes)


def heavy(rng: np.random.Generator, processes: int) -> np.ndarray:
    """Now and then one is much slower."""
    return np.abs(rng.standard_t(2, processes)) * 0.05


@dataclass(frozen=True, slots=True)
class Machine:
    speeds: Speeds
    weight: float = 1.0  # of what the control sees, in the times
    unseen: float = 0.03  # standard deviation of what it does not see
    reading: float = 0.02  # of the control's own error

    def cells(
        self, rng: np.random.Generator, effects: Sequence[float], blocks: int
    ) -> list[dict[int, Sample]]:
        """A cell for each of `effects` (logs), in blocks of random order."""
        width = len(effects)
        slowness = self.speeds(rng, width * blocks).reshape(blocks, width)
        cells: list[dict[int, Sample]] = [{} for _ in effects]
        for block in range(blocks):
            for place, number in enumerate(rng.permutation(width)):
                seen = slowness[block, place]
                cells[number][block] = Sample(
                    time=float(effects[number] + self.weight * seen + rng.normal(0, self.unseen)),
                    control=float(seen + rng.normal(0, self.reading)),
                )
        return cells
