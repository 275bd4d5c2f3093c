"""Quantities of waiting: what half, and all but one in a hundred, of the answers took at most.

By `statistics.quantiles`, inclusive: the shortest and the longest are the ends of the scale, and
what lies between two answers is interpolated, so no value is longer than the longest seen.
"""

from suites.workload import Finished, Quantity


def percentile(finished: Finished, percent: int) -> float:
    """Of all latencies of a batch: each result is a pair, and its second is a list of them."""
    from statistics import quantiles  # noqa: PLC0415 (no lane has to import it)

    seen: list[float] = [seconds for _, latencies in finished.results for seconds in latencies]
    if len(seen) == 1:
        return seen[0]
    return quantiles(seen, n=100, method="inclusive")[percent - 1]


P50 = Quantity("second", lambda finished: percentile(finished, 50))
P99 = Quantity("second", lambda finished: percentile(finished, 99))
