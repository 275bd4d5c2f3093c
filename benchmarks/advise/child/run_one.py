"""All inputs by one strategy, once, in this fresh process: `run_one.py SPEC FILE`.

Timed is what a program waits for that has the function and its inputs at hand: from before the
pool is opened until it is closed. Nothing at the top, as spawned processes import it again.
"""

import sys


def main(spec_text: str, told: str) -> None:
    import importlib  # noqa: PLC0415
    import inspect  # noqa: PLC0415
    import json  # noqa: PLC0415
    import time  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import calls  # noqa: PLC0415
    import inputs  # noqa: PLC0415
    import strategies  # noqa: PLC0415

    spec = json.loads(spec_text)
    module = importlib.import_module(spec["module"])
    call = getattr(module, spec["function"])
    given = inputs.read(spec["inputs"], module)
    asynchronous = inspect.iscoroutinefunction(call)
    if spec["unpack"]:
        call = calls.Unpacked(call)
    strategy = spec["strategy"]
    if asynchronous and not strategy.startswith("asyncio"):
        call = calls.Awaited(call)
    strategies.ready(strategy)

    begin = time.perf_counter()
    results, had = strategies.run(strategy, call, given, spec["workers"], spec["chunk"])
    end = time.perf_counter()
    assert len(results) == len(given)
    found = {"total": end - begin, "results": had - begin, "inputs": len(given)}
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    Path(told).write_text(json.dumps(found | {"asynchronous": asynchronous, "gil": gil}))


if __name__ == "__main__":
    main(*sys.argv[1:])
