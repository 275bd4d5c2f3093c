"""What a timeline says of who ran: shares of the time, and turns."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.timeline import turns
from record import RecordError
from record.timeline import Lane, Timeline, Track, parse_timeline

Stripes = list[tuple[float, float, int | None]]


def timeline(*lanes: Stripes) -> Timeline:
    return Timeline(
        interpreter="3.13",
        strategy="threads",
        workers=len(lanes),
        status="ok",
        lanes=[
            Track(lane=Lane(pid=1, thread=place, interpreter=0, gil=True), unit=1e-5, stripes=own)
            for place, own in enumerate(lanes)
        ],
    )


def test_lanes_that_take_turns_run_one_at_a_time() -> None:
    seen = turns(timeline([(0.0, 1.0, 0), (2.0, 3.0, 0)], [(1.0, 2.0, 1), (3.0, 4.0, 1)]))
    assert seen is not None
    assert (seen.nobody, seen.one, seen.several, seen.hand_overs) == (0, 1, 0, 3)
    assert seen.a_second == pytest.approx(0.75)


def test_lanes_side_by_side_run_together() -> None:
    seen = turns(timeline([(10.0, 14.0, 0)], [(11.0, 15.0, 1)]))
    assert seen is not None
    assert (seen.nobody, seen.one, seen.several) == (0, pytest.approx(0.4), pytest.approx(0.6))


def test_a_gap_of_all_is_time_in_which_nobody_ran() -> None:
    seen = turns(timeline([(0.0, 1.0, None), (3.0, 4.0, None)], [(3.0, 4.0, None)]))
    assert seen is not None
    assert (seen.nobody, seen.one, seen.several) == (0.5, 0.25, 0.25)


def test_nothing_is_said_of_nothing() -> None:
    assert turns(timeline()) is None
    assert turns(timeline([], [])) is None
    assert turns(timeline([(1.0, 1.0, None)])) is None


@st.composite
def stripes(draw: st.DrawFn) -> Stripes:
    ends = sorted(draw(st.lists(st.integers(0, 1000), min_size=2, max_size=20, unique=True)))
    return [(float(a), float(b), None) for a, b in zip(ends[::2], ends[1::2], strict=False)]


@given(st.lists(stripes(), min_size=1, max_size=5))
def test_shares_are_those_of_every_moment(lanes: list[Stripes]) -> None:
    seen = turns(timeline(*lanes))
    begin = min(own[0][0] for own in lanes)
    end = max(own[-1][1] for own in lanes)
    assert seen is not None
    running = [
        sum(a <= moment < b for own in lanes for a, b, _ in own)
        for moment in range(int(begin), int(end))
    ]
    for share, count in ((seen.nobody, (0,)), (seen.one, (1,)), (seen.several, range(2, 6))):
        assert share == pytest.approx(sum(one in count for one in running) / len(running))


def encoded(**changes: object) -> bytes:
    whole = msgspec.to_builtins(timeline([(0.0, 1.0, 0)], [(1.0, 2.0, 1)]))
    return msgspec.json.encode(whole | changes)


def test_a_timeline_comes_back_as_it_was_written() -> None:
    assert parse_timeline(encoded(), "file") == timeline([(0.0, 1.0, 0)], [(1.0, 2.0, 1)])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file: no timeline: it is empty"),
        (b"[]", "file: no timeline: "),
        (encoded(schema=9), "file: a timeline's schema is 9; this gilbench reads 1"),
        (encoded(strategy="../x"), "file: no timeline: "),
        (encoded(status="fine"), "file: no timeline: "),
        (encoded().replace(b"[1.0,2.0,1]", b"[1.0,NaN,1]"), "file: no timeline: "),
        (encoded().replace(b"[1.0,2.0,1]", b"[1.0,0.5,1]"), "not one after the other"),
        (encoded().replace(b"[1.0,2.0,1]", b"[1.0,2.0,1],[1.5,3.0,1]"), "not one after the other"),
    ],
)
def test_a_damaged_timeline_is_one_line(data: bytes, message: str) -> None:
    with pytest.raises(RecordError) as error:
        parse_timeline(data, "file")
    assert message in str(error.value)
    assert "\n" not in str(error.value)
