"""The profile of calls: some as they are, and some of them again in a process that is watched."""

import time
import warnings
from typing import Any

from suites import own
from suites.lane import gil_enabled
from suites.own import Job, Unusable
from suites.probes.profile import again, inputs, sending, target
from suites.probes.profile.answer import Answer
from suites.probes.profile.timed import Pass
from suites.probes.profile.together import together

TOGETHER = 0.3  # seconds that two threads call it
LONG = 1.0  # seconds of a call that two threads do not make as well
NO_INPUTS = "it got no further than its inputs"
_GIL = "global interpreter lock"


class Gil:
    """Whether it was on, and the modules of which CPython warns that they switched it on."""

    def __init__(self) -> None:
        self.culprits: list[str] = []
        self._first = self._imported = gil_enabled()
        self._usual = warnings.showwarning
        warnings.showwarning = self._hear

    def imported(self) -> None:
        self._imported = gil_enabled()

    def told(self) -> dict[str, Any]:
        return {
            "first": self._first,
            "imported": self._imported,
            "called": gil_enabled(),
            "culprits": self.culprits,
        }

    def _hear(self, message: Any, *rest: Any, **named: Any) -> None:
        text = str(message)
        if _GIL not in text:
            self._usual(message, *rest, **named)
            return
        name = text.partition("load module '")[2].partition("'")[0] or text
        if name not in self.culprits:
            self.culprits.append(name)


def profile(job: Job, seconds: float, answer: Answer) -> None:
    """Tells what is known before each step that may be the last. Raises Unusable."""
    gil = Gil()
    answer.tell("it got no further than its import")
    start = time.perf_counter()
    module = target.bring(job)
    imports = time.perf_counter() - start
    gil.imported()
    function = target.find(module, job)
    why, note = sending.function(function, f"{job.module}.{job.function}")
    notes = [note] * bool(note)
    answer.tell(
        NO_INPUTS,
        asynchronous=own.asynchronous(function),
        imports=imports,
        gil=gil.told(),
        function=why,
        notes=notes,
    )
    counted = inputs.count(job)
    notes += [counted.note] * bool(counted.note)
    job = job._replace(total=counted.total)
    answer.tell(NO_INPUTS, total=counted.total)
    target.check_call(function, job, inputs.pick(job, [0])[0])
    own.ready(job)
    passed = Pass(job, seconds)
    passed.run(lambda number: answer.tell(f"it got no further than {_which(number)} call"))
    if passed.raised == len(passed.walls):
        raise Unusable(f"every call raised {passed.error}")
    notes += passed.notes()
    told: dict[str, Any] = {
        "calls": passed.told(),
        "argument": passed.arguments.told(),
        "result": passed.results.told(),
        "gil": gil.told(),
    }
    answer.tell(**told, notes=notes)
    _call_again(job, passed, imports, answer, notes)
    if passed.median < LONG and not passed.remembers:
        crash = "called by two threads at the same time it crashed, or never ended"
        answer.tell(notes=[*notes, crash])
        both = together(passed.items, passed.digests, min(TOGETHER, seconds))
        notes += [both.wrong] * bool(both.wrong and passed.same)
        answer.tell(together=both.cpus, notes=notes)


def _which(number: int) -> str:
    """Of calls that are numbered from 0."""
    return ("its first", "its second", "its third")[number] if number < 3 else "a later"


def _call_again(job: Job, passed: Pass, imports: float, answer: Answer, notes: list[str]) -> None:
    """In another process; `notes` become more."""
    places = passed.places[: again.several(passed.median, len(passed.digests))]
    seen = again.call(job, places, imports + sum(passed.walls[: len(places)]))
    notes += seen.notes
    if seen.inputs and seen.inputs != passed.inputs[: len(places)]:
        notes.append(f"the inputs are others each time that {job.generator} makes them")
        passed.same = False
    elif seen.digests and passed.same and seen.digests != passed.digests[: len(places)]:
        notes.append("its results are others in another process")
        passed.same = False
    answer.tell(calls=passed.told(), deeds=seen.deeds, notes=notes)
