"""The loop: block by block, group by group, one fresh process a cell, on disk at once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from harness.catalog import Catalog
from harness.errors import ServiceError
from harness.interpreters import Interpreter
from harness.plan.estimate import cell_seconds
from harness.plan.order import cell_order, group_order
from harness.run import command
from harness.run.folder import RunFolder
from harness.run.forecast import forecast
from harness.run.launch import Launcher, environment
from harness.run.ledger import Ledger
from harness.run.outcome import Outcome, judge
from harness.run.proof import contradiction
from harness.run.stop import Done, Rule
from record import Attempt, Cell, Goal, Plan, Status


class Watcher(Protocol):
    """Who is told how the run goes: see harness.run.progress."""

    def starting(self, cell: Cell, block: int, to_go: float) -> None: ...
    def ended(self, cell: Cell, attempt: Attempt) -> None: ...


@dataclass
class Session:
    """One sitting at a run, from its start or from where it was left."""

    plan: Plan
    goal: Goal
    folder: RunFolder
    interpreters: Mapping[str, Interpreter]
    catalogs: Mapping[str, Catalog]  # by interpreter
    watcher: Watcher
    ledger: Ledger  # of what was measured before
    seconds: float = 0.0  # wall time of measuring, this session
    timed: float = 0.0  # of these, inside timed batches

    def run(self, rule: Rule, launcher: Launcher) -> None:
        """Measure until the rule says that it is enough."""
        self._start = time.monotonic()
        self._launcher = launcher
        self._services: dict[str, str] = {}
        self._note_unsupported()
        while self._any_alive() and not rule(self._done()):
            self._measure_block(self.ledger.blocks())
        self.seconds = time.monotonic() - self._start

    def _any_alive(self) -> bool:
        return len(self.ledger.given_up) < len(self.plan.cells)

    def _done(self) -> Done:
        blocks = self.ledger.blocks()
        next_block = self._forecast(self.ledger.to_do(blocks))
        return Done(blocks, time.monotonic() - self._start, next_block)

    def _note_unsupported(self) -> None:
        for cell in self.plan.cells:
            reason = self.catalogs[cell.interpreter].strategy(cell.strategy).unavailable
            if reason and cell.key not in self.ledger.given_up:
                self._note(
                    Attempt(cell=cell.key, block=0, status=Status.UNSUPPORTED, reason=reason)
                )

    def _measure_block(self, block: int) -> None:
        """What is missing of the block; a group that was interrupted is measured again whole."""
        seed = self.plan.seed
        cells = [
            cell
            for group in group_order(self.plan.cells, seed, block)
            if not self.ledger.complete(group, block)
            for cell in cell_order(self.ledger.alive(group), seed, group, block)
        ]
        for place, cell in enumerate(cells):
            self.watcher.starting(cell, block, self._to_go(cells[place:], block))
            attempt = self._measure(cell, block)
            self._note(attempt)
            self.timed += attempt.timed
            self.watcher.ended(cell, attempt)

    def _measure(self, cell: Cell, block: int) -> Attempt:
        started, before = time.time(), time.monotonic()
        try:
            outcome, file = self._process(cell, block)
        except ServiceError as error:
            outcome, file = Outcome(Status.FAILED, str(error)), ""
        if outcome.status is Status.FAILED:
            self._services.clear()  # a server may be to blame; the next cell gets a new one
        return Attempt(
            cell=cell.key,
            block=block,
            status=outcome.status,
            reason=outcome.reason,
            file=file,
            started=started,
            seconds=time.monotonic() - before,
            timed=outcome.timed,
        )

    def _process(self, cell: Cell, block: int) -> tuple[Outcome, str]:
        """One measuring process: what became of it, and the name of its file, if it left one."""
        interpreter = self.interpreters[cell.interpreter]
        strategy = self.catalogs[cell.interpreter].strategy(cell.strategy)
        output = self._launcher.scratch / "out.json"
        output.unlink(missing_ok=True)
        argv = command.measure(
            cell, block, self.plan, interpreter, strategy, self._service(cell), output
        )
        ended = self._launcher.run(argv, environment(interpreter.env), self.plan.timeout)
        data = output.read_bytes() if output.exists() else None
        outcome = judge(
            ended,
            data,
            self.plan.timeout,
            lambda process: contradiction(
                process, cell, self.plan.code, interpreter.build, strategy
            ),
        )
        return outcome, self.folder.keep_raw(cell, block, data) if data else ""

    def _service(self, cell: Cell) -> str | None:
        """The address of the server that the cell's workload needs, started when first needed.

        By one interpreter for all: were each served by its own, the server's speed would be
        part of the comparison.
        """
        module = self.catalogs[cell.interpreter].workload(cell.workload).service
        if module is None:
            return None
        if module not in self._services:
            server = self.interpreters[self.plan.reference or next(iter(self.interpreters))]
            argv = [str(server.python), "-m", module]
            self._services[module] = self._launcher.serve(argv, environment(server.env))
        return self._services[module]

    def _note(self, attempt: Attempt) -> None:
        self.folder.append(attempt)
        self.ledger.add(attempt)

    def _forecast(self, cells: list[Cell]) -> float:
        catalog = next(iter(self.catalogs.values()))
        return forecast(cells, self.ledger, lambda cell: cell_seconds(cell, self.plan, catalog))

    def _to_go(self, cells: list[Cell], block: int) -> float:
        """Seconds to the end: these cells of this block, and all of the blocks after it."""
        limits = []
        if self.goal.blocks is not None:
            whole = self._forecast(self.ledger.to_do(block + self.goal.blocks))
            limits.append(self._forecast(cells) + whole * (self.goal.blocks - block - 1))
        if self.goal.budget is not None:
            limits.append(self.goal.budget - (time.monotonic() - self._start))
        return max(0.0, min(limits, default=0.0))
