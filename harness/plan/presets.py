"""Presets: which workloads, strategies and numbers of workers, and how often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Workers = Callable[[int], tuple[int, ...]]  # of the number of cores
Sweeps = Mapping[str, Workers]  # by strategy


def one(cores: int) -> tuple[int, ...]:
    return (1,)


def all_cores(cores: int) -> tuple[int, ...]:
    """Two lanes and a lane a core: the same thing on a machine with two."""
    return tuple(sorted({2, max(2, cores)}))


def up_to_cores(cores: int) -> tuple[int, ...]:
    """1, 2, 4, ... to the cores, and once beyond."""
    powers = (1 << exponent for exponent in range(cores.bit_length()))
    return tuple(sorted({*powers, cores, 2 * cores}))


def fixed(*workers: int) -> Workers:
    return lambda cores: workers


@dataclass(frozen=True, slots=True)
class Preset:
    about: str
    interpreters: tuple[str, ...]
    workloads: tuple[str, ...]
    compute: Sweeps  # for workloads that compute, in bytecode or in C
    wait: Sweeps  # for workloads that wait
    pairs: int  # of A and A
    blocks: int
    size: str = "small"  # of the workloads
    values: int = 3  # a process

    def sweeps(self, kind: str) -> Sweeps:
        return self.wait if kind == "wait" else self.compute


PRESETS = {
    "quick": Preset(
        about="who wins, in six minutes",
        interpreters=("3.12", "3.13", "3.13t"),
        workloads=("primes", "hashlib", "sleep_fanout"),
        compute={
            "sequential": one,
            "threads": all_cores,
            "asyncio": all_cores,
            "processes-fork": all_cores,
            "processes-spawn": all_cores,
            "interpreters": all_cores,
            "interpreter-pool": all_cores,
        },
        wait={
            "sequential": one,
            "threads": fixed(16),
            "asyncio": fixed(16),
            "interpreters": fixed(16),
        },
        pairs=4,
        blocks=8,
        values=2,  # more processes tell more than more values of each
    ),
    "standard": Preset(
        about="every workload and strategy, one factor at a time",
        interpreters=("3.12", "3.13", "3.13t+gil", "3.13t"),
        workloads=(
            *("primes", "mandelbrot", "alloc_tree", "methods"),
            *("hashlib", "wordcount", "sleep_fanout", "echo"),
        ),
        compute={
            "sequential": one,
            "threads": up_to_cores,
            "asyncio": all_cores,
            "processes-fork": all_cores,
            "processes-forkserver": all_cores,
            "processes-spawn": all_cores,
            "interpreters": all_cores,
            "interpreter-pool": all_cores,
        },
        wait={
            "sequential": one,
            "threads": fixed(2, 16, 64),
            "asyncio": fixed(2, 16, 64),
            "processes-fork": fixed(16),
            "interpreters": fixed(16),
            "interpreter-pool": fixed(16),
        },
        pairs=8,
        blocks=8,
    ),
    "full": Preset(
        about="every sweep of every strategy",
        interpreters=("3.12", "3.13", "3.13t+gil", "3.13t", "3.14", "3.14t"),
        workloads=(
            *("primes", "mandelbrot", "alloc_tree", "methods"),
            *("hashlib", "wordcount", "sleep_fanout", "echo"),
        ),
        compute={
            "sequential": one,
            "threads": up_to_cores,
            "asyncio": up_to_cores,
            "processes-fork": up_to_cores,
            "processes-forkserver": up_to_cores,
            "processes-spawn": up_to_cores,
            "interpreters": up_to_cores,
            "interpreter-pool": up_to_cores,
        },
        wait={
            "sequential": one,
            "threads": fixed(1, 2, 16, 64),
            "asyncio": fixed(1, 2, 16, 64),
            "processes-fork": fixed(1, 2, 16, 64),
            "processes-forkserver": fixed(1, 2, 16, 64),
            "processes-spawn": fixed(1, 2, 16, 64),
            "interpreters": fixed(1, 2, 16, 64),
            "interpreter-pool": fixed(1, 2, 16, 64),
        },
        pairs=16,
        blocks=12,
        size="large",
    ),
}
