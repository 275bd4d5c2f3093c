"""What `startup` imports in its lanes, by strategy: what was there before; an error, where one is.

python -m drive_imports
"""

import json
import sys
from typing import Any

import suites.suite  # noqa: F401 (whose pyperf a measuring process has in any case)
from suites.catalog import strategies
from suites.tools import Unsupported
from suites.workloads.startup import IMPORTS, bring


def there(_: object) -> list[str]:
    return [name for name in sorted({*IMPORTS["common"], *IMPORTS["heavy"]}) if name in sys.modules]


def main() -> None:
    seen: dict[str, Any] = {}
    for kind in strategies():
        if kind.unavailable():
            continue
        strategy = kind()
        try:
            strategy.open(2 if kind.sweeps else 1)
        except Unsupported:  # its package is not in this environment
            continue
        try:
            before = [visit.result for visit in strategy.visit(there, None)]
            brought = {}
            if kind.family in ("processes", "interpreters"):  # the others would keep them
                for name in ("common", "heavy"):
                    spans = [visit.result for visit in strategy.visit(bring, IMPORTS[name])]
                    brought[name] = min(end - begin for begin, end in spans)
        finally:
            strategy.close()
        seen[kind.name] = {"before": before, "brought": brought}
    print(json.dumps(seen))


if __name__ == "__main__":
    import drive_imports  # what is sent to lanes has to be found in a module

    drive_imports.main()
