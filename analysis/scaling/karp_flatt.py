"""The share of the work that acts as if it were serial (Karp & Flatt 1990)."""

from analysis.estimate import Estimate


def serial_fraction(speedup: Estimate, workers: int) -> Estimate:
    """e = (1/S - 1/p) / (1 - 1/p), of a speedup over one worker with `workers` > 1 of them.

    0 is work that spreads wholly and 1 none; less than 0 is more than p times as fast, more than
    1 is slower than one worker. It falls as the speedup rises, so its interval is exactly that of
    the speedup, and as sure. Raises ValueError with fewer than 2 workers.
    """
    if workers < 2:
        raise ValueError(f"Karp and Flatt's fraction is of 2 workers or more, not of {workers}")

    def fraction(gain: float) -> float:
        cost = 1 / gain if gain > 0 else float("inf")
        return (cost - 1 / workers) / (1 - 1 / workers)

    interval = None
    if speedup.interval is not None:
        low, high = speedup.interval
        interval = (fraction(high), fraction(low))
    return Estimate(fraction(speedup.value), interval, speedup.blocks)
