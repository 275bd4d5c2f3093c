"""What a session says when it ends: a line or two for stdout, about all that was measured."""

import math
from collections.abc import Mapping

from harness.run.ledger import Ledger
from harness.run.progress import clock
from record import Status


def closing(ledger: Ledger, cells: int, seconds: float, timed: float) -> str:
    """How much was measured of `cells` planned ones, and what became of it."""
    given_up = ledger.given_up.values()
    failed = sum(attempt.status is Status.FAILED for attempt in given_up)
    share = f", {timed / seconds:.0%} of it in timed code" if timed and seconds else ""
    spoilt = sum(attempt.status is Status.CONTAMINATED for attempt in ledger.counted())
    return (
        f"{cells - len(given_up)} cells x {_blocks(ledger)}, measured in {clock(seconds)}{share}; "
        f"{failed} failed, {len(given_up) - failed} unsupported"
        + (f", {spoilt} processes beside other work" if spoilt else "")
    )


def tightness(ledger: Ledger, precision: float, half_widths: Mapping[str, float]) -> str:
    """How many groups reached the precision; the others by name, with their width."""
    widths = {group: half_widths.get(group, math.inf) for group in ledger.groups}
    wide = {group: width for group, width in widths.items() if not width <= precision}
    names = [f"{group} ({_share(width)})" for group, width in wide.items()]
    reached = f"{len(widths) - len(wide)} of {len(widths)} groups within {precision * 100:g}%"
    return f"{reached}; not: {', '.join(names)}" if names else reached


def _blocks(ledger: Ledger) -> str:
    counts = [ledger.blocks(group) for group in ledger.groups] or [0]
    least, most = min(counts), max(counts)
    span = f"{least} to {most}" if least < most else f"{most}"
    return f"{span} block{'' if span == '1' else 's'}"


def _share(width: float) -> str:
    return f"{width:.1%}" if math.isfinite(width) else "no interval"
