"""Command-line options: what is understood, and one clear line for what is not."""

from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.commands.options import COUNT, COUNTS, DURATION, NAMES

TYPES = [COUNT, COUNTS, DURATION, NAMES]


def parse(kind: click.ParamType[Any], text: str) -> Any:
    return kind.convert(text, None, None)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (COUNT, "1", 1),
        (COUNT, " 12 ", 12),
        (COUNT, "007", 7),
        (COUNTS, "4", [4]),
        (COUNTS, "4,1, 2", [1, 2, 4]),
        (COUNTS, "2,2,02", [2]),
        (DURATION, "90", 90.0),
        (DURATION, "90s", 90.0),
        (DURATION, "1.5m", 90.0),
        (DURATION, "5 m", 300.0),
        (DURATION, "2h", 7200.0),
        (NAMES, "3.12,3.13t", ["3.12", "3.13t"]),
        (NAMES, " threads , asyncio,", ["threads", "asyncio"]),
    ],
)
def test_what_is_understood(kind: Any, text: str, value: object) -> None:
    assert parse(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (COUNT, ["0", "-1", "x", "", "1.5", "1e3", "+1", "1_000", "٣", "²", "9999999", "1 2"]),
        (COUNTS, ["0", "-1", "x", "", ",", "1,", "1,,2", "1,0", "1;2"]),
        (DURATION, ["0", "0s", "-5m", "m", "", "5d", "5mm", "1h30m", "inf", "nan", "1e3s", "5."]),
        (NAMES, ["", ",", " , "]),
    ],
)
def test_what_is_not(kind: Any, texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(click.BadParameter) as error:
            parse(kind, text)
        assert len(error.value.message.splitlines()) == 1


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@given(text=st.text(max_size=12) | st.text("0123456789.,%smh -+e", max_size=12))
def test_any_text_is_understood_or_refused(kind: Any, text: str) -> None:
    try:
        value = parse(kind, text)
    except click.BadParameter:
        return
    if kind is COUNT:
        assert value >= 1
    elif kind is COUNTS:
        assert value
        assert value == sorted(set(value))
        assert value[0] >= 1
    elif kind is DURATION:
        assert 0 < value < float("inf")
    else:
        assert value
        assert all(name and name == name.strip() for name in value)


@given(st.integers(1, 999_999))
def test_every_count_comes_back(number: int) -> None:
    assert parse(COUNT, str(number)) == number


@given(st.lists(st.integers(1, 4096), min_size=1, max_size=9))
def test_counts_are_each_once_and_in_order(numbers: list[int]) -> None:
    assert parse(COUNTS, ",".join(map(str, numbers))) == sorted(set(numbers))
