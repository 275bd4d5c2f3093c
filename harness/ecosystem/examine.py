"""All packages on one interpreter: each probe in a process of its own, several side by side.

A crash in subinterpreters is looked into: the same with the standard library's modules alone that
the package imports. Where that crashes, too, it is the interpreter's doing (two that import
`datetime` at once crash 3.12); then it is tried whether it works once the main interpreter has
imported those modules.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from harness import cache
from harness.ecosystem import answers
from harness.ecosystem.blame import INTERPRETER
from harness.ecosystem.subject import Subject, prepare
from harness.ecosystem.wanted import Wanted
from harness.interpreters import Interpreter
from harness.interpreters.wheel import Wheel
from harness.probes.ask import CRASHED, Answer, Question, ask_all, side_by_side
from record.ecosystem import Check, Ecosystem, Main, Package

TRIES = 3  # of what may go wrong only now and then: two interpreters that import at once
CONTROLS = 6  # a crash that comes one time in three is missed by so many one time in eleven
SHARED = ", as it is by what the package imports of the standard library alone"
REMEDY = "works once the main interpreter has imported what it needs of the standard library"

Asked = tuple[Subject, str]  # a package and a question
Say = Callable[[str], None]


class Examination:
    """Of one interpreter; `checks` fills up from phase to phase."""

    def __init__(self, interpreter: Interpreter, workers: int, say: Say) -> None:
        self.label = interpreter.build.label
        self._free_threaded = interpreter.build.free_threaded
        self._workers = workers
        self._say = say
        self._mains: dict[str, Main] = {}
        self.checks: dict[str, dict[str, Check]] = {}

    def run(self, subjects: Sequence[Subject]) -> None:
        able = [one for one in subjects if one.modules]
        self._import(able)
        able = [one for one in able if self._check(one, "imports").status in answers.WORKS]
        self._lanes([(one, name) for one in able for name in ("alone", "threads", "processes")])
        inside = [one for one in able if self._check(one, "alone").status in answers.WORKS]
        racing = [(one, name) for one in inside for name in ("together", "interpreters")]
        self._lanes(racing, TRIES)
        self._look_into([*((one, "alone") for one in able), *racing])

    def _check(self, subject: Subject, question: str) -> Check:
        return self.checks[subject.wanted.name].get(question, answers.FOLLOWS)

    def _import(self, subjects: Sequence[Subject]) -> None:
        self._say(f"{self.label}: importing {len(subjects)} packages ...")
        questions = [one.question("main", smoke=one.smoke) for one in subjects]
        for subject, answer in zip(subjects, self._ask(questions), strict=True):
            name = subject.wanted.name
            main = answers.read_main(answer, name)
            own = self.checks[name] = {
                "wheel": answers.OK,
                "imports": answers.imports(main, subject),
            }
            if isinstance(main, str) or main.error:
                continue
            self._mains[name] = main
            own["gil"] = answers.gil(main, subject, self._free_threaded)
            if not subject.smoke:
                own |= dict.fromkeys(("threads", "interpreters", "processes"), answers.NO_SMOKE)
            elif main.wrong:
                wrong = answers.failed(f"in the main interpreter, too: {main.wrong}", subject, main)
                own |= dict.fromkeys(("threads", "interpreters", "processes"), wrong)

    def _lanes(self, asked: Sequence[Asked], tries: int = 1) -> None:
        asked = [(one, name) for one, name in asked if name not in self.checks[one.wanted.name]]
        if not asked:
            return
        kinds = ", ".join(dict.fromkeys(name for _, name in asked))
        self._say(f"{self.label}: {len(asked) * tries} probes of {kinds} ...")
        heard = self._ask([self._question(*one) for one in asked for _ in range(tries)])
        for place, (subject, name) in enumerate(asked):
            own = [self._judge(subject, name, one) for one in heard[place * tries :][:tries]]
            check = answers.worst(own)
            if check.status == "part":
                check = answers.alike(check, self._check(subject, "alone"))
            self.checks[subject.wanted.name][name] = check

    def _judge(self, subject: Subject, name: str, answer: Answer) -> Check:
        main = self._mains[subject.wanted.name]
        found = answers.read_lanes(answer, subject.wanted.name)
        if name == "threads":
            return answers.threads(found, subject, main)
        return answers.lanes(found, subject, main, called=name not in ("alone", "together"))

    def _question(self, subject: Subject, name: str, before: Sequence[str] = ()) -> Question:
        main = self._mains[subject.wanted.name]
        if name in ("alone", "together"):
            workers, native = (1, main.native) if name == "alone" else (2, ())
            return subject.question(
                "lanes", strategy="interpreters", workers=workers, before=before, native=native
            )
        strategy = "processes-spawn" if name == "processes" else name
        return subject.question(
            "lanes",
            strategy=strategy,
            workers=self._workers,
            smoke=subject.smoke,
            expected=main.result,
            before=subject.modules if name == "threads" else before,
        )

    def _look_into(self, asked: Sequence[Asked]) -> None:
        crashed = [one for one in asked if self._check(*one).reason.startswith(CRASHED)]
        if not crashed:
            return
        self._say(f"{self.label}: looking into {len(crashed)} crashes ...")
        controls = [self._control(*one) for one in crashed for _ in range(CONTROLS)]
        remedies = [
            self._question(one, name, before=self._mains[one.wanted.name].standard)
            for one, name in crashed
            for _ in range(TRIES)
        ]
        heard = self._ask([*controls, *remedies])
        for place, (subject, name) in enumerate(crashed):
            without = heard[place * CONTROLS :][:CONTROLS]
            if not any(one.reason.startswith(CRASHED) for one in without):
                continue
            healed = heard[len(controls) + place * TRIES :][:TRIES]
            after = [self._judge(subject, name, one).status for one in healed]
            own = self.checks[subject.wanted.name]
            if set(after) <= set(answers.WORKS):
                own[name] = msgspec.structs.replace(own[name], whose=INTERPRETER, remedy=REMEDY)
            else:
                own[name] = msgspec.structs.replace(own[name], reason=own[name].reason + SHARED)

    def _control(self, subject: Subject, name: str) -> Question:
        """The same without the package."""
        workers = {"alone": 1, "together": 2}.get(name, self._workers)
        standard = self._mains[subject.wanted.name].standard
        asked = {"strategy": "interpreters", "workers": workers, "every": True}
        return subject._replace(modules=tuple(standard)).question("lanes", **asked)

    def _ask(self, questions: Sequence[Question]) -> list[Answer]:
        return ask_all(questions, lambda question, answer: None)


def examine(
    interpreter: Interpreter,
    packages: Sequence[Wanted],
    latest: Mapping[str, str],
    wheel: Wheel,
    folder: Path,
    workers: int,
    say: Say,
) -> Ecosystem:
    """`folder` is for the environments, and is removed; `latest` are the newest of all."""
    began = time.monotonic()
    label = interpreter.build.label
    say(f"{label}: installing {len(packages)} packages, each in an environment of its own ...")
    try:
        subjects = side_by_side(
            partial(_prepare, interpreter, wheel, folder), packages, lambda one, subject: None
        )
        examination = Examination(interpreter, workers, say)
        examination.run(subjects)
    finally:
        cache.remove(folder)
    return Ecosystem(
        interpreter=label,
        version=interpreter.build.version,
        free_threaded=interpreter.build.free_threaded,
        workers=workers,
        seconds=round(time.monotonic() - began, 1),
        packages=[_package(one, latest.get(one.wanted.name, ""), examination) for one in subjects],
    )


def _prepare(interpreter: Interpreter, wheel: Wheel, folder: Path, wanted: Wanted) -> Subject:
    return prepare(wanted, interpreter, wheel, folder / wanted.name)


def _package(subject: Subject, latest: str, examination: Examination) -> Package:
    if not subject.resolved.reached:
        return answers.unreached(subject, latest)
    if not subject.modules:
        return answers.not_had(subject, latest)
    own = examination.checks[subject.wanted.name]
    return answers.examined(subject, latest, own)
