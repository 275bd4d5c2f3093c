"""What becomes of a package in this interpreter: imported, and called from several lanes.

python -m suites.probes.ecosystem names DISTRIBUTION
python -m suites.probes.ecosystem main JOB
python -m suites.probes.ecosystem lanes JOB

A JOB is a JSON object: `modules`, `smoke` and so on, as `packages.Job` has them; for lanes
`strategy`, `workers`, and `before`: modules that the main interpreter imports before the lanes
begin. What was found is printed as JSON. What is being done stands on stderr, to be told where the
interpreter crashes.
"""

import json
import os
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from suites.lane import gil_enabled
from suites.probes.ecosystem.packages import Job, bring, compiled, native, shown, telling, work
from suites.strategies import find


def names(distribution: str) -> dict[str, Any]:
    """The modules that an installed distribution is imported by, as its own list of files tells."""
    from importlib import metadata  # noqa: PLC0415 (it imports much, which the others look at)

    files = metadata.distribution(distribution).files or []
    packages = {file.parent.parts for file in files if file.name == "__init__.py"}
    outermost = [
        parts
        for parts in packages
        if not any(parts[:length] in packages for length in range(1, len(parts)))
    ]
    single = {
        file.name.partition(".")[0]
        for file in files
        if len(file.parts) == 1 and file.suffix in (".py", ".so", ".pyd")
    }
    found = sorted({".".join(parts) for parts in outermost if parts} | single)
    usual = [name for name in found if name.isidentifier() or "." in name]
    public = [name for name in usual if not name.startswith(("_", "test"))]
    own = [name for name in public if alike(name) == alike(distribution)]
    return {"modules": own or public or usual}


def alike(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def main_interpreter(job: Job) -> dict[str, Any]:
    """What the import does to the main interpreter, and what the smoke call returns there."""
    gil, there = gil_enabled(), set(sys.modules)
    doing("while it was imported")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        deed = bring(job)
    told: dict[str, Any] = {
        "error": deed.error,
        "native": deed.native,
        "gil": [gil, gil_enabled()],
        "warnings": [str(one.message) for one in caught if "GIL" in str(one.message)],
        "standard": list(standard(there)),
        "result": "",
        "wrong": "",
    }
    if job.smoke and not deed.error:
        doing("while it was called")
        try:
            smoke = compiled(job.smoke)
            told["result"] = shown(smoke())
            if shown(smoke()) != told["result"]:
                told["wrong"] = "it returns something else each time"
        except BaseException as error:
            told["wrong"] = telling(error)
        told["native_called"] = native()
        told["gil_called"] = gil_enabled()
    return told


def standard(there: set[str]) -> Iterator[str]:
    """The modules of the standard library that were imported since, in that order."""
    for name in list(sys.modules):
        if name not in there and name.partition(".")[0] in sys.stdlib_module_names:
            yield name


def lanes(job: Job, name: str, workers: int, before: list[str]) -> dict[str, Any]:
    """What every lane did: the import in all at once, and then the calls in all at once."""
    for module in before:
        import_module(module)
    opened = find(name)()
    doing("when the lanes were started")
    opened.open(workers)
    try:
        doing("while it was imported")
        visits = opened.visit(bring, job)
        if job.smoke and not any(visit.result.error for visit in visits):
            doing("while it was called")
            visits = opened.visit(work, job)
    finally:
        doing("when the lanes were ended")
        opened.close()
    return {"lanes": [visit.result._asdict() for visit in visits]}


def doing(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> None:
    # What packages print is not to stand in the answer.
    answer = os.dup(1)
    os.dup2(2, 1)
    question, argument = sys.argv[1:]
    if question == "names":
        told = names(argument)
    else:
        asked = json.loads(argument)
        given = {key: asked[key] for key in ("smoke", "expected", "every") if key in asked}
        job = Job(tuple(asked["modules"]), native=tuple(asked.get("native", ())), **given)
        if question == "main":
            told = main_interpreter(job)
        else:
            told = lanes(job, asked["strategy"], asked["workers"], asked.get("before", []))
    with os.fdopen(answer, "w") as file:
        json.dump(told, file)


if __name__ == "__main__":
    main()
