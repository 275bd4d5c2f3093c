"""Is `gilbench advise` right? Each case's best strategy by timing all, and the advice beside it.

python -m benchmarks.advise                     all cases; goes on where it was stopped
python -m benchmarks.advise sleep pure-ms       these
python -m benchmarks.advise --best              the best of each alone, no advice
python -m benchmarks.advise --table             what is there so far
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.advise import interpreters, steps, table
from benchmarks.advise.catalog import CASES

STARTED = time.monotonic()


def say(text: str) -> None:
    print(f"{time.monotonic() - STARTED:6.0f} s  {text}", file=sys.stderr, flush=True)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.advise",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join(CASES)}")
    parser.add_argument("--interpreters", default="3.13,3.13t", metavar="A,B")
    parser.add_argument("--budget", default="60s", help="of each `gilbench advise`")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("results/advise-benchmark"))
    parser.add_argument("--best", action="store_true", help="the best of each case alone")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    asked = parser.parse_args()
    unknown = [name for name in asked.cases if name not in CASES]
    if unknown:
        parser.error(f"there is no case {', '.join(unknown)}; there are {', '.join(CASES)}")
    return asked


def main() -> None:
    asked = parsed()
    cases = [CASES[name] for name in asked.cases or CASES]
    if not asked.table:
        asked.out.mkdir(parents=True, exist_ok=True)
        settings = steps.Settings(
            asked.out,
            interpreters.find(asked.interpreters),
            asked.interpreters,
            asked.rounds,
            asked.budget,
            say,
        )
        for number, case in enumerate(cases, 1):
            say(f"{case.name} ({number} of {len(cases)})")
            with steps.ready(case, settings) as (bench, missing):
                times = steps.find_best(bench, missing, settings)
                if not asked.best:
                    steps.score(bench, times, settings)
    text = table.markdown(cases, asked.out)
    print(text)
    if not asked.table:
        (asked.out / "score.md").write_text(text)


if __name__ == "__main__":
    main()
