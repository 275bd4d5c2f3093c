"""From what the probes said to one check a question. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from harness.ecosystem.blame import own, whose
from harness.ecosystem.subject import Subject
from harness.probes.ask import Answer
from record.ecosystem import QUESTIONS, Check, Deed, Main, Package, parse_lanes, parse_main
from record.errors import RecordError
from record.text import plain

OK = Check(status="ok")
PURE = Check(status="part", reason="this wheel has no native code")
WITH_GIL = Check(status="part", reason="with the GIL switched on")
FOLLOWS = Check(status="failed")  # from what failed before, which says why
WORKS = ("ok", "part")
NO_SMOKE = Check(status="idle", reason="no smoke call is known")
LONGEST = 500  # characters of a reason
SHOWN = 3  # names of modules


def failed(reason: str, subject: Subject, main: Main | None = None) -> Check:
    brought = (main.native, main.standard) if main and not main.error else ()
    other = whose(reason, subject.wanted.name, subject.modules, *brought)
    return Check(status="failed", reason=plain(reason)[:LONGEST], whose=other)


def read_main(answer: Answer, source: str) -> Main | str:
    """What it said, or why it said nothing."""
    if answer.status != "ok":
        return answer.reason
    try:
        return parse_main(answer.data, source)
    except RecordError as error:
        return str(error)


def read_lanes(answer: Answer, source: str) -> list[Deed] | str:
    if answer.status != "ok":
        return answer.reason
    try:
        return parse_lanes(answer.data, source)
    except RecordError as error:
        return str(error)


def imports(main: Main | str, subject: Subject) -> Check:
    if isinstance(main, str):
        return failed(main, subject)
    if main.error:
        return failed(main.error, subject, main)
    brought = [*main.native, *main.native_called]
    if subject.wanted.known and not own(brought, subject.wanted.name, subject.modules):
        return PURE
    return OK


def gil(main: Main, subject: Subject, free_threaded: bool) -> Check:
    """Whether it stays off where it was off before."""
    if not free_threaded:
        return Check(status="idle", reason="this build always has its GIL")
    if main.gil[0]:
        return Check(status="idle", reason="the GIL was switched on beforehand")
    if not main.gil[1] and not (main.result and main.gil_called):
        return OK
    return failed(main.warnings[0] if main.warnings else "without a warning", subject, main)


def lanes(found: Sequence[Deed] | str, subject: Subject, main: Main, *, called: bool) -> Check:
    """Of subinterpreters that imported it, or of any lanes that `called` it."""
    if isinstance(found, str):
        return failed(found, subject, main)
    errors = [deed.error for deed in found if deed.error]
    if errors:
        return failed(errors[0], subject, main)
    there = main.native_called if called else main.native
    lost = [name for name in there if any(name not in deed.native for deed in found)]
    if lost:
        names = ", ".join(lost[:SHOWN]) + ", ..." * (len(lost) > SHOWN)
        why = "".join(f" ({one.lost})" for one in found[:1] if one.lost)
        reason = plain(f"without its native code, {names}{why}")[:LONGEST]
        return Check(status="part", reason=reason)
    return PURE if imports(main, subject) == PURE else OK


def threads(found: Sequence[Deed] | str, subject: Subject, main: Main) -> Check:
    """As of any lanes; and whether the GIL was off meanwhile, where it was before."""
    check = lanes(found, subject, main, called=True)
    if isinstance(found, str) or check != OK or main.gil[0]:
        return check
    return WITH_GIL if any(deed.gil for deed in found) else check


def worst(checks: Sequence[Check]) -> Check:
    """Of several tries of the same: one that fails tells that it may fail."""
    for status in ("failed", "part"):
        found = [one for one in checks if one.status == status]
        if found:
            often = "" if len(found) == len(checks) else f" ({len(found)} of {len(checks)} tries)"
            return msgspec.structs.replace(found[0], reason=found[0].reason + often)
    return OK


def alike(check: Check, alone: Check) -> Check:
    """What went without native code in one subinterpreter, too, is told as it was told there."""
    return alone if alone.reason.startswith(f"{check.reason} (") else check


def unreached(subject: Subject, latest: str) -> Package:
    """Nothing is known: not the same as that nothing works."""
    unasked = Check(status="unasked", reason=plain(subject.reason)[:LONGEST])
    return examined(subject, latest, dict.fromkeys(QUESTIONS, unasked))


def not_had(subject: Subject, latest: str) -> Package:
    """There is no wheel of it, or one in which nothing can be imported."""
    why = failed(subject.reason, subject)
    had = {"wheel": OK, "imports": why} if subject.python else {"wheel": why}
    return examined(subject, latest, had)


def examined(subject: Subject, latest: str, checks: Mapping[str, Check]) -> Package:
    """What was not asked failed with what failed before it."""
    return Package(
        name=subject.wanted.name,
        requirement=subject.wanted.requirement,
        version=subject.resolved.version,
        latest=latest,
        modules=list(subject.modules),
        **{name: checks.get(name, FOLLOWS) for name in QUESTIONS},
    )
