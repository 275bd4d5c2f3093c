"""A bench that measures nothing: it writes made-up files, and its clock is its own."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from made_up import build, facts
from parts import CODE, cell, lane, process, pyperf_file, strategy

from harness.catalog import Catalog, SizeInfo, WorkloadInfo
from harness.doctor.surroundings import Surroundings
from harness.interpreters import Interpreter
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.run.launch import Ended
from harness.run.resume import resumed
from harness.run.widths import HalfWidths, Widths
from record import SCHEMA, Attempt, Cell, Goal, Machine, Manifest, Plan

BUILD = build()
CELLS = [
    cell(name, workload=workload)
    for workload in ("primes", "hashlib")
    for name in ("sequential", "threads", "asyncio")
]
CATALOG = Catalog(
    strategies=[
        strategy("sequential", "one lane", one_lane=True),
        strategy("threads"),
        strategy("asyncio", "one lane", one_lane=True),
    ],
    workloads=[
        WorkloadInfo(
            name=name,
            about="",
            kind="cpu",
            service=None,
            sizes={"small": SizeInfo(parameters={"n": 7}, seconds=0.1, extra="", refused={})},
            sweeps={},
            units={},
            workers=[],
            pairs_with="",
            values=None,
            mode={},
        )
        for name in ("primes", "hashlib")
    ],
    mode={},
    modes={},
)


class Killed(BaseException):
    """A kill -9: nothing of the harness runs after it."""


def plan(cells: Sequence[Cell] = CELLS) -> Plan:
    return Plan(
        preset="quick",
        cells=list(cells),
        contrasts=[],
        margin=0.03,
        kinds={"primes": "cpu", "hashlib": "cpu"},
        builds={"3.13": BUILD},
        reference="3.13",
        seed=0,
        values=2,
        timeout=60.0,
        code=CODE,
    )


def manifest_of(plan: Plan, **changes: object) -> Manifest:
    values: dict[str, object] = {
        "schema": SCHEMA,
        "run": "a-run",
        "created": "2030-01-01T00:00:00+00:00",
        "plan": plan,
        "goal": Goal(blocks=1),
        "machine": Machine(
            id="1", system="", kernel="", cpu="", cores=2, quota=None, memory=1, virtual=None
        ),
        "findings": [],
        "missing": {},
        "commands": {},
    }
    return Manifest(**(values | changes))  # type: ignore[arg-type]


class Bench:
    """Launcher, clock, watch and watcher in one.

    `spoilt`, `failing` and `paused` say what becomes of a cell's nth process in a block.
    """

    def __init__(
        self,
        root: Path,
        cells: Sequence[Cell] = CELLS,
        *,
        seconds: Callable[[Cell], float] = lambda one: 1.0,
        spoilt: Callable[[Cell, int, int], bool] = lambda one, block, nth: False,
        failing: Callable[[Cell, int, int], bool] = lambda one, block, nth: False,
        paused: Callable[[Cell, int, int], bool] = lambda one, block, nth: False,
    ) -> None:
        self.folder = Folder(root / "run", self)
        self.output = root / "pyperf.json"
        self.plan = plan(cells)
        self.now = 0.0
        self.patience: float = float("inf")  # what may happen until it is killed
        self.warnings: list[str] = []
        self.to_go: list[float] = []
        self.lines: list[Attempt] = []
        self._rules = seconds, spoilt, failing, paused
        self._often: dict[tuple[str, int], int] = {}
        self._outside = 0.0
        (root / "run").mkdir(exist_ok=True)

    def session(
        self, goal: Goal, half_widths: HalfWidths | None = None, retry: bool = False
    ) -> Session:
        """One more sitting at the run, as the command makes it."""
        widths = Widths(self.plan, half_widths) if half_widths else None
        keep = widths.keep if widths else None
        return Session(
            plan=self.plan,
            goal=goal,
            folder=self.folder,
            interpreters={"3.13": Interpreter(BUILD, Path("python"), {}, facts())},
            pythons={one.key: Path("python") for one in self.plan.cells},
            refused={},
            catalog=CATALOG,
            watcher=self,
            ledger=resumed(self.folder.files, self.plan.cells, retry, keep=keep),
            widths=widths,
            watch=lambda: self,  # type: ignore[arg-type, return-value]
            clock=lambda: self.now,
        )

    def measure(
        self,
        goal: Goal,
        half_widths: HalfWidths | None = None,
        patience: float = float("inf"),
        retry: bool = False,
    ) -> Session:
        """A sitting to its end, or to a kill after `patience` steps."""
        self.patience = patience
        session = self.session(goal, half_widths, retry)
        session.run(self)  # type: ignore[arg-type]
        return session

    def step(self) -> None:
        if self.patience <= 0:
            raise Killed
        self.patience -= 1

    # The launcher's part.

    def run(self, argv: Sequence[str], env: Mapping[str, str], timeout: float) -> Ended:
        self.step()
        one, block = self._which(argv)
        seconds, spoilt, failing, paused = self._rules
        nth = self._often.get((one.key, block), 0)
        self._often[one.key, block] = nth + 1
        self.now += seconds(one)
        self._outside = 1.0 if spoilt(one, block, nth) else 0.0
        if failing(one, block, nth):
            self.output.unlink(missing_ok=True)
            return Ended(code=1, timed_out=False, seconds=0.5, error="no luck")
        lanes = [lane(1), lane(2)] if one.strategy == "threads" else [lane(0)]
        record = msgspec.json.encode(process(one, lanes, block=block, control=[0.01])).decode()
        # Every process of a run has a value of its own.
        values = [1.0 + block + 0.001 * nth, 1.0]
        self.output.write_bytes(pyperf_file(values, record, one.key))
        stopped = paused(one, block, nth)
        return Ended(code=0, timed_out=False, seconds=0.5, error="", paused=stopped)

    def _which(self, argv: Sequence[str]) -> tuple[Cell, int]:
        given = dict(itertools.pairwise(argv))
        (one,) = [
            one
            for one in self.plan.cells
            if given["-m"] == f"suites.{one.strategy}"
            and given["--workload"] == one.workload
            and given["--workers"] == str(one.workers)
        ]
        return one, int(given["--block"])

    # The watch's.

    def stop(self, own_cpu: float) -> Surroundings:
        return Surroundings(cpus=2, steal=0.0, outside=self._outside)

    # The watcher's.

    def starting(self, one: Cell, block: int, to_go: float) -> None:
        self.to_go.append(to_go)

    def ended(self, one: Cell, attempt: Attempt) -> None:
        self.lines.append(attempt)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    # What is to be seen of it afterwards.

    def journal(self) -> list[Attempt]:
        return self.folder.files.journal()

    def blocks(self, attempts: Iterable[Attempt] | None = None) -> dict[str, list[int]]:
        """The blocks that each workload's group was measured in, in the order of time."""
        found: dict[str, list[int]] = {}
        groups = {one.key: one.workload for one in self.plan.cells}
        for attempt in self.journal() if attempts is None else attempts:
            blocks = found.setdefault(groups[attempt.cell], [])
            if not blocks or blocks[-1] != attempt.block:
                blocks.append(attempt.block)
        return found


class Folder(RunFolder):
    """It can be killed before and after a raw file is written."""

    def __init__(self, root: Path, bench: Bench) -> None:
        super().__init__(root)
        self._bench = bench

    def keep_raw(self, *of: Any) -> str:
        self._bench.step()
        name = super().keep_raw(*of)
        self._bench.step()
        return name
