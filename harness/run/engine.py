"""The loop: group by group and block by block, until each group has been measured enough."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from harness.catalog import Catalog
from harness.doctor.surroundings import Watch
from harness.interpreters import Interpreter
from harness.plan.estimate import cell_seconds
from harness.plan.order import cell_order, group_order
from harness.run import again
from harness.run.folder import RunFolder
from harness.run.forecast import Forecast, blocks_to_go
from harness.run.launch import Launcher
from harness.run.ledger import Ledger
from harness.run.measure import Measurer
from harness.run.stop import Done, rule_of, time_rule
from record import Attempt, Cell, Goal, Plan, Status

if TYPE_CHECKING:
    from harness.run.widths import Widths

AS_IT_IS = (
    "more than half of the groups' blocks were measured beside other work: they are marked, "
    "and not measured again while that is so"
)


class Watcher(Protocol):
    """Who is told how the run goes: see harness.run.progress."""

    def starting(self, cell: Cell, block: int, to_go: float) -> None: ...
    def ended(self, cell: Cell, attempt: Attempt) -> None: ...
    def warn(self, text: str) -> None: ...


@dataclass
class Session:
    """One sitting at a run, from its start or from where it was left."""

    plan: Plan
    goal: Goal
    folder: RunFolder
    interpreters: Mapping[str, Interpreter]
    pythons: Mapping[str, Path]  # by Cell.key: of its interpreter, with what it needs
    refused: Mapping[str, str]  # Cell.key -> why it cannot be had
    catalog: Catalog
    watcher: Watcher
    ledger: Ledger  # of what was measured before
    widths: "Widths | None" = None  # where the goal names a precision
    watch: Callable[[], Watch] = Watch.start
    clock: Callable[[], float] = time.monotonic
    seconds: float = 0.0  # wall time of measuring, this session
    timed: float = 0.0  # of these, inside timed batches
    half_widths: Mapping[str, float] = field(default_factory=dict)  # by group, at the last look

    def run(self, launcher: Launcher) -> None:
        """Measure until the goal says of every group that it is enough."""
        self._start = self.clock()
        self._enough, self._no_time = rule_of(self.goal), time_rule(self.goal)
        self._warned = False
        self._forecast = Forecast(self.ledger, self._estimates())
        keep = self.widths.keep if self.widths else None
        self._measurer = Measurer(
            *(self.plan, self.folder, self.interpreters, self.pythons, self.catalog),
            *(launcher, keep, self.watch, self.clock),
        )
        self._note_unsupported()
        for group, block in self.ledger.open:
            self._repeat_if_spoilt(group, block)
        while self._next_pass():
            pass
        self.seconds = self.clock() - self._start

    def _next_pass(self) -> bool:
        """The next block of the groups that have fewest; False where all have enough."""
        if self.widths:
            self.half_widths = self.widths.by_group(self.ledger)
        going = [group for group in self.ledger.groups if not self._enough(self._done(group))]
        if not going:
            return False
        block = min(self.ledger.blocks(group) for group in going)
        for group in group_order(self.plan.cells, self.plan.seed, block):
            if group not in going or self.ledger.blocks(group) != block:
                continue
            if not self._enough(self._done(group)):  # of the time that the others took
                self._measure(group, block)
                self._repeat_if_spoilt(group, block)
        return True

    def _done(self, group: str) -> Done:
        return Done(
            blocks=self.ledger.blocks(group),
            seconds=self.clock() - self._start,
            next_block=self._forecast.seconds(self.ledger.alive(group)),
            half_width=self.half_widths.get(group, math.inf),
        )

    def _repeat_if_spoilt(self, group: str, block: int) -> None:
        if not again.wanted(self.ledger, group, block) or self._no_time(self._done(group)):
            return
        if not again.pointless(self.ledger):
            self._measure(group, block)
        elif not self._warned:
            self.watcher.warn(AS_IT_IS)
            self._warned = True

    def _measure(self, group: str, block: int) -> None:
        """One take of a group's block: its living cells, back to back."""
        take = self.ledger.next_take(group, block)
        cells = cell_order(self.ledger.alive(group), self.plan.seed, group, block)
        for place, cell in enumerate(cells):
            self.watcher.starting(cell, block, self._to_go(group, block, cells[place:]))
            attempt = self._measurer.measure(cell, block, take)
            self._note(attempt)
            self.timed += attempt.timed
            self.watcher.ended(cell, attempt)

    def _note_unsupported(self) -> None:
        for cell in self.plan.cells:
            reason = self.refused.get(cell.key)
            if reason and cell.key not in self.ledger.given_up:
                self._note(
                    Attempt(cell=cell.key, block=0, status=Status.UNSUPPORTED, reason=reason)
                )

    def _note(self, attempt: Attempt) -> None:
        self.folder.append(attempt)
        self.ledger.add(attempt)

    def _estimates(self) -> dict[str, float]:
        plan, catalog = self.plan, self.catalog
        return {
            cell.key: cell_seconds(cell, plan.values, catalog, lambda label: plan.builds[label].gil)
            for cell in plan.cells
        }

    def _to_go(self, group: str, block: int, cells: list[Cell]) -> float:
        """Seconds to the end: these cells of a group's block, and what is needed after it."""
        left = self._forecast.seconds(cells)
        for other in self.ledger.groups:
            done = self._done(other)
            blocks = blocks_to_go(self.goal, done)
            if other == group and done.blocks == block:  # the one that is being measured
                blocks = max(0.0, blocks - 1)
            left += blocks * done.next_block if blocks else 0.0
        if self.goal.budget is not None:
            left = min(left, self.goal.budget - (self.clock() - self._start))
        return max(0.0, left) if math.isfinite(left) else 0.0
