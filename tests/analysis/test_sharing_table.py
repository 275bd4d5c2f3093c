"""The table of sharing: words, numbers of errors, rows, and its picture."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import drawn
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.charts.save import save
from analysis.charts.sharing import charts
from analysis.charts.style import LIGHT
from analysis.sharing import Mark, table
from record import RecordError
from record.sharing import Entry, Found, Sharing, parse_found, parse_sharing


def entry(kind: str = "list", strategy: str = "threads", **changes: Any) -> Entry:
    told: dict[str, Any] = {"route": "argument", "status": "ok"}
    return Entry(kind=kind, strategy=strategy, **(told | changes))


def copy(**changes: Any) -> Found:
    return Found(got="copy", **changes)


def error(text: str, cause: str = "") -> Found:
    return Found(got="error", error=text, cause=cause)


def sharing(*entries: Entry) -> Sharing:
    return Sharing(interpreter="3.13", entries=list(entries))


@pytest.mark.parametrize(
    ("one", "mark"),
    [
        (entry(found=Found(got="same object")), Mark("same")),
        (entry(found=Found(got="shared memory")), Mark("shared")),
        (entry(found=copy()), Mark("copy")),
        (entry(found=copy(how="by name")), Mark("by name")),
        (entry(found=copy(system=["offset"])), Mark("copy", system="offset")),
        (entry(found=error("TypeError: no")), Mark("error", 1)),
        (entry(status="failed", reason="the process was ended by SIGSEGV"), Mark("SIGSEGV", 1)),
        (entry(status="failed", reason="it did not end within 30 s"), Mark("no end", 1)),
        (entry(status="failed", reason="exit code 1"), Mark("failed", 1)),
        (
            entry(status="failed", reason="the process was ended by SIGABRT: free()", found=copy()),
            Mark("copy", 1, then="SIGABRT"),
        ),
    ],
)
def test_a_word_for_each(one: Entry, mark: Mark) -> None:
    assert table(sharing(one)).places["list", "threads"].mark == mark


def test_other_routes_are_shown_where_they_differ() -> None:
    shown = table(
        sharing(
            entry(found=error("TypeError: no")),
            entry(route="start", found=copy()),
            entry(route="result", found=error("LaneError: TypeError: no", "TypeError: no")),
        )
    )
    place = shown.places["list", "threads"]
    assert (place.mark, place.others) == (Mark("error", 1), (("start", Mark("copy")),))
    assert shown.notes == ["TypeError: no"]
    assert shown.forms == []  # LaneError tells its cause


def test_errors_that_hide_their_cause_are_listed_once() -> None:
    hidden = "x.BrokenThreadPool: an initializer failed"
    shown = table(
        sharing(
            entry("lock", found=error(hidden, "TypeError: cannot pickle 'lock' object")),
            entry("queue", found=error(hidden, "TypeError: cannot pickle 'queue' object")),
        )
    )
    assert shown.forms == [(hidden, [1, 2])]
    assert f"   raised as {hidden}: 1, 2" in shown.lines()


@pytest.mark.parametrize(
    ("texts", "folded"),
    [
        (("E: <lock at 0x7f01> is not", "E: <lock at 0x7f02> is not"), "E: … is not"),
        (("E: cannot pickle 'lock' object", "E: cannot pickle 'x' object"), "E: cannot pickle … o"),
        (("E: Can't pickle <f <lambda> at 0x1>", "E: Can't pickle <g>"), "E: Can't pickle …"),
    ],
)
def test_errors_that_differ_in_what_they_name_are_one_in_a_picture(
    texts: tuple[str, ...], folded: str
) -> None:
    found = sharing(*(entry(f"kind{n}", found=error(text)) for n, text in enumerate(texts)))
    (note,) = table(found, folded=True).notes
    assert note.startswith(folded)
    assert len(table(found, folded=True).rows()) == 1
    assert {note.partition("0x")[0] for note in table(found).notes} == {
        text.partition("0x")[0] for text in texts
    }


def test_addresses_make_no_other_error() -> None:
    one, two = (entry(f"kind{n}", found=error(f"E: <lock at 0x{n}>, fd={n}")) for n in (1, 2))
    assert table(sharing(one, two)).notes == ["E: <lock at 0x…>, fd=…"]


def test_what_is_unsupported_everywhere_is_no_column() -> None:
    refused = {"status": "unsupported", "reason": "there are none"}
    shown = table(sharing(entry(found=copy()), entry(strategy="fibers", **refused)))
    assert shown.strategies == ["threads"]
    assert shown.missing == {"fibers": "there are none"}
    assert "fibers: there are none" in shown.lines()


def test_what_interpreters_take_as_it_is_is_told() -> None:
    entries = [entry("int", found=copy(native=True)), entry("list", found=copy(native=False))]
    said = "subinterpreters' own API says that it takes without pickle: int"
    assert said in table(sharing(*entries)).lines()


def test_what_is_lost_or_the_systems_is_told_once() -> None:
    entries = [
        entry(kind, strategy, found=copy(lost=["traceback"]))
        for kind in ("exception", "error")
        for strategy in ("threads", "interpreters")
    ]
    entries.append(entry("file", route="start", found=copy(system=["offset"])))
    assert table(sharing(*entries)).remarks == [
        "exception, error (argument) by threads, interpreters: arrives without its traceback",
        "file (start) by threads: a copy, but the system's offset is one for both",
    ]


def test_only_other_failures_than_crashes_fail_the_command() -> None:
    found = sharing(
        entry("a", status="failed", reason="the process was ended by SIGSEGV"),
        entry("b", status="failed", reason="it did not end within 30 s"),
        entry("c", status="failed", reason="exit code 1"),
    )
    assert table(found).failures() == ["c by threads on 3.13: exit code 1"]


TEXTS = st.text(max_size=40)
FOUND = st.builds(
    Found,
    got=st.sampled_from(["same object", "shared memory", "copy", "error"]),
    how=st.sampled_from(["", "by name", "by code"]),
    lost=st.lists(st.sampled_from(["traceback", "module"]), max_size=2),
    system=st.lists(st.sampled_from(["offset"]), max_size=1),
    error=TEXTS,
    cause=TEXTS,
    by=TEXTS,
    native=st.none() | st.booleans(),
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        kind=st.sampled_from(["list", "lock", "x" * 60]),
        strategy=st.sampled_from(["threads", "processes-fork"]),
        route=st.sampled_from(["argument", "start", "result"]),
        status=st.sampled_from(["ok", "failed", "unsupported"]),
        reason=TEXTS,
        found=st.none() | FOUND,
    ).filter(lambda one: one.found is not None or one.status != "ok"),
    max_size=12,
    unique_by=lambda one: (one.kind, one.strategy, one.route),
)


@given(ENTRIES)
def test_any_table_can_be_shown(entries: list[Entry]) -> None:
    data = msgspec.json.encode(sharing(*entries))
    for folded in (False, True):
        shown = table(parse_sharing(data, "file"), folded=folded)
        assert sum(len(row.kinds) for row in shown.rows()) == len(shown.kinds)
        assert all(line.isprintable() for line in shown.lines())
        for place in shown.places.values():
            for mark in (place.mark, *(mark for _, mark in place.others)):
                assert 0 <= mark.note <= len(shown.notes)


@settings(max_examples=5, deadline=None)
@given(ENTRIES)
def test_any_table_can_be_drawn(entries: list[Entry]) -> None:
    for figure in drawn(charts("one", table(sharing(*entries), folded=True))).values():
        assert tuple(figure.get_size_inches()) == (16, 9)
        FigureCanvasAgg(figure).draw()


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    found = sharing(entry(found=error("TypeError: $x^2$ 'a' <b>")), entry("int", found=copy()))
    for suffix in (".svg", ".png"):
        paths = [tmp_path / f"{number}{suffix}" for number in range(2)]
        for path in paths:
            (chart,) = charts("one", table(found, folded=True))
            save(chart.draw(LIGHT), path)
        assert paths[0].read_bytes() == paths[1].read_bytes()


GOOD = msgspec.json.encode(sharing(entry(found=copy())))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file: no table of sharing: it is empty"),
        (b"[]", "file: no table of sharing: "),
        (GOOD.replace(b'"schema":1', b'"schema":9'), "file: its schema is 9; this gilbench reads"),
        (GOOD.replace(b'"list"', b'"../list"'), "file: no table of sharing: "),
        (GOOD.replace(b'"copy"', b'"gift"'), "file: no table of sharing: "),
        (GOOD.replace(b'"argument"', b'"\\u001b[2J"'), "file: no table of sharing: "),
        (
            msgspec.json.encode(sharing(entry(found=copy()), entry(found=copy()))),
            "file: it has two entries for one place of the table",
        ),
        (msgspec.json.encode(sharing(entry())), "file: an entry that is ok has nothing that was"),
    ],
)
def test_a_damaged_table_is_one_line(data: bytes, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_sharing(data, "file")
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


def test_what_a_probe_printed_is_checked() -> None:
    assert parse_found(b'{"got": "copy"}', "list") == copy()
    with pytest.raises(RecordError, match="list: what it printed is no finding"):
        parse_found(b'{"got": "a present"}', "list")
