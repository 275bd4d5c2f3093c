"""The steps of one case: make it ready, find the best, ask for advice, hold them together."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks.advise import results, service
from benchmarks.advise.advice import ask
from benchmarks.advise.candidates import Candidate, candidates
from benchmarks.advise.case import Case
from benchmarks.advise.duel import duel
from benchmarks.advise.interpreters import Interpreter, with_packages
from benchmarks.advise.rounds import FIRST, Say, Times, exhaust
from benchmarks.advise.timing import Bench

RIVALS = 3  # of the best that were found; the recommendation is held against the best of them


@dataclass(frozen=True, slots=True)
class Settings:
    out: Path
    interpreters: Sequence[Interpreter]
    names: str  # the same as they were asked for
    rounds: int
    budget: str
    say: Say


@contextmanager
def ready(case: Case, settings: Settings) -> Iterator[tuple[Bench, dict[str, str]]]:
    """The case's own folder, with its interpreters; and those that cannot be, with the reason."""
    work = settings.out.absolute() / case.name / "work"
    work.mkdir(parents=True, exist_ok=True)
    shutil.copy(case.module, work)
    (work / "requirements.txt").write_text("".join(f"{one}\n" for one in case.requirements))
    with service.server() if case.served else nullcontext(0) as port:
        if case.files:
            case.files(work, port)
        able, missing = {}, {}
        for interpreter in settings.interpreters:
            found = with_packages(interpreter, case.requirements, settings.out / "environments")
            if isinstance(found, Interpreter):
                able[interpreter.label] = found
            else:
                missing[interpreter.label] = found
        yield Bench(case, work, able), missing


def find_best(bench: Bench, missing: dict[str, str], settings: Settings) -> Times:
    path = settings.out / bench.case.name / "exhaustive.json"
    asked = {"interpreters": settings.names, "rounds": settings.rounds}
    known = results.read(path)
    if known and known["asked"] == asked:
        return results.decode_times(known["times"])
    every: list[Candidate] = []
    lost = dict(missing)
    for label, interpreter in bench.interpreters.items():
        # Started once before it counts: files are in memory, bytecode is written.
        first = bench.time(Candidate(label, "sequential", 1), FIRST)
        if isinstance(first, str):
            lost[label] = first
            continue
        every += candidates(label, first.inputs, first.asynchronous, interpreter.pool)
    settings.say(f"{len(every)} candidates on {', '.join(bench.interpreters) or 'nothing'}")
    times = exhaust(every, bench.time, settings.rounds, bench.case.name, settings.say)
    told = {"asked": asked, "missing": lost, "times": results.encode_times(times)}
    told["load"] = os.getloadavg()[1]  # of the last five minutes: was the machine quiet?
    results.write(path, told)
    return times


def score(bench: Bench, times: Times, settings: Settings) -> None:
    folder = settings.out / bench.case.name
    path = folder / "score.json"
    asked = {"interpreters": settings.names, "budget": settings.budget}
    known = results.read(path)
    if known and known["asked"] == asked:
        return
    settings.say(f"gilbench advise {bench.case.target}")
    advice = ask(bench.case, bench.work, settings.names, settings.budget, folder / "advise")
    verdict, failed = None, ""
    if advice.recommended and advice.recommended.interpreter not in bench.interpreters:
        failed = f"{advice.recommended.interpreter} cannot run it"
    elif advice.recommended:
        settings.say(f"{advice.recommended} beside the best that were found")
        try:
            best = times.finalists()[:RIVALS]
            verdict = duel(advice.recommended, best, bench.time, bench.case.name)
        except RuntimeError as error:
            failed = str(error)
    told = {"asked": asked, "load": os.getloadavg()[1]}
    results.write(path, told | results.encode_score(advice, verdict, failed))
