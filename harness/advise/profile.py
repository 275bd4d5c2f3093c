"""One pass over the function on each interpreter: what is known of it before it is measured.

Each question has a process of its own and a time-out: a crash, an exit, a flood of output or a
call that never ends is something that was learnt.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from harness.interpreters import Interpreter
from harness.probes.ask import Answer, Question, ask, ask_all, nothing_left
from record import RecordError
from record.advice import Profile, parse_profile
from record.errors import UNREADABLE

PROBE = "suites.probes.profile"
_START = 10.0  # seconds in which an interpreter starts and imports the function

Say = Callable[[str], None]


class Patience(NamedTuple):
    """Seconds that profiles may take."""

    calls: float  # that an interpreter calls the function for
    end: float  # and in which it must have ended


class _Digest(msgspec.Struct, frozen=True):
    digest: str = ""


class _Subinterpreter(msgspec.Struct, frozen=True):
    error: str = ""


def patience(budget: float, interpreters: int) -> Patience:
    """A twentieth of the budget for calls, a quarter for a call that does not end."""
    calls = min(2.0, 0.05 * budget / interpreters)
    return Patience(calls, max(5.0, 0.25 * budget))


def profiles(
    interpreters: Mapping[str, Interpreter], wait: Patience, say: Say
) -> dict[str, Profile]:
    """By label. One interpreter after the other: they are timed, roughly."""
    found: dict[str, Profile] = {}
    late = ""
    with nothing_left():
        for label, interpreter in interpreters.items():
            if late:  # the time of one that does not end is enough
                found[label] = Profile(error=f"not tried: on {late} it did not end")
                continue
            say(f"profiling on {label} ...")
            arguments = ("calls", "--seconds", f"{wait.calls:.3f}")
            answer = ask(_question(interpreter, arguments, wait.end))
            found[label] = understood(answer, f"the profile on {label}")
            late = label if _is_late(answer) and found[label].error else ""
    return _with_subinterpreters(interpreters, found)


def understood(answer: Answer, source: str) -> Profile:
    """Whatever the answer is, a profile: the last line that was printed.

    What a process prints before it is done is what holds where it ends there.
    """
    reason = answer.reason or "it ended without an answer"
    try:
        found = parse_profile(_last(answer.data), source)
    except RecordError as error:
        return Profile(error=str(error) if answer.status == "ok" else reason)
    if answer.status != "ok" and (found.error or found.calls is None):
        told = f"{found.error}: {reason}" if found.error else reason
        return msgspec.structs.replace(found, error=told)
    return found


def _last(data: bytes) -> bytes:
    """The last whole line."""
    return data.rpartition(b"\n")[0].rpartition(b"\n")[2]


def _is_late(answer: Answer) -> bool:
    return answer.status == "failed" and answer.reason.startswith("it did not end within")


def _with_subinterpreters(
    interpreters: Mapping[str, Interpreter], found: Mapping[str, Profile]
) -> dict[str, Profile]:
    alive = [label for label, profile in found.items() if not profile.error]
    questions = [_question(interpreters[one], ("subinterpreter",), _START) for one in alive]
    answers = dict(zip(alive, ask_all(questions, _hear), strict=True))
    return {
        label: msgspec.structs.replace(profile, subinterpreter=_loads(answers[label]))
        if label in answers
        else profile
        for label, profile in found.items()
    }


def _loads(answer: Answer) -> str | None:
    """Why the function does not load in a subinterpreter; empty: it does."""
    if answer.status == "unsupported":
        return None
    if answer.status != "ok":
        return answer.reason or "it ended without an answer"
    try:
        return msgspec.json.decode(_last(answer.data), type=_Subinterpreter).error
    except UNREADABLE:
        return "the answer was not understood"


def digests(
    interpreters: Mapping[str, Interpreter], labels: Sequence[str], seconds: float
) -> dict[str, str]:
    """By label, of a batch's results, where there is one. Nothing is timed: all at a time."""
    questions = [_question(interpreters[one], ("digest",), _START + seconds) for one in labels]
    answers = ask_all(questions, _hear)
    found = zip(labels, map(_digest, answers), strict=True)
    return {label: digest for label, digest in found if digest}


def _digest(answer: Answer) -> str:
    """Empty where there is none: then results are not checked."""
    try:
        return msgspec.json.decode(_last(answer.data), type=_Digest).digest
    except UNREADABLE:
        return ""


def _question(interpreter: Interpreter, arguments: Sequence[str], wait: float) -> Question:
    return Question(interpreter.python, PROBE, arguments, interpreter.env, wait)


def _hear(question: Question, answer: Answer) -> None:
    pass
