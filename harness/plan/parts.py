"""Parts of presets: some workloads, what is varied of them, and the strategies to do it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from harness.catalog import SizeInfo, WorkloadInfo
from record.cell import Value

Workers = Callable[[int], tuple[int, ...]]  # of the number of cores
Sweeps = Mapping[str, Workers]  # by strategy


def one(cores: int) -> tuple[int, ...]:
    return (1,)


def all_cores(cores: int) -> tuple[int, ...]:
    """Two lanes and a lane a core: the same thing on a machine with two."""
    return tuple(sorted({2, max(2, cores)}))


def one_and_all(cores: int) -> tuple[int, ...]:
    """One lane, for the tax of having it, and as many as there are cores."""
    return (1, *all_cores(cores))


def up_to_cores(cores: int) -> tuple[int, ...]:
    """1, 2, 4, ... to the cores, and once beyond."""
    powers = (1 << exponent for exponent in range(cores.bit_length()))
    return tuple(sorted({*powers, cores, 2 * cores}))


def fixed(*workers: int) -> Workers:
    return lambda cores: workers


@dataclass(frozen=True, slots=True)
class Part:
    """Cells that vary one factor at a time: a parameter, or the workers, or a mode."""

    workloads: tuple[str, ...]
    strategies: Sweeps
    vary: tuple[str, ...] = ()  # parameters whose sweeps are measured, beside the base
    where: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)  # of these values alone
    mode: Mapping[str, str] = field(default_factory=dict)
    interpreters: tuple[str, ...] = ()  # of the preset's own; empty: all

    def sizes(self, workload: WorkloadInfo, size: str) -> Iterator[SizeInfo]:
        """The sets of parameters that this part measures of one of its workloads."""
        swept = [one for factor in self.vary for one in workload.sweeps.get(factor, ())]
        # A sweep is of the small size: with another base two factors would differ.
        base = workload.sizes["small"] if swept else workload.sizes.get(size)
        base = base or workload.sizes["small"]
        for found in (base, *swept):
            if all(found.parameters.get(name) in values for name, values in self.where.items()):
                yield found
