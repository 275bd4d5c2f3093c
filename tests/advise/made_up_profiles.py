"""Profiles and builds of functions that are not there."""

from harness.advise.candidates import Asked
from harness.advise.sizes import Sizes
from record import Build
from record.advice import Calls, Gil, Profile, Size

NO_POOL = {"interpreter-pool": "InterpreterPoolExecutor is new in Python 3.14"}


def build(label: str, *, gil: bool | None = None) -> Build:
    free = label.endswith("t")
    return Build(
        label=label,
        version=f"{label.removesuffix('t')}.1",
        free_threaded=free,
        gil=not free if gil is None else gil,
        provider="made up",
        executable="/nowhere",
        compiler="cc",
        pgo=False,
        lto=False,
        jit=False,
        tail_call=False,
        debug=False,
        shared=False,
        configure="",
        optimisation="-O3",
    )


def profile(
    task: float = 0.01,
    *,
    busy: float = 1.0,
    total: int = 1000,
    together: float | None = 1.0,
    asynchronous: bool = False,
    gil: bool = True,
    argument: str = "",
    result: str = "",
    function: str = "",
    subinterpreter: str | None = "",
    remembers: bool = False,
    culprits: tuple[str, ...] = (),
) -> Profile:
    on = gil or bool(culprits)
    return Profile(
        asynchronous=asynchronous,
        total=total,
        imports=0.01,
        calls=Calls(
            count=10,
            wall=10 * task,
            cpu=10 * task * busy,
            shortest=task,
            median=task,
            longest=task,
            remembers=remembers,
        ),
        argument=Size(size=10, error=argument),
        result=Size(size=10, error=result),
        function=function,
        gil=Gil(first=gil, imported=on, called=on, culprits=list(culprits)),
        together=together,
        subinterpreter=subinterpreter,
    )


def asked(
    profiles: dict[str, Profile], sizes: Sizes, workers: tuple[int, ...] = (), cores: int = 2
) -> Asked:
    builds = {label: build(label) for label in profiles}
    lacking = {label: {} if label.startswith("3.14") else NO_POOL for label in profiles}
    return Asked(builds, profiles, sizes, lacking, workers, cores)
