"""From a function to what was measured of it: profiles, sizes, trials, and the few at length."""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from harness import catalog as catalogs_of
from harness.advise import candidates as chosen_of
from harness.advise import estimate, race, requirements
from harness.advise.candidates import Candidate
from harness.advise.inputs import Inputs
from harness.advise.job import OWN, Job, first_job, keep
from harness.advise.plan import PRESET, cells, plan
from harness.advise.profile import Digest, digests, patience, profiles
from harness.advise.sizes import Sizes, sizes
from harness.advise.target import Target
from harness.catalog import Catalog
from harness.commands.measuring import manifest_of, measure
from harness.doctor import machine
from harness.errors import NotWritable
from harness.interpreters import DEFAULT, Interpreter
from harness.prepare import Prepared, examined, have
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.run.launch import environment
from harness.run.outcome import read
from record import Asked, Cell, Goal, reading
from record.advice import FILE, TRIALS, Advised, LeftOut, Profile
from record.errors import why
from record.writing import write_whole

BESIDE = (OWN, TRIALS, FILE)  # what is in a run's folder before the run
TRIAL_SHARE = 0.4  # of what is left of the budget: for the trials at most
CLOSING = 1.0  # seconds of the budget for what comes after the last process
MOST_BLOCKS = 40
DIGEST_SHARE = 0.05  # of the budget: what takes longer to do once more is not checked

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for."""

    target: Target
    inputs: Inputs
    cwd: Path
    budget: float
    interpreters: Sequence[str] = ()
    requirements: Path | None = None
    builds: bool = False
    workers: Sequence[int] = ()


@dataclass
class Stages:
    """One course of it, into a locked folder."""

    wanted: Wanted
    folder: RunFolder
    say: Say
    clock: Callable[[], float] = time.monotonic
    left_out: list[LeftOut] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    sizes: Sizes | None = None
    trials: str = ""
    stopped: str = ""
    _seconds: float = 0.0

    def run(self) -> Advised:
        """Measured, and written as RUN/advice.json."""
        self._clear()
        self._machine = machine.look()
        self._cores = machine.usable_cores(self._machine)
        self._examination = examined(self.say, strict=False)
        interpreters = self._made_ready()
        self._start = self.clock()
        if interpreters:
            self.stopped = self._measured(interpreters)
        else:
            self.stopped = "what it needs can be installed on none of the interpreters"
        self._seconds = self.clock() - self._start
        advised = self._advised()
        self._write(advised)
        return advised

    def _clear(self) -> None:
        """What a course that was stopped has left; there is no run beside it."""
        for name in (OWN, TRIALS):
            shutil.rmtree(self.folder.root / name, ignore_errors=True)

    def _made_ready(self) -> dict[str, Interpreter]:
        wanted = self.wanted
        self._had = had = have(list(wanted.interpreters) or list(DEFAULT), Asked(), self.say)
        self.missing = dict(had.matrix.missing)
        ready = dict(had.interpreters)
        if wanted.requirements is not None:
            ready, lacking = requirements.installed(
                ready, wanted.requirements, had.matrix.wheel, self.say, builds=wanted.builds
            )
            self.profiles |= {label: Profile(error=reason) for label, reason in lacking.items()}
            self.left_out += [
                LeftOut(interpreter=label, reason=reason) for label, reason in lacking.items()
            ]
        return ready

    def _left(self) -> float:
        """Seconds of the budget."""
        return self.wanted.budget - CLOSING - (self.clock() - self._start)

    def _measured(self, interpreters: Mapping[str, Interpreter]) -> str:
        """Why nothing was; empty: it was."""
        wanted, jobs = self.wanted, self.folder.root / OWN
        job = first_job(wanted.target, wanted.inputs, wanted.cwd, jobs)
        interpreters = _with_jobs(interpreters, dict.fromkeys(interpreters, job), jobs)
        wait = patience(wanted.budget, len(interpreters))
        self.profiles |= profiles(interpreters, wait, self.say)
        alive = {label: one for label, one in interpreters.items() if self._alive(label)}
        size = self.sizes = sizes(self.profiles, wanted.budget, self._cores)
        if size is None:
            self._leave_out_dead(interpreters)
            reasons = dict.fromkeys(self.profiles[label].error for label in interpreters)
            return f"it could not be called: {'; '.join(reasons)}"
        job = _sized(job, size)
        jobs_by_label = dict.fromkeys(alive, job)
        alive = _with_jobs(alive, jobs_by_label, jobs)
        checked = self._checked(alive, job)
        alive = _with_jobs(alive, checked, jobs)
        catalog = self._catalog(alive)
        found = self._candidates(interpreters, catalog)
        if not found:
            return "there is no interpreter left on which it can be measured"
        return self._race(found, alive, catalog)

    def _alive(self, label: str) -> bool:
        return not self.profiles[label].error and self.profiles[label].calls is not None

    def _leave_out_dead(self, labels: Mapping[str, Interpreter]) -> None:
        self.left_out += [
            LeftOut(interpreter=label, reason=self.profiles[label].error or "it was not called")
            for label in labels
        ]

    def _checked(self, alive: Mapping[str, Interpreter], job: Job) -> dict[str, Job]:
        """With the checksum that the results of each interpreter must have."""
        size = self.sizes
        assert size is not None
        steady = [one for one in alive if (calls := self.profiles[one].calls) and calls.same]
        found: Mapping[str, Digest | str] = {}
        if size.seconds <= DIGEST_SHARE * self.wanted.budget and steady:
            self.say("computing what the results must be ...")
            found = digests(alive, steady, 10 * size.seconds)
        told = {label: one.digest for label, one in found.items() if isinstance(one, Digest)}
        for label, digest in told.items():
            self.profiles[label] = msgspec.structs.replace(self.profiles[label], digest=digest)
        return {
            label: msgspec.structs.replace(job, checksum=told.get(label, "")) for label in alive
        }

    def _catalog(self, alive: Mapping[str, Interpreter]) -> Catalog:
        """As one that can be measured tells it, with the workload `own`."""
        one = next(iter(alive.values()))
        return catalogs_of.ask(one.python, environment(one.env))

    def _candidates(
        self, interpreters: Mapping[str, Interpreter], catalog: Catalog
    ) -> dict[Candidate, Cell]:
        size = self.sizes
        assert size is not None
        unavailable = {
            label: {one.name: one.unavailable for one in known.strategies if one.unavailable}
            for label, known in self._had.catalogs.items()
        }
        builds = {label: one.build for label, one in interpreters.items()}
        asked = chosen_of.Asked(
            builds, self.profiles, size, unavailable, self.wanted.workers, self._cores
        )
        found, left_out = chosen_of.candidates(asked)
        self.left_out += left_out
        cost = {
            one: estimate.seconds(
                one, size, self.profiles[one.interpreter], builds[one.interpreter], self._cores
            )
            for one in found
        }
        kept, dear = estimate.fitting(found, cost, 0.6 * self._left(), self.wanted.budget)
        self.left_out += dear
        self._cost = {cell: cost[one] for one, cell in cells(kept, size, catalog).items()}
        return cells(kept, size, catalog)

    def _race(
        self,
        found: Mapping[Candidate, Cell],
        alive: Mapping[str, Interpreter],
        catalog: Catalog,
    ) -> str:
        chosen = list(found.values())
        block = sum(self._cost.values())
        left = self._left()
        if block > left:
            return (
                f"a budget of {self.wanted.budget:g} s has no room for one block: "
                f"it takes about {block:.0f} s, and {left:.0f} s are left after the profiles; "
                "give more with --budget"
            )
        if race.BLOCKS * block > left and len({(c.interpreter, c.strategy) for c in chosen}) > 2:
            self.say(f"trying {len(chosen)} ways ...")
            folder = RunFolder(self.folder.root / TRIALS)
            blocks = 2 if 2 * block <= TRIAL_SHARE * left else 1
            goal = Goal(blocks=blocks, budget=max(block, TRIAL_SHARE * left))
            with folder.locked():
                session = self._session(folder, chosen, alive, catalog, goal, seed=1)
            self.trials = TRIALS
            totals, seconds = told(folder, session)
            chosen = race.finalists(totals, seconds, self._left()) or chosen
        self.say(f"measuring {len(chosen)} of them ...")
        goal = Goal(blocks=MOST_BLOCKS, budget=max(1.0, self._left()))
        self._session(self.folder, chosen, alive, catalog, goal, seed=2)
        return ""

    def _session(
        self,
        folder: RunFolder,
        chosen: Sequence[Cell],
        alive: Mapping[str, Interpreter],
        catalog: Catalog,
        goal: Goal,
        seed: int,
    ) -> Session:
        size = self.sizes
        assert size is not None
        ready = Prepared(
            asked=Asked(preset=PRESET, interpreters=list(self.wanted.interpreters), seed=seed),
            plan=plan(
                *(chosen, {label: one.build for label, one in alive.items()}, catalog, size),
                timeout=estimate.LONGEST * max(self._cost.values()),
                code=self._had.matrix.code,
                seed=seed,
            ),
            interpreters=alive,
            pythons={cell.key: alive[cell.interpreter].python for cell in chosen},
            refused={},
            catalog=catalog,
            machine=self._machine,
            examination=self._examination,
            findings=self._had.matrix.findings,
            missing=self._had.matrix.missing,
        )
        return measure(folder, ready, manifest_of(folder, ready, goal), self.say)

    def _advised(self) -> Advised:
        wanted, size = self.wanted, self.sizes
        return Advised(
            target=wanted.target.given,
            module=wanted.target.module,
            function=wanted.target.function,
            inputs=wanted.inputs.given,
            unpack=wanted.inputs.unpack,
            total=size.total if size else wanted.inputs.total,
            tasks=size.tasks if size else 0,
            chunk=size.chunk if size else 1,
            budget=wanted.budget,
            seconds=self._seconds,
            requirements=requirements.check(wanted.requirements) if wanted.requirements else [],
            profiles=self.profiles,
            left_out=self.left_out,
            workers=self._cores,
            trials=self.trials,
            stopped=self.stopped,
        )

    def _write(self, advised: Advised) -> None:
        path = self.folder.root / FILE
        try:
            write_whole(path, lambda part: part.write_bytes(advised.encode()))
        except OSError as error:
            raise NotWritable(f"{path} cannot be written: {why(error)}") from None


def told(folder: RunFolder, session: Session) -> tuple[dict[Cell, float], dict[Cell, float]]:
    """Of each cell that was measured: the time of all inputs, and that of a process of it."""
    totals: dict[Cell, list[float]] = {}
    seconds: dict[Cell, float] = {}
    planned = {cell.key: cell for cell in session.plan.cells}
    for attempt in session.ledger.counted():
        cell = planned[attempt.cell]
        for one in read(reading.read(folder.root, attempt.file)):
            if one.quantity == "total":
                totals.setdefault(cell, []).extend(one.values)
        seconds[cell] = session.ledger.seconds(cell.key) or 0.0
    return {cell: sum(values) / len(values) for cell, values in totals.items()}, seconds


def _sized(job: Job, size: Sizes) -> Job:
    return msgspec.structs.replace(
        job,
        total=size.total,
        tasks=size.tasks,
        repeats=size.repeats,
        seconds=size.seconds * size.repeats,
        kind=size.kind,
        chunk=size.chunk,
    )


def _with_jobs(
    interpreters: Mapping[str, Interpreter], jobs: Mapping[str, Job], folder: Path
) -> dict[str, Interpreter]:
    """Whose processes know their job."""
    return {
        label: replace(one, env=one.env | keep(jobs[label], folder, label))
        for label, one in interpreters.items()
    }
