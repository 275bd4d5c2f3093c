"""How wide the intervals of each group are so far, from the processes that count.

It alone of the measuring side needs the statistics, so it is imported where a precision is asked.
"""

from collections.abc import Callable, Mapping, Sequence

from analysis.precision import half_widths
from analysis.samples import Sample, Samples, sample
from harness.run.ledger import Ledger
from record import Attempt, Plan, Process

HalfWidths = Callable[[Plan, Samples], Mapping[str, float]]


class Widths:
    """Keeps what the statistics need of every process, so that no file is read twice."""

    def __init__(self, plan: Plan, half_widths: HalfWidths = half_widths) -> None:
        self._plan = plan
        self._half_widths = half_widths
        self._samples: dict[str, Sample] = {}  # by file

    def keep(self, attempt: Attempt, values: Sequence[float], process: Process) -> None:
        self._samples[attempt.file] = sample(values, process.control)

    def by_group(self, ledger: Ledger) -> Mapping[str, float]:
        """Half the width of each group's widest interval; cells that failed are out of it."""
        samples: dict[str, dict[int, Sample]] = {}
        for attempt in ledger.counted():
            if attempt.file in self._samples:
                samples.setdefault(attempt.cell, {})[attempt.block] = self._samples[attempt.file]
        return self._half_widths(self._plan, samples)
