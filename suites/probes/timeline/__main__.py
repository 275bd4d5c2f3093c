"""When each lane ran: it stamps the clock after every unit of work; a gap is where it did not run.

python -m suites.probes.timeline STRATEGY --workers N --milliseconds M

One clock serves all lanes of a machine (CLOCK_MONOTONIC). A coroutine awaits after each
millisecond of work, as a fair program would; with `--blocking MS` the first of them blocks for so
long in the middle, and all others wait for it. What was seen is printed as JSON.
"""

import argparse
import json
from typing import Any

from suites.probes.timeline.stripes import Job, Track, ready, work, work_async
from suites.strategies import NAMES, find
from suites.strategy import Strategy
from suites.tools import Unsupported, unsupported


def tracks(strategy: Strategy, workers: int, job: Job) -> list[Track]:
    """Of every lane of the opened strategy; of every task, where they take turns on one lane."""
    milliseconds, _ = job
    if strategy.one_lane and strategy.coroutines:
        return strategy.run(work_async, [job] + [(milliseconds, 0)] * (workers - 1))
    if strategy.one_lane:
        return strategy.run(work, [(milliseconds // workers, 0)] * workers)
    strategy.visit(ready, None)
    return [visit.result for visit in strategy.visit(work, job)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m suites.probes.timeline")
    parser.add_argument("strategy", choices=NAMES)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--milliseconds", type=int, required=True)
    parser.add_argument("--blocking", type=int, default=0)
    options = parser.parse_args()
    kind = find(options.strategy)
    if reason := kind.unavailable():
        unsupported(reason)
    strategy = kind()
    try:
        strategy.open(options.workers if kind.sweeps else 1)
    except Unsupported as missing:
        unsupported(missing)
    try:
        seen = tracks(strategy, options.workers, (options.milliseconds, options.blocking))
    finally:
        strategy.close()
    print(json.dumps({"lanes": [_told(one) for one in seen]}))


def _told(one: Track) -> dict[str, Any]:
    return {"lane": one.lane._asdict(), "unit": one.unit, "stripes": one.stripes}


if __name__ == "__main__":
    main()
