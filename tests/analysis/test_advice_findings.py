"""What was learnt of a function, in sentences: each told where it was seen, and nowhere else."""

from typing import Any

import msgspec
import pytest
from made_up_advice import CALLS, FREE, PROFILE, advised

from analysis.advice.findings import findings, lead_of
from analysis.advice.model import Finding
from record.advice import Calls, Deeds, Gil, LeftOut, Profile, Size


def told(
    *, free: Profile | None = FREE, about: dict[str, Any] | None = None, **changes: Any
) -> str:
    return "\n".join(one.text for one in found(free=free, about=about, **changes))


def found(
    *, free: Profile | None = FREE, about: dict[str, Any] | None = None, **changes: Any
) -> tuple[Finding, ...]:
    profiles = {"3.13": msgspec.structs.replace(PROFILE, **changes)}
    if free is not None:
        profiles["3.13t"] = free
    what = advised(profiles=profiles, **(about or {}))
    return findings(what, (), lead_of(what, None))


def calls(**changes: Any) -> Calls:
    return msgspec.structs.replace(CALLS, **changes)


def test_how_long_a_call_takes_and_that_it_computes() -> None:
    assert told().startswith(
        "One call takes 2.50 ms (the middle one of 400 on 3.13, the shortest 2.10 ms, the longest "
        "4.00 ms) and computes for 99% of that: it does not wait."
    )


@pytest.mark.parametrize(
    ("cpu", "says"),
    [
        (0.03, "and waits for 97% of that"),
        (0.45, "and computes for 45% of that; the rest it waits"),
        (1.7, "and keeps 1.70 CPUs busy: it runs in parallel by itself already"),
    ],
)
def test_what_it_does_for_its_time(cpu: float, says: str) -> None:
    assert says in told(calls=calls(cpu=cpu))


def test_one_call_that_takes_most_of_the_time_bounds_the_gain() -> None:
    text = told(calls=calls(longest=0.5))
    assert "50% of the time of all 400" in text
    assert "no number of lanes can be more than 2.00 times as fast" in text
    assert "uneven" not in told()


def test_what_is_not_known_of_all_inputs_bounds_nothing() -> None:
    assert "no number of lanes" not in told(calls=calls(longest=0.5), total=5000)


def test_whether_it_keeps_the_gil() -> None:
    assert "kept 1.02 CPUs busy on 3.13: only one computes at a time" in told()
    assert "it leaves the GIL to others while it computes" in told(together=1.95)
    assert "CPUs busy on 3.13:" not in told(together=1.45)  # that says neither
    assert "CPUs busy on 3.13:" not in told(calls=calls(cpu=0.01))  # it waits


def test_who_switches_the_gil_on_again() -> None:
    free = msgspec.structs.replace(
        FREE, gil=Gil(first=False, imported=True, called=True, culprits=["foo._c"])
    )
    assert (
        "Importing it switches the GIL on again (by module foo._c): 3.13t is then no better than "
        "the same version with a GIL." in told(free=free)
    )
    later = msgspec.structs.replace(FREE, gil=Gil(first=False, imported=False, called=True))
    assert "Calling it switches the GIL on again: 3.13t" in told(free=later)


def test_what_it_takes_to_send() -> None:
    large = Size(size=3_250_000)
    assert "its argument takes 40 bytes and its result 3.10 MiB" in told(result=large)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"function": "a lambda has no name"}, "The function itself cannot be sent"),
        ({"argument": Size(error="cannot pickle 'lock'")}, "Its argument cannot be sent"),
        ({"result": Size(error="it is open")}, "Its result cannot be sent to another process: it"),
    ],
)
def test_what_cannot_be_sent(changes: dict[str, Any], says: str) -> None:
    assert any(one.serious and one.text.startswith(says) for one in found(**changes))
    assert "cannot be sent" not in told()


def test_what_it_does_besides_returning() -> None:
    deeds = Deeds(written=["out/a.png", "b", "c", "d"], connected=["::1:80"], started=["ls"])
    text = told(deeds=deeds)
    assert "It writes files (out/a.png, b, c and 1 more): it was called at least 800 times" in text
    assert "It connects to ::1:80: it was called at least 800 times" in text
    assert "It starts programs (ls):" in text
    assert "It prints (1.20 KiB in 400 calls)" in told(deeds=Deeds(printed=1229))


def test_errors_are_results_and_told() -> None:
    text = told(calls=calls(raised=3, error="SystemExit: 2"))
    assert "3 of 400 calls ended with an error on 3.13 (SystemExit: 2)" in text


def test_results_that_are_not_the_same() -> None:
    assert "A second call with the same input returned something else (3.13)" in told(
        calls=calls(same=False)
    )
    assert "Its results are not the same on 3.13 and 3.13t." in told(digest="other")
    assert "not the same" not in told()


def test_where_it_could_not_be_measured() -> None:
    free = Profile(error="it did not end within 15 s.\nAt all")
    assert "On 3.13t it was not measured: it did not end within 15 s. At all." in told(free=free)
    out = [LeftOut(interpreter="3.13t", reason="too"), LeftOut(interpreter="3.14", reason="so")]
    text = told(free=free, about={"left_out": out})
    assert "3.14 was left out: so." in text and "too" not in text


def test_where_it_does_not_load() -> None:
    text = told(subinterpreter="ImportError: numpy is single-phase", free=None)
    assert "It cannot be used in a subinterpreter on 3.13: ImportError: numpy" in text


def test_what_cannot_be_sent_is_not_told_of_subinterpreters_again() -> None:
    text = told(subinterpreter="TypeError: cannot pickle", result=Size(error="cannot pickle"))
    assert "subinterpreter" not in text


def test_a_short_call_that_was_held_up_once_is_no_uneven_one() -> None:
    quick = calls(shortest=80e-9, median=90e-9, longest=2e-6, wall=4e-5, cpu=4e-5)
    assert "uneven" not in told(calls=quick)


def test_a_slow_import_is_paid_by_every_process() -> None:
    assert "Importing it takes 800 ms: every process that is spawned" in told(imports=0.8)
    assert "Importing" not in told()


def test_few_inputs_keep_few_lanes_busy() -> None:
    assert "There is only 1 input" in told(about={"total": 1})
    assert "only" not in told(about={"total": 2}, together=None)


def test_other_notes_are_sentences_once() -> None:
    note = "it remembers results: a second call is 40 times as fast"
    text = told(notes=[note], free=msgspec.structs.replace(FREE, notes=[note]))
    assert text.count(f"I{note[1:]}.") == 1


def test_nothing_is_told_of_what_was_not_seen() -> None:
    about = advised(profiles={}, left_out=[])
    assert lead_of(about, "3.13") is None
    assert findings(about, (), None) == ()
