"""From a function to what was measured of it: its profile, trials of all ways, the best at length.

Who is measured at length is chosen from the trials, and the answer is computed from what is
measured then: in the next blocks, whoever was the fastest by luck is so no more.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.advise import estimate, race
from harness.advise import requirements as needs
from harness.advise.choose import Chosen, choose
from harness.advise.job import OWN
from harness.advise.learn import Learnt, learn
from harness.advise.plan import PRESET, plan
from harness.advise.ready import Budget, Ready, Say, Wanted, make_ready
from harness.errors import NotWritable
from harness.prepare import Prepared
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.run.outcome import read
from record import Asked, Cell, Goal, reading
from record.advice import FILE, TRIALS, Advised, LeftOut
from record.errors import why
from record.pyperf_file import Measured
from record.writing import write_whole

BESIDE = (OWN, TRIALS, FILE)  # what is in the run's folder before the run
TRIAL = 0.4  # of what is left of the budget: for a second block of trials
BLOCKS = 40  # at length, at most
DIFFERENT = "its results are not those of the same calls one after the other"

Measure = Callable[[RunFolder, Prepared, Goal], Session]


@dataclass(frozen=True, slots=True)
class Course:
    """What became of it."""

    advised: Advised
    missing: Mapping[str, str]  # interpreters that could not be had, and why


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was learnt and tried."""

    learnt: Learnt
    left_out: Sequence[LeftOut]
    trials: str = ""  # where they are, within the folder; empty: there were none


def advise(wanted: Wanted, folder: RunFolder, measure: Measure, say: Say) -> Course:
    """Measured into the locked folder, and told in its advice.json."""
    for name in (OWN, TRIALS):  # of a course that was stopped: there is no run beside them
        shutil.rmtree(folder.root / name, ignore_errors=True)
    ready = make_ready(wanted, say)
    budget = Budget(wanted.budget)
    learnt = learn(wanted, ready, folder.root / OWN, budget, say)
    if learnt.sizes is None:
        outcome = Outcome(learnt, _all_left_out(learnt))
        what = "it could not be called" if ready.interpreters else "what it needs is not to be had"
        stopped = f"{what}: {outcome.left_out[0].reason}"
    else:
        chosen = choose(wanted, ready, learnt, budget)
        outcome = Outcome(learnt, [*chosen.left_out, *chosen.dear])
        stopped = _why_not(chosen, budget)
        if not stopped:
            outcome = _Heats(wanted, ready, chosen, measure, say).run(folder, outcome, budget)
    advised = _advised(wanted, ready, outcome, budget, stopped)
    _write(folder, advised)
    return Course(advised, ready.had.matrix.missing)


def _all_left_out(learnt: Learnt) -> list[LeftOut]:
    return [
        LeftOut(interpreter=label, reason=profile.error or "it was not called")
        for label, profile in learnt.profiles.items()
    ]


def _why_not(chosen: Chosen, budget: Budget) -> str:
    """Why nothing is measured; empty: it is."""
    if chosen.dear and len(chosen.cost) < 2:
        return (
            f"a budget of {budget.seconds:g} s has no room for a single block of two ways, after "
            f"{budget.spent:.0f} s for the profiles; give more with --budget"
        )
    return "" if chosen.cost else "there is no interpreter on which it can be measured"


@dataclass(frozen=True, slots=True)
class _Heats:
    """Some of the cells, measured several times, with all that is the same for each."""

    wanted: Wanted
    ready: Ready
    chosen: Chosen
    measure: Measure
    say: Say

    def run(self, folder: RunFolder, outcome: Outcome, budget: Budget) -> Outcome:
        cells = list(self.chosen.cost)
        block = sum(self.chosen.cost.values())
        sides = len({race.side(cell) for cell in cells})
        short = race.BLOCKS * block > budget.left
        # What the results must be is told by trials, where it is not known yet.
        if (sides > 2 and short) or (sides > 1 and outcome.learnt.unchecked):
            self.say(f"trying {len(cells)} ways ...")
            outcome, cells = self._tried(RunFolder(folder.root / TRIALS), cells, outcome, budget)
        self.say(f"measuring {len(cells)} {'of them' if outcome.trials else 'ways'} ...")
        goal = Goal(blocks=BLOCKS, budget=max(1.0, budget.left))
        self._session(folder, cells, outcome.learnt, goal, seed=2)
        return outcome

    def _tried(
        self, folder: RunFolder, cells: list[Cell], outcome: Outcome, budget: Budget
    ) -> tuple[Outcome, list[Cell]]:
        """With what the trials tell, and those of the cells that are left."""
        room = TRIAL * budget.left
        block = sum(self.chosen.cost.values())
        goal = Goal(blocks=2 if 2 * block <= room else 1, budget=max(block, room))
        learnt = outcome.learnt
        with folder.locked():
            session = self._session(folder, cells, learnt, goal, seed=1)
        found = race.tried(_measured(folder, session))
        if learnt.unchecked:
            known = race.digests(found)
            learnt = learnt.checked({one: known[one] for one in learnt.unchecked & known.keys()})
        right = {label: one.digest for label, one in learnt.profiles.items() if one.digest}
        wrong = race.different(found, right)
        left_out = [
            LeftOut(interpreter=cell.interpreter, strategy=cell.strategy, reason=DIFFERENT)
            for cell in wrong
        ]
        seconds = {cell: session.ledger.seconds(cell.key) or 0.0 for cell in cells}
        totals = {cell: one.total for cell, one in found.items() if cell not in wrong}
        left = race.finalists(totals, seconds, budget.left) or cells
        return Outcome(learnt, [*outcome.left_out, *left_out], TRIALS), left

    @property
    def _patience(self) -> float:
        """Seconds that any process may take: several may never end, and time is to be left."""
        return min(10.0, max(3.0, self.wanted.budget / 6))

    def _session(
        self, folder: RunFolder, cells: Sequence[Cell], learnt: Learnt, goal: Goal, *, seed: int
    ) -> Session:
        ready, chosen = self.ready, self.chosen
        assert learnt.sizes is not None
        labels = {cell.interpreter for cell in cells}
        builds = {label: b for label, b in ready.had.builds.items() if label in labels}
        matrix = ready.had.matrix
        prepared = Prepared(
            asked=Asked(preset=PRESET, interpreters=list(self.wanted.interpreters), seed=seed),
            plan=plan(
                *(cells, builds, chosen.catalog, learnt.sizes),
                timeout=round(max(self._patience, estimate.LONGEST * max(chosen.cost.values()))),
                code=matrix.code,
                seed=seed,
            ),
            interpreters=learnt.interpreters,
            pythons={cell.key: learnt.interpreters[cell.interpreter].python for cell in cells},
            refused={},
            catalog=chosen.catalog,
            machine=ready.machine,
            examination=ready.examination,
            findings=matrix.findings,
            missing=matrix.missing,
        )
        return self.measure(folder, prepared, goal)


def _measured(folder: RunFolder, session: Session) -> Iterator[Measured]:
    for attempt in session.ledger.counted():
        yield from read(reading.read(folder.root, attempt.file))


def _advised(
    wanted: Wanted,
    ready: Ready,
    outcome: Outcome,
    budget: Budget,
    stopped: str,
) -> Advised:
    learnt = outcome.learnt
    size = learnt.sizes
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
        seconds=budget.spent,
        requirements=needs.check(wanted.requirements) if wanted.requirements else [],
        profiles=dict(learnt.profiles),
        left_out=list(outcome.left_out),
        workers=ready.cores,
        trials=outcome.trials,
        stopped=stopped,
    )


def _write(folder: RunFolder, advised: Advised) -> None:
    path = folder.root / FILE
    try:
        write_whole(path, lambda part: part.write_bytes(advised.encode()))
    except OSError as error:
        raise NotWritable(f"{path} cannot be written: {why(error)}") from None
