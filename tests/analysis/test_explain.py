"""What is said of a strategy: only what was seen, and what follows from it."""

import io
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_explained import MAIN, SERVER, STRATEGIES, explained
from rich.console import Console

from analysis.explain.facts import Kind, facts
from analysis.explain.sentences import finding, meaning
from analysis.explain.text import drawn, show, tree
from record import RecordError
from record.explain import Explained, Seen, parse_explained


def of(one: Explained) -> Seen:
    assert one.seen
    return one.seen


@pytest.mark.parametrize(
    ("strategy", "gil", "title"),
    [
        ("sequential", True, "one thread: one task after the other"),
        ("threads", True, "two threads, one interpreter, one GIL: one runs Python at a time"),
        ("threads", False, "two threads, one interpreter, no GIL: they run at the same time"),
        ("asyncio", True, "two coroutines, one thread, one event loop: they take turns at await"),
        (
            "asyncio-threads",
            True,
            "two threads, each with an event loop, one interpreter, one GIL: "
            "one runs Python at a time",
        ),
        (
            "interpreters",
            True,
            "two interpreters in one process, each with its own GIL: they run at the same time",
        ),
        (
            "interpreters",
            False,
            "two interpreters in one process, no GIL: they run at the same time",
        ),
        (
            "processes-fork",
            True,
            "two processes, each with its own interpreter and GIL: they run at the same time",
        ),
    ],
)
def test_the_finding_says_what_lanes_are_and_who_runs(strategy: str, gil: bool, title: str) -> None:
    one = explained(strategy, 2, gil)
    assert finding(one) == f"{strategy} on {one.interpreter}: {title}"


def test_what_was_not_seen_is_not_said() -> None:
    title = finding(explained("threads", 2, cores=1, possible=False))
    assert title.endswith("one GIL: never seen at the same moment on one core")
    text = " ".join(meaning(of(explained("interpreters", 2, at_once=0, possible=False))))
    assert "Two processes were not seen at the same moment here either" in text
    assert "own GIL" not in finding(explained("interpreters", 2, at_once=0))
    assert "own GIL" not in text


def test_gils_are_only_each_ones_own_if_all_pairs_ran_at_once() -> None:
    one = explained("interpreters", 3)
    pairs = of(one).moments.pairs
    some = [*pairs[:2], msgspec.structs.replace(pairs[2], at_once=0)]
    less = _with(one, "moments", pairs=some)
    assert "each with its own GIL" in finding(one)
    assert "each with a GIL that is on" in finding(less)
    assert "in 2 of 3 pairs of lanes" in " ".join(meaning(of(less)))


def test_a_gil_that_is_on_and_keeps_nobody_out_is_at_odds() -> None:
    one = explained("threads", 2, at_once=3)
    assert "at odds" in finding(one)
    assert "at odds" in " ".join(meaning(of(one)))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_thing_that_was_tried_is_told_once(strategy: str) -> None:
    found = facts(of(explained(strategy, 2)))
    assert len({fact.thing for fact in found}) == len(found)
    kinds = {fact.thing: fact.kind for fact in found}
    apart = strategy.startswith(("processes", "interpreters"))
    assert kinds["a list that is sent"] is (Kind.COPIED if apart else Kind.SHARED)
    if strategy != "sequential":
        assert kinds["a module's globals"] is (Kind.OWN if apart else Kind.SHARED)
        process = Kind.OWN if strategy.startswith("processes") else Kind.SHARED
        assert kinds["the working directory"] is kinds["file descriptors"] is process
    inherited = kinds.get("globals from before the start")
    assert inherited is {"processes-fork": Kind.COPIED}.get(strategy, Kind.OWN if apart else None)


def test_lost_items_are_told() -> None:
    one = _with(explained("threads", 2, False), "sent", length=15)
    assert facts(of(one))[0].kind is Kind.MIXED
    assert "14 of 20 items" in facts(of(one))[0].seen


def test_a_process_stands_below_the_one_that_started_it() -> None:
    lines = list(drawn(tree(of(explained("processes-forkserver", 2)))))
    deep = {
        line.partition("process ")[2]: line.index("process") for line in lines if "process " in line
    }
    names = list(deep)
    assert any(name.startswith(f"{MAIN}: main") for name in names)
    server = next(name for name in names if name.startswith(f"{SERVER}: fork server"))
    lanes = [name for name in names if name.endswith(": lane")]
    assert len(lanes) == 2
    assert all(deep[lane] > deep[server] for lane in lanes)
    assert f"not process {MAIN} but {SERVER}, the fork server" in " ".join(
        meaning(of(explained("processes-forkserver", 2)))
    )


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("count", [1, 2, 16])
def test_every_lane_is_in_the_tree_once(strategy: str, count: int) -> None:
    text = "\n".join(drawn(tree(of(explained(strategy, count)))))
    kind = "coroutine" if strategy.startswith("asyncio") else "lane"
    numbers = re.findall(rf"\b{kind} (\d+)\b", text)
    lanes = 1 if strategy == "sequential" else count
    assert sorted(map(int, numbers)) == list(range(1, lanes + 1))


def test_where_the_system_tells_nothing_that_is_said() -> None:
    one = _with(explained("threads", 2), None, processes=None)
    assert "no /proc" in "\n".join(drawn(tree(of(one))))


@given(st.text(max_size=300))
def test_texts_from_elsewhere_drive_no_terminal(text: str) -> None:
    file = io.StringIO()
    show(explained("asyncio", 2, named=text), Console(file=file, width=80))
    assert all(line.isprintable() for line in file.getvalue().split("\n"))


def test_a_record_comes_back_as_it_was_written() -> None:
    one = explained("processes-fork", 4)
    assert parse_explained(msgspec.json.encode(one), "file") == one


def _pairs(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"first": a, "second": b, "units": 1, "nanoseconds": 1, "at_once": 0} for a, b in pairs]


@pytest.mark.parametrize(
    ("where", "changes", "message"),
    [
        (None, {"lanes": []}, "it explains nothing: "),
        (None, {"processes": 7}, "it explains nothing: "),
        ("sent", {"received": [{"length": 1, "route": None}]}, "not every lane answered"),
        ("sent", {"length": -1}, "it explains nothing: "),
        ("moments", {"pairs": _pairs((0, 2))}, "not every pair of lanes is there once"),
        ("moments", {"pairs": _pairs((0, 2**31))}, "not every pair of lanes is there once"),
        ("moments", {"pairs": _pairs((0, 1), (0, 2), (1, 2))}, "are not those of its lanes"),
        ("moments", {"possible": "perhaps"}, "it explains nothing: "),
        ("program", {"cores": 0}, "it explains nothing: "),
    ],
)
def test_a_damaged_record_is_one_line(where: str | None, changes: Any, message: str) -> None:
    whole = msgspec.to_builtins(explained("threads", 2))
    place = whole["seen"][where] if where else whole["seen"]
    place.update(changes)
    assert message in _refused(msgspec.json.encode(whole))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": 9}, "its schema is 9; this gilbench reads 1"),
        ({"status": "failed"}, "its status is failed, and what was seen says not"),
        ({"seen": None}, "its status is ok, and what was seen says not"),
        ({"interpreter": "../x"}, "it explains nothing: "),
    ],
)
def test_a_record_at_odds_with_itself_is_one_line(changes: Any, message: str) -> None:
    assert message in _refused(
        msgspec.json.encode(msgspec.to_builtins(explained("threads", 2)) | changes)
    )


def test_a_lane_that_is_there_twice_is_one_line() -> None:
    one = explained("threads", 2)
    lane = of(one).lanes[0]
    twice = _with(one, None, lanes=[lane, lane])
    assert "a lane is there twice" in _refused(msgspec.json.encode(twice))


def _refused(data: bytes) -> str:
    with pytest.raises(RecordError) as error:
        parse_explained(data, "file")
    assert "\n" not in str(error.value)
    return str(error.value)


def _with(one: Explained, field: str | None, **changes: Any) -> Explained:
    seen = of(one)
    if field:
        changes = {field: msgspec.structs.replace(getattr(seen, field), **changes)}
    return msgspec.structs.replace(one, seen=msgspec.structs.replace(seen, **changes))
