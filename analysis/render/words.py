"""How numbers look in every format."""

import math

from analysis.estimate import Estimate

UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def ratio(estimate: Estimate) -> str:
    """`1.93x [1.88, 1.98]`; without an interval, `1.93x [no interval]`."""
    if estimate.interval is None:
        return f"{number(estimate.value)}x [no interval]"
    low, high = estimate.interval
    return f"{number(estimate.value)}x [{number(low)}, {number(high)}]"


def seconds(estimate: Estimate) -> str:
    """`41.2 ms [40.1, 42.4]`, in the unit that fits the value."""
    scale, unit = next((pair for pair in UNITS if estimate.value >= pair[0]), UNITS[-1])
    shown = f"{number(estimate.value / scale)} {unit}"
    if estimate.interval is None:
        return f"{shown} [no interval]"
    low, high = (number(limit / scale) for limit in estimate.interval)
    return f"{shown} [{low}, {high}]"


def number(value: float) -> str:
    """Three digits, but at most two after the point: 0.98, 1.93, 12.4, 130; 0.0042."""
    if not math.isfinite(value):
        return "∞"
    if value >= 100_000 or 0 < value < 0.001:
        return f"{value:.1e}"
    digits = 0 if value >= 99.95 else 1 if value >= 9.995 else 2 if value >= 0.0995 else 4
    return f"{value:.{digits}f}"


def cores(value: float | None) -> str:
    return "" if value is None else f"{number(value)} cores"
