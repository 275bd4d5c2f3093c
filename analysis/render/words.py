"""How numbers look in every format."""

import math
from collections.abc import Sequence

from analysis.estimate import Estimate
from record import Unit

NOTHING, ALL = 1e-9, 1e9  # beyond which the end of an interval says nothing

Scales = tuple[tuple[float, str], ...]  # from the largest unit to the smallest

SCALES: dict[Unit, Scales] = {
    "second": ((1.0, " s"), (1e-3, " ms"), (1e-6, " µs"), (1e-9, " ns")),
    "byte": ((2**30, " GiB"), (2**20, " MiB"), (2**10, " KiB"), (1, " B")),
    "byte/second": ((2**30, " GiB/s"), (2**20, " MiB/s"), (2**10, " KiB/s"), (1, " B/s")),
    "integer": ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1, "")),
}


def ratio(estimate: Estimate) -> str:
    """`1.93x [1.88, 1.98]`; without an interval, `1.93x [no interval]`."""
    if estimate.interval is None:
        return f"{number(estimate.value)}x [no interval]"
    return f"{number(estimate.value)}x [{_ends(estimate.interval)}]"


def amount(estimate: Estimate, unit: Unit) -> str:
    """`41.2 ms [40.1, 42.4]`, `24.1 MiB [23.9, 24.3]`: in the size of unit that fits the value."""
    shown = scaled(estimate.value, unit)
    if estimate.interval is None:
        return f"{shown} [no interval]"
    scale, _ = scale_of(estimate.value, SCALES[unit])
    return f"{shown} [{_ends(estimate.interval, scale)}]"


def span(ends: tuple[float, float]) -> str:
    """`1.88x to 1.98x`."""
    low, high = _ends(ends).split(", ")
    return f"{low}x to {high}x"


def _ends(interval: tuple[float, float], scale: float = 1.0) -> str:
    """`1.88, 1.98`; an end that says nothing, as few blocks may have it, is 0 or infinite."""
    low, high = (limit / scale for limit in interval)
    return f"{'0' if 0 <= low < NOTHING else number(low)}, {'∞' if high > ALL else number(high)}"


def scaled(value: float, unit: Unit) -> str:
    """`41.2 ms`, `24.1 MiB`, `576k`."""
    scale, name = scale_of(value, SCALES[unit])
    return f"{number(value / scale)}{name}"


def scale_of(value: float, scales: Scales) -> tuple[float, str]:
    """The unit that fits the value."""
    return next((pair for pair in scales if value >= pair[0]), scales[-1])


def number(value: float) -> str:
    """Three digits, but at most two after the point: 0.98, 1.93, 12.4, 130; 0.0042, 0."""
    if not math.isfinite(value):
        return "∞"
    if value == 0:
        return "0"
    if value >= 100_000 or 0 < value < 0.001:
        return f"{value:.1e}"
    digits = 0 if value >= 99.95 else 1 if value >= 9.995 else 2 if value >= 0.0995 else 4
    return f"{value:.{digits}f}"


def cores(value: float | None) -> str:
    return "" if value is None else f"{number(value)} cores"


def percent(confidence: float) -> str:
    """`96.1%`; nearer to 100% with as many digits as tell it from that."""
    digits = 1
    while round(confidence, digits + 2) == 1 and digits < 6:
        digits += 1
    return f"{confidence:.{digits}%}"


def either(names: Sequence[str]) -> str:
    """`a, b or c`."""
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} or {names[-1]}"
