"""What there is to measure, as one JSON object: the harness asks, as it imports nothing here.

python -m suites.catalog
"""

import json
from importlib import import_module
from typing import Any

from suites.options import MODE, MODES
from suites.strategies import NAMES
from suites.strategies import find as find_strategy
from suites.strategy import Strategy
from suites.workload import Size, Workload
from suites.workloads import MODULES, find


def strategies() -> list[type[Strategy]]:
    return [find_strategy(name) for name in NAMES]


def describe_strategy(strategy: type[Strategy]) -> dict[str, Any]:
    return {
        "name": strategy.name,
        "suite": f"suites.{strategy.name.replace('-', '_')}",
        "family": strategy.family,
        "one_lane": strategy.one_lane,
        "sweeps": strategy.sweeps,
        "extra": strategy.extra,
        "about": (import_module(strategy.__module__).__doc__ or "").splitlines()[0],
        "unavailable": strategy.unavailable(),
    }


def describe_workload(workload: Workload) -> dict[str, Any]:
    return {
        "name": workload.name,
        "about": workload.about,
        "kind": workload.kind.value,
        "service": workload.service,
        "sizes": {name: _describe_size(workload, size) for name, size in workload.sizes.items()},
        "sweeps": {
            factor: [_describe_size(workload, size) for size in sizes]
            for factor, sizes in workload.sweeps.items()
        },
        "units": {name: quantity.unit for name, quantity in workload.quantities.items()},
        "workers": workload.workers,
        "pairs_with": workload.pairs_with,
        "values": workload.values,
        "mode": {"pool": "cold"} if workload.cold else {},
    }


def _describe_size(workload: Workload, size: Size) -> dict[str, Any]:
    needs = workload.needs(size.parameters)
    refused = {one.name: one.refuses(needs) for one in strategies()}
    return {
        "parameters": size.parameters,
        "seconds": size.seconds,
        "extra": workload.extra(size.parameters),
        "refused": {name: reason for name, reason in refused.items() if reason},
    }


def main() -> None:
    import_module("pyperf")  # what cannot run a suite cannot say what it could measure
    catalog = {
        "strategies": [describe_strategy(strategy) for strategy in strategies()],
        "workloads": [describe_workload(find(name)) for name in MODULES],
        "mode": MODE,
        "modes": MODES,
    }
    print(json.dumps(catalog))


if __name__ == "__main__":
    main()
