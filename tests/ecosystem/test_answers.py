"""From what probes say to what is told of a package."""

from pathlib import Path

import msgspec
import pytest

from harness.ecosystem import answers
from harness.ecosystem.known import Known
from harness.ecosystem.resolve import Resolved
from harness.ecosystem.subject import Subject
from harness.ecosystem.wanted import Wanted
from harness.probes.ask import Answer
from record.ecosystem import Check, Deed, Main

THING = Subject(
    Wanted("thing", "thing", Known(["thing"], "return 1")),
    Resolved("1.0", ("thing==1.0",)),
    Path("folder"),
    {},
    Path("python"),
    ("thing",),
)
MAIN = Main(
    error="",
    native=["thing._c"],
    native_called=["thing._c", "thing._late"],
    gil=(True, True),
    warnings=[],
    standard=["datetime"],
    result="1",
    wrong="",
)
FREE = msgspec.structs.replace(MAIN, gil=(False, False), gil_called=False)
WARNING = "The global interpreter lock (GIL) has been enabled to load module 'other._c', which"


def deed(error: str = "", native: tuple[str, ...] = (), *, gil: bool = True) -> Deed:
    return Deed(error=error, native=list(native), gil=gil, rounds=3)


def test_an_import_fails_works_or_has_nothing_native() -> None:
    assert answers.imports(MAIN, THING) == answers.OK
    wrong = msgspec.structs.replace(MAIN, error="ImportError: no")
    assert answers.imports(wrong, THING) == Check(status="failed", reason="ImportError: no")
    assert answers.imports("it did not end", THING).reason == "it did not end"
    pure = msgspec.structs.replace(MAIN, native=["numpy._c"], native_called=[])
    assert answers.imports(pure, THING).reason == "this wheel has no native code"
    unknown = THING._replace(wanted=Wanted("thing", "thing", None))
    assert answers.imports(pure, unknown) == answers.OK  # nobody said that it has any


@pytest.mark.parametrize(
    ("main", "free_threaded", "status"),
    [
        (MAIN, False, "idle"),
        (MAIN, True, "idle"),  # forced on from the start
        (FREE, True, "ok"),
        (msgspec.structs.replace(FREE, gil=(False, True), warnings=[WARNING]), True, "failed"),
        (msgspec.structs.replace(FREE, gil_called=True), True, "failed"),
    ],
)
def test_whether_the_gil_stays_off(main: Main, free_threaded: bool, status: str) -> None:
    check = answers.gil(main, THING, free_threaded)
    assert check.status == status
    if main.warnings:
        assert (check.reason, check.whose) == (WARNING, "other")


def test_lanes_fail_with_the_first_error_or_go_without_native_code() -> None:
    fine, poor = deed(native=("thing._c", "thing._late")), deed(native=("thing._c",))
    assert answers.lanes([fine, fine], THING, MAIN, called=True) == answers.OK
    assert answers.lanes([poor], THING, MAIN, called=False) == answers.OK
    check = answers.lanes([fine, poor], THING, MAIN, called=True)
    assert check == Check(status="part", reason="without its native code, thing._late")
    alone = Check(status="part", reason="without its native code, thing._late (it refuses)")
    assert answers.alike(check, alone) == alone
    assert answers.alike(check, answers.OK) == check
    refused = "ImportError: module _datetime does not support loading in subinterpreters"
    check = answers.lanes([fine, deed(refused)], THING, MAIN, called=True)
    assert check == Check(status="failed", reason=refused, whose="the interpreter")


def test_threads_tell_whether_the_gil_was_on() -> None:
    native = ("thing._c", "thing._late")
    on, off = deed(native=native), deed(native=native, gil=False)
    assert answers.threads([off, off], THING, FREE) == answers.OK
    assert answers.threads([off, on], THING, FREE) == answers.WITH_GIL
    assert answers.threads([on, on], THING, MAIN) == answers.OK  # it always was


def test_one_try_that_fails_tells_that_it_may() -> None:
    bad, part = Check(status="failed", reason="crash"), Check(status="part", reason="less")
    assert answers.worst([answers.OK, answers.OK]) == answers.OK
    assert answers.worst([answers.OK, bad, part]).reason == "crash (1 of 3 tries)"
    assert answers.worst([part, part]) == part


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer("failed", "it did not end within 9 s", b"{}"), "it did not end within 9 s"),
        (Answer("ok", data=b"{}"), "thing: what it printed is no answer: "),
        (Answer("ok", data=b"hello"), "thing: what it printed is no answer: "),
    ],
)
def test_what_is_no_answer_is_one_line(answer: Answer, expected: str) -> None:
    for found in (answers.read_main(answer, "thing"), answers.read_lanes(answer, "thing")):
        assert isinstance(found, str)
        assert found.startswith(expected)


def test_what_was_not_asked_follows_from_what_failed() -> None:
    lacking = THING._replace(reason="there is no wheel", resolved=Resolved(), python=None)
    package = answers.not_had(lacking, "2.0")
    assert package.wheel == Check(status="failed", reason="there is no wheel")
    assert package.imports == package.processes == answers.FOLLOWS
    empty = answers.not_had(THING._replace(reason="its files hold no module", modules=()), "2.0")
    assert (empty.wheel.status, empty.imports.reason) == ("ok", "its files hold no module")
    package = answers.unreached(lacking._replace(reason="no route"), "")
    assert {package.wheel.status, package.imports.status} == {"unasked"}
