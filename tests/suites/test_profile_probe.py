"""What is told of functions before they are measured: plain ones, and those that do evil."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inside import run_in
from own_jobs import TARGETS, lines, with_job
from real import get

from harness.interpreters import Interpreter, Matrix
from record.advice import Profile, parse_profile

KIT = {"module": "kit.scoring", "file": ""}
SHORT = ("--seconds", "0.05")
Told = Callable[..., Profile]


def asked(
    interpreter: Interpreter, question: str = "calls", *more: str
) -> subprocess.CompletedProcess[str]:
    return run_in(interpreter, "-m", "suites.probes.profile", question, *more, timeout=60)


def last(done: subprocess.CompletedProcess[str]) -> str:
    """The answer; where the process ended before its time, what held then."""
    return done.stdout.splitlines()[-1]


def profile(interpreter: Interpreter, seconds: tuple[str, str] = SHORT) -> Profile:
    done = asked(interpreter, "calls", *seconds)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return parse_profile(last(done).encode(), "the probe")


@pytest.fixture
def told(matrix: Matrix, tmp_path: Path) -> Told:
    """The profile of a function of `targets/evil.py` on 3.13."""

    def tell(function: str, **job: object) -> Profile:
        return profile(with_job(get(matrix, "3.13"), tmp_path, function, **job))

    return tell


def test_a_plain_function(interpreter: Interpreter, tmp_path: Path) -> None:
    found = profile(with_job(interpreter, tmp_path, "point"))
    assert (found.error, found.function, found.notes) == ("", "", [])
    assert (found.asynchronous, found.total) == (False, 30)
    assert found.imports > 0
    calls = found.calls
    assert calls is not None
    assert calls.count <= 30
    assert 0 < calls.shortest <= calls.median <= calls.longest <= calls.wall
    assert (calls.raised, calls.error, calls.same, calls.remembers) == (0, "", True, False)
    assert (found.argument.size, found.argument.error) == (5, "")
    assert found.result.size > 40
    assert found.gil is not None
    gil = interpreter.build.gil
    assert (found.gil.first, found.gil.imported, found.gil.called) == (gil, gil, gil)
    assert found.deeds.printed == 0  # by calls: the import prints
    assert found.together is not None


def test_the_batch_has_a_digest_of_its_own(matrix: Matrix, tmp_path: Path) -> None:
    """Of those inputs that are measured, evenly spread over all."""
    all_of = with_job(get(matrix, "3.13"), tmp_path, "near_sum", **lines(tmp_path, *range(10)))
    some = lines(tmp_path / "some", 0, 3, 6)
    digests = [json.loads(last(asked(all_of, "digest")))["digest"]]
    three = with_job(
        get(matrix, "3.13"), tmp_path, "near_sum", **lines(tmp_path, *range(10)), tasks=3
    )
    digests.append(json.loads(last(asked(three, "digest")))["digest"])
    the_three = with_job(get(matrix, "3.13"), tmp_path / "some", "near_sum", **some)
    assert json.loads(last(asked(the_three, "digest")))["digest"] == digests[1] != digests[0]


@pytest.mark.parametrize("label", ["3.13", "3.13t", "3.14"])
def test_subinterpreters_have_it_or_say_why_not(matrix: Matrix, tmp_path: Path, label: str) -> None:
    told = {}
    for function in ("point", "lock", "forks", "crashes"):
        here = with_job(get(matrix, label), tmp_path, function)
        told[function] = json.loads(last(asked(here, "subinterpreter"))).get("error", "")
    assert told["point"] == ""
    assert "lock" in told["lock"]
    assert "0x7" not in told["lock"]
    assert told["forks"] == (
        "called there it raised RuntimeError: fork not supported for isolated subinterpreters"
    )
    assert told["crashes"] == "its process ended when it was called there"


def test_3_12_cannot_import_all_there(matrix: Matrix, tmp_path: Path) -> None:
    here = with_job(get(matrix, "3.12"), tmp_path, "point")
    assert json.loads(last(asked(here, "subinterpreter"))) == {
        "error": "ImportError: module _ctypes does not support loading in subinterpreters"
    }


@pytest.mark.parametrize("label", ["3.12", "3.13t", "3.14"])
@pytest.mark.parametrize(("function", "code"), [("ends", 0), ("crashes", -11)])
def test_what_held_when_a_call_ended_the_process(
    matrix: Matrix, tmp_path: Path, label: str, function: str, code: int
) -> None:
    done = asked(with_job(get(matrix, label), tmp_path, function), "calls", *SHORT)
    assert done.returncode == code
    found = parse_profile(last(done).encode(), "the probe")
    assert found.error == "it got no further than its first call"
    assert (found.total, found.calls) == (30, None)


def test_what_held_when_a_call_never_ended(matrix: Matrix, tmp_path: Path) -> None:
    here = with_job(get(matrix, "3.13"), tmp_path, "never")
    with pytest.raises(subprocess.TimeoutExpired) as late:
        run_in(here, "-m", "suites.probes.profile", "calls", timeout=2)
    assert late.value.stdout is not None
    found = parse_profile(late.value.stdout.splitlines()[-1], "the probe")
    assert found.error == "it got no further than its first call"


@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("exits", "every call raised SystemExit: 3"),
        ("thread_id", "every call raised ValueError: in thread ... of <_MainThread(MainThread,"),
        ("NUMBER", "evil.NUMBER cannot be called: it is of type int"),
        ("rots", "evil has no rots; is root meant?"),
        ("Adder.add", "evil.Adder.add needs an object: write a function that makes one and calls"),
        ("inner", "evil.inner cannot be called with an input: too many positional arguments"),
        ("generates", "evil.generates is a generator: a call does nothing until its values are"),
        ("generates_async", "evil.generates_async is an asynchronous generator: a call does"),
        ("lazy", "a call returns a map: nothing is computed until its values are taken"),
        ("unawaited", "a call returns a coroutine that nobody awaits: write it with async def"),
        ("leaves_thread", "a program that calls it does not end: it leaves threads at work"),
    ],
)
def test_a_sentence_says_why_it_cannot_be_measured(told: Told, function: str, error: str) -> None:
    assert told(function).error.startswith(error)


@pytest.mark.parametrize(
    ("generator", "error"),
    [
        ("no_numbers", "no_numbers gives no inputs"),
        ("bad_numbers", "bad_numbers raised ValueError: no more"),
        ("nothing_such", "evil has no nothing_such"),
    ],
)
def test_a_sentence_says_what_is_wrong_with_inputs(told: Told, generator: str, error: str) -> None:
    assert told("near", generator=generator).error == error


def test_inputs_that_never_end(told: Told) -> None:
    found = told("near", generator="all_numbers")
    assert (found.error, found.total) == ("", 100_000)
    assert found.notes == ["there are more than 100,000 inputs: the first 100,000 are taken"]
    assert found.calls is not None
    assert found.calls.count <= 1000


def test_inputs_that_take_long_or_are_others_each_time(told: Told) -> None:
    found = told("near", generator="any_numbers")
    assert found.notes == ["the inputs are others each time that any_numbers makes them"]
    assert found.calls is not None
    assert not found.calls.same
    found = told("near", generator="slow_numbers")
    assert found.total < 10
    assert found.notes[0].startswith("making inputs takes long: the first ")


def test_unpacked(told: Told, tmp_path: Path) -> None:
    given = lines(tmp_path, [1, 2], {"a": 1}, [3])
    assert told("pair", unpack=True, **given).error == ""
    error = "evil.pair cannot be called with an input: missing a required argument: 'a'"
    assert told("pair", unpack=True, **lines(tmp_path, {"b": 1})).error == error
    error = "* takes inputs that are lists or objects, and one is of type int"
    assert told("pair", unpack=True).error == error
    wrong = told("two", **lines(tmp_path, [1, 2])).error
    assert wrong.endswith("missing a required argument: 'b'; with * each input is unpacked")


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("nameless", "processes find a function by its name, and a lambda has none"),
        ("local", "processes find a function by its name, and inner.<locals>.local is made inside"),
        ("adder.add", ""),
        ("Adder.twice", ""),
        ("Adder.made", ""),
        ("adder", ""),
        ("added", ""),
    ],
)
def test_functions_of_all_kinds_and_whether_they_can_be_sent(
    told: Told, function: str, why: str
) -> None:
    found = told(function)
    assert (found.error, found.notes) == ("", [])
    assert found.function.startswith(why)
    assert bool(found.function) == bool(why)


def test_a_function_of_native_code_and_one_of_a_package(told: Told, tmp_path: Path) -> None:
    given = lines(tmp_path, *range(5))
    assert told("sqrt", module="math", file="", **given).error == ""
    assert told("score", **KIT, **given).error == ""
    error = told("score", module="scoring", file=str(TARGETS / "kit" / "scoring.py")).error
    assert error.startswith("importing scoring raised ImportError: attempted relative import")
    assert error.endswith("; name it by its package, as in package.module:function")


def test_imports_that_fail(told: Told, tmp_path: Path) -> None:
    odd = {"module": "exits_at_import", "file": str(TARGETS / "exits-at-import.py")}
    assert told("f", **odd).error == "importing exits_at_import raised SystemExit: no licence"
    error = "importing no_such_module raised ModuleNotFoundError: No module named 'no_such_module'"
    assert told("f", module="no_such_module", file="").error == error
    json_file = tmp_path / "json.py"
    json_file.write_text("def f(x): return x\n")
    error = "json.py hides the standard library's module of that name: rename it"
    assert told("f", module="json", file=str(json_file), folder=str(tmp_path)).error == error


def test_what_cannot_be_sent(told: Told) -> None:
    found = told("lock")
    assert found.result.error == "TypeError: cannot pickle '_thread.lock' object"
    found = told("near", generator="locks")
    assert found.argument.error == "TypeError: cannot pickle '_thread.lock' object"
    assert found.error == ""
    carried = told("heavy").notes
    assert carried[0].startswith(
        "with each chunk of inputs evil.heavy itself is sent, which carries 20"
    )
    assert told("broken").result.error.startswith("it is sent, and cannot be unpacked: TypeError")


def test_what_calls_do_beside_returning_something(told: Told) -> None:
    deeds = told("prints").deeds
    assert deeds.printed >= 101 + 50 + 10
    assert (deeds.printed % (101 + 50 + 10), deeds.written) == (0, [])
    found = told("does_much")
    assert found.notes == ["it changes the working folder, which all threads share"]
    deeds = found.deeds
    assert deeds.written == ["out.txt"]
    assert deeds.connected == ["127.0.0.1:9"]
    (started,) = deeds.started
    assert started.endswith("-c pass")
    assert deeds.printed == 0
    assert told("forks").deeds.started == ["a copy of itself (os.fork)"]


def test_a_flood_is_counted_and_goes_nowhere(matrix: Matrix, tmp_path: Path) -> None:
    done = asked(with_job(get(matrix, "3.13"), tmp_path, "flood"), "calls", *SHORT)
    assert len(done.stdout) < 20_000
    found = parse_profile(last(done).encode(), "the probe")
    assert found.deeds.printed % (200 << 16) == 0
    assert found.deeds.printed > 0


def test_results_that_differ(told: Told) -> None:
    for function in ("guesses", "counts", "by_seed"):
        found = told(function)
        assert found.calls is not None
        assert not found.calls.same, function
    assert found.notes == ["its results are others in another process"]


def test_results_that_are_kept_and_arguments_that_are_changed(told: Told) -> None:
    found = told("remembers")
    assert found.calls is not None
    assert (found.calls.remembers, found.calls.same) == (True, True)
    assert found.together is None  # it would only look them up
    assert told("large").notes == []  # memory is quicker to have a second time
    found = told("sorts", generator="lists")
    assert found.calls is not None
    assert found.calls.same
    assert found.notes == ["it changes what it is given: processes change a copy of their own"]


def test_what_only_the_main_thread_can_do(told: Told) -> None:
    assert told("only_main").notes == [
        "called in another thread it raised RuntimeError: not in the main thread"
    ]


def test_calls_that_raise_are_counted(told: Told) -> None:
    calls = told("raises").calls
    assert calls is not None
    assert 0 < calls.raised < calls.count
    assert calls.error == "ZeroDivisionError: integer division or modulo by zero"


def test_waiting_and_computing_are_told_apart(told: Told) -> None:
    """By clocks, but by a wide margin: 2 ms of sleep, and as much of a loop."""
    waits, computes, awaits = told("waits"), told("computes"), told("awaits")
    assert waits.calls is not None
    assert computes.calls is not None
    assert waits.calls.cpu < 0.5 * waits.calls.wall
    assert computes.calls.cpu > 0.8 * computes.calls.wall
    assert awaits.asynchronous


@pytest.mark.alone
def test_two_threads_compute_at_once_where_no_gil_keeps_them(
    matrix: Matrix, tmp_path: Path
) -> None:
    """Also on a busy machine, where they would have and did not; hashing leaves the GIL alone."""
    for label, function, parallel in (
        ("3.13", "computes", False),
        ("3.13", "hashes", True),
        ("3.13t", "computes", True),
        ("3.13t", "waits", False),
    ):
        found = profile(with_job(get(matrix, label), tmp_path, function), ("--seconds", "0.3"))
        assert found.together is not None
        assert (found.together > 1.5) == parallel, (label, function, found.together)


def test_modules_that_switch_the_gil_on(matrix: Matrix, tmp_path: Path) -> None:
    """By CPython's own words: there is none at hand that does."""
    module = tmp_path / "switches.py"
    module.write_text(
        "import warnings\n"
        "warnings.warn(\"The global interpreter lock (GIL) has been enabled to load module 'cgo._c'"
        ', which has not declared that it can run safely without the GIL.", RuntimeWarning)\n'
        "def f(x): return x\n"
    )
    given = lines(tmp_path, 1, 2)
    here: dict[str, Any] = {"module": "switches", "file": "", "folder": str(tmp_path)}
    found = profile(with_job(get(matrix, "3.13t"), tmp_path, "f", **here, **given))
    assert found.gil is not None
    assert found.gil.culprits == ["cgo._c"]


def test_bad_use(matrix: Matrix, tmp_path: Path) -> None:
    here = with_job(get(matrix, "3.13"), tmp_path, "point")
    assert asked(here, "nonsense").returncode == 2
