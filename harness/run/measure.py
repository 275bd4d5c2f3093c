"""Measuring one cell once: a fresh process, a watch on what goes on beside it, its file kept."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.catalog import Catalog
from harness.doctor.surroundings import Surroundings, Watch, contamination
from harness.errors import ServiceError
from harness.interpreters import Interpreter
from harness.plan.estimate import values_of
from harness.run import command
from harness.run.folder import RunFolder
from harness.run.launch import Launcher, environment
from harness.run.outcome import Outcome, judge, read
from harness.run.proof import contradiction
from record import Attempt, Cell, Plan, RecordError, Status, reading
from record.pyperf_file import Measured

# Told of a process that measured something: its quantities.
Keep = Callable[[Attempt, Sequence[Measured]], None]


@dataclass
class Measurer:
    plan: Plan
    folder: RunFolder
    interpreters: Mapping[str, Interpreter]
    pythons: Mapping[str, Path]  # by Cell.key
    catalog: Catalog
    launcher: Launcher
    keep: Keep | None
    watch: Callable[[], Watch]
    clock: Callable[[], float]
    _services: dict[str, str] = field(default_factory=dict)  # address by module

    def measure(self, cell: Cell, block: int, take: int) -> Attempt:
        started, before = time.time(), self.clock()
        around, data = Surroundings(), None
        try:
            outcome, around, data = self._process(cell, block)
        except ServiceError as error:
            outcome = Outcome(Status.FAILED, str(error))
        if outcome.status is Status.FAILED:
            self._services.clear()  # a server may be to blame; the next cell gets a new one
        file = self.folder.keep_raw(cell, block, take, data) if data else ""
        attempt = Attempt(
            cell=cell.key,
            block=block,
            take=take,
            status=outcome.status,
            reason=outcome.reason,
            file=file,
            started=started,
            seconds=self.clock() - before,
            timed=outcome.timed,
            steal=around.steal,
            outside=around.outside,
        )
        if self.keep and data and attempt.measured:
            self.keep(attempt, read(data))
        return attempt

    def _process(self, cell: Cell, block: int) -> tuple[Outcome, Surroundings, bytes | None]:
        """What became of a process, what went on around it, and its file, if it left one."""
        interpreter = self.interpreters[cell.interpreter]
        strategy = self.catalog.strategy(cell.strategy)
        output = self.launcher.output
        values = values_of(cell, self.plan.values, self.catalog)
        python, service = self.pythons[cell.key], self._service(cell)
        argv = command.measure(cell, block, values, python, strategy, service, output)
        watch = self.watch()
        ended = self.launcher.run(argv, environment(interpreter.env), self.plan.timeout)
        around = watch.stop(ended.cpu)
        try:
            there = reading.modified(output.parent, output.name) is not None
            data = reading.read(output.parent, output.name) if there else None
        except RecordError as error:  # a process can leave anything under that name
            return Outcome(Status.FAILED, str(error)), around, None
        outcome = judge(
            ended,
            data,
            self.plan.timeout,
            lambda measured: contradiction(measured, cell, self.plan, interpreter.build, strategy),
        )
        spoilt = "it was stopped for a while" if ended.paused else contamination(around)
        if outcome.status is Status.OK and spoilt:
            outcome = Outcome(Status.CONTAMINATED, spoilt, outcome.timed)
        return outcome, around, data

    def _service(self, cell: Cell) -> str | None:
        """The address of the server that the cell's workload needs, started when first needed.

        By one interpreter for all: were each served by its own, the server's speed would be
        part of the comparison.
        """
        module = self.catalog.workload(cell.workload).service
        if module is None:
            return None
        if module not in self._services:
            server = self.interpreters[self.plan.reference or next(iter(self.interpreters))]
            argv = [str(server.python), "-m", module]
            self._services[module] = self.launcher.serve(argv, environment(server.env))
        return self._services[module]
