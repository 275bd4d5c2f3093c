"""How the places of tables look in every format: a value, and its interval apart."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.estimate import Estimate, Interval
from analysis.figures import Figure, Form, Missing, Place, Table, Word
from analysis.overhead.crossing import Crossing
from analysis.render.words import SCALES, Scales, number, scale_of, scaled
from analysis.scaling import Parameter, Peak
from record.text import plain

ABSENT = {"missing": "not measured"}
NO_INTERVAL = "[no interval]"


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of a table; both empty where nothing was planned."""

    main: str
    interval: str = ""
    measured: bool = True


def shown(content: Table) -> tuple[list[list[Shown]], list[str]]:
    """The places of a table, line by line, and the notes below it, which places number."""
    notes: dict[str, int] = {}
    lines = [[_shown(one, notes) for one in line.said] for line in content.lines]
    numbered = [f"({number}) {text}" for text, number in notes.items()]
    return lines, numbered + [plain(note) for note in content.notes]


def _shown(said: Place, notes: dict[str, int]) -> Shown:
    if said is None:
        return Shown("", measured=False)
    if isinstance(said, Word):
        return Shown(plain(said.text))
    if isinstance(said, Missing):
        word = ABSENT.get(said.status, plain(said.status))
        if said.reason:
            word += f" ({notes.setdefault(plain(said.reason), len(notes) + 1)})"
        return Shown(word, measured=False)
    return figure(said)


def figure(said: Figure) -> Shown:
    """`1.05x` and `[1.02, 1.08]`; a unit stands with the value alone."""
    one = said.estimate
    if isinstance(one, Crossing):
        return _crossing(one)
    if isinstance(one, Peak):
        return _peak(one)
    if isinstance(one, Parameter) and one.bound is not None:
        return _bound(one, one.bound, said.form)
    if said.form is Form.NUMBER:
        return _scaled(one, 1, "", _small)
    if said.form is Form.SECONDS:
        return _scaled_to(one, SCALES["second"])
    if said.form is Form.RATIO:
        return _scaled(one, 1, "x", number)
    if said.form is Form.RATE:
        return _scaled(one, 1, "/s", number)
    if said.form is Form.BYTES:
        return _scaled_to(one, SCALES["byte"])
    if said.form is Form.BANDWIDTH:
        return _scaled_to(one, SCALES["byte/second"])
    if said.form is Form.SHARE:
        return _scaled(one, 100, "%", _signed)
    return _scaled(one, 1, " MiB", _signed)


def _scaled_to(one: Estimate, scales: Scales) -> Shown:
    scale, unit = scale_of(one.value, scales)
    return _scaled(one, 1 / scale, unit, number)


def _scaled(one: Estimate, times: float, suffix: str, write: Callable[[float], str]) -> Shown:
    main = f"{write(one.value * times)}{suffix}"
    if one.interval is None:
        return Shown(main, NO_INTERVAL)
    low, high = (write(limit * times) for limit in one.interval)
    return Shown(main, f"[{low}, {high}]")


def _crossing(one: Crossing) -> Shown:
    """`< 1.02 µs` below the shortest length that was measured, `> 103 ms` beyond the longest."""
    if one.value == 0:
        main = f"< {_seconds(one.shortest)}"
    elif one.value == float("inf"):
        main = f"> {_seconds(one.longest)}"
    else:
        main = _seconds(one.value)
    return Shown(main, NO_INTERVAL if one.interval is None else _limits(one, one.interval))


def _limits(one: Crossing, interval: Interval) -> str:
    low, high = min(interval[0], one.longest), max(interval[1], one.shortest)
    if 0 < one.value < float("inf") and low > 0 and high < float("inf"):
        scale, _ = scale_of(one.value, SCALES["second"])
        return f"[{number(low / scale)}, {number(high / scale)}]"
    lowest = "0" if low == 0 else _seconds(low)
    return f"[{lowest}, {'∞' if high == float('inf') else _seconds(high)}]"


def _peak(one: Peak) -> Shown:
    """`23.1` workers, and `> 64` where it is not before what may be said of."""

    def written(value: float) -> str:
        return number(value) if value < one.furthest else f"> {one.furthest:g}"

    if one.interval is None:
        return Shown(written(one.value), NO_INTERVAL)
    low, high = (written(end) for end in one.interval)
    return Shown(written(one.value), "" if low.startswith(">") else f"[{low}, {high}]")


def _bound(one: Parameter, bound: float, form: Form) -> Shown:
    """`< 0.4%` of what is 0 where it was measured, `> 98%` of what is all."""
    at = one.value
    sign = "<" if at == one.limits[0] else ">"
    write, suffix = (_small, "") if form is Form.NUMBER else (_signed, "%")
    times = 1 if form is Form.NUMBER else 100
    shown, limit = f"{write(bound * times)}{suffix}", f"{write(at * times)}{suffix}"
    return Shown(limit if shown == limit else f"{sign} {shown}")


def _small(value: float) -> str:
    """Of coefficients, which may be far below 1: two digits."""
    return f"{value:.2g}"


def _seconds(value: float) -> str:
    return scaled(value, "second")


def _signed(value: float) -> str:
    """Of what may be 0 or less: three digits, but at most two after the point."""
    size = abs(value)
    digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2 if size >= 0.005 else 0
    return f"{value:.{digits}f}".removesuffix("-0") or "0"
