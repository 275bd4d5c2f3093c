"""The control variate: which contrasts it adjusts, and where the controls of two cells belong.

Every process times a short loop of bytecode near each value, in its main thread. What slows
the loop in that process slows the workload too, and is no property of the cell.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from statistics import fmean

from analysis.samples import Samples, of_batch
from analysis.statistics import (
    Effect,
    Gap,
    adjusted,
    adjusted_by_block,
    common,
    log_ratios,
    mean,
    paired,
)
from record import Cell

TOUCHED = 0.001  # so improbable: controls of one interpreter that differ by chance


class Controls:
    """What the controls of all processes of a run say together."""

    def __init__(self, cells: Iterable[Cell], kinds: Mapping[str, str], samples: Samples) -> None:
        """Of these readings; `kinds` says which workloads compute and which wait."""
        self._samples = samples
        self._kinds = kinds
        self._means = _block_means(cells, samples)
        self._between = cache(self._estimate)

    def contrast(self, base: Cell, cell: Cell) -> tuple[Effect | None, Effect | None]:
        """The log of value of `base` / value of `cell`: as it counts, and unadjusted.

        None, None where they have no block in common.
        """
        first, second = self._samples.get(base.key, {}), self._samples.get(cell.key, {})
        plain = paired(first, second)
        gap = self._gap(base, cell)
        better = adjusted(first, second, gap) if gap else None
        return better or plain, plain

    def by_block(self, base: Cell, cell: Cell) -> tuple[dict[int, float], int]:
        """What each block tells of `contrast` of two cells of one interpreter.

        Their mean is that effect. With it the degrees of freedom that were spent.
        """
        first, second = self._samples.get(base.key, {}), self._samples.get(cell.key, {})
        better = adjusted_by_block(first, second) if self._gap(base, cell) else None
        found = log_ratios(first, second) if better is None else better
        blocks = common(first, second)
        return dict(zip(blocks, found, strict=True)), 1 if better is None else 2

    def _gap(self, base: Cell, cell: Cell) -> Gap | None:
        """None where the control adjusts nothing.

        Batches of bytecode alone are adjusted: that was decided from earlier runs, never by which
        interval comes out narrower. The ratios of a quick run were 0.63 as wide within an
        interpreter (median of 15) and 0.74 between two (of 12) with pure Python, but 1.12 and 1.07
        with SHA-256, which varies by 1 to 4% as it is. See also benchmarks/validity.py.
        """
        if self._kinds.get(cell.workload) != "cpu" or not of_batch(cell):
            return None
        if base.interpreter != cell.interpreter:
            return self._between(base.interpreter, cell.interpreter)
        return None if self._touched(base, cell) else Gap()

    def _touched(self, base: Cell, cell: Cell) -> bool:
        """Whether one of the two strategies does something to the control itself."""
        first, second = self._samples.get(base.key, {}), self._samples.get(cell.key, {})
        differences = [
            one.control - other.control
            for block in common(first, second)
            if (one := first[block]).control is not None
            and (other := second[block]).control is not None
        ]
        return bool(differences) and mean(differences).p < TOUCHED

    def _estimate(self, base: str, other: str) -> Gap | None:
        """Between two interpreters, from all their processes, paired by group and block.

        From the compared cells alone it would give the unadjusted estimate back.
        """
        first, second = self._means.get(base, {}), self._means.get(other, {})
        differences = [first[place] - second[place] for place in first.keys() & second.keys()]
        effect = mean(differences) if differences else None
        if effect is None or effect.error is None or effect.df is None:
            return None
        return Gap(effect.value, effect.error, effect.df)


def _block_means(
    cells: Iterable[Cell], samples: Samples
) -> Mapping[str, Mapping[tuple[str, int], float]]:
    """The mean control of each interpreter in each block of each group.

    A process with several quantities has one control: its groups are one here.
    """
    found: dict[str, dict[tuple[str, int], list[float]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        for block, one in samples.get(cell.key, {}).items():
            if one.control is not None:
                found[cell.interpreter][cell.of("").group, block].append(one.control)
    return {
        interpreter: {place: fmean(controls) for place, controls in places.items()}
        for interpreter, places in found.items()
    }
