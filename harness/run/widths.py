"""How wide the intervals of each group are so far, from the processes that count.

It alone of the measuring side needs the statistics, so it is imported where a precision is asked.
"""

from collections.abc import Callable, Mapping, Sequence

from analysis.precision import half_widths
from analysis.samples import Sample, Samples, sample, work
from harness.run.ledger import Ledger
from record import Attempt, Plan
from record.pyperf_file import Measured

HalfWidths = Callable[[Plan, Samples], Mapping[str, float]]


class Widths:
    """Keeps what the statistics need of every process, so that no file is read twice."""

    def __init__(self, plan: Plan, half_widths: HalfWidths = half_widths) -> None:
        self._plan = plan
        self._half_widths = half_widths
        self._samples: dict[str, dict[str, Sample]] = {}  # by file and reading

    def keep(self, attempt: Attempt, measured: Sequence[Measured]) -> None:
        """What one process measured: its quantities."""
        self._samples[attempt.file] = {
            one.cell.key: sample(one.values, one.process.control, work(one.cell))
            for one in measured
        }

    def by_group(self, ledger: Ledger) -> Mapping[str, float]:
        """Half the width of each group's widest interval; cells that failed are out of it."""
        samples: dict[str, dict[int, Sample]] = {}
        for attempt in ledger.counted():
            for key, one in self._samples.get(attempt.file, {}).items():
                samples.setdefault(key, {})[attempt.block] = one
        return self._half_widths(self._plan, samples)
