"""A function of the user's own, and its inputs, as the job tells that the environment names.

Every lane loads the function itself, once, from where the user has it: so that its module has its
own name there, and what is defined in it can be sent. Few imports: lanes are timed with them.
"""

import os
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any, NamedTuple

JOB = "GILBENCH_OWN"  # the environment's name for the job: a JSON file
MOST = 100_000  # inputs that are there to be measured, of however many
_LONGEST = 1000  # characters of an error
_COROUTINE = 0x80  # inspect.CO_COROUTINE; `inspect` is no small import


class Job(NamedTuple):
    module: str
    function: str  # its name there, dots and all
    file: str = ""  # of a module that is not found by its name alone
    folder: str = ""  # where the search for modules begins
    cwd: str = ""
    unpack: bool = False  # an input is a list or an object of arguments
    inputs: str = ""  # a file of JSON lines, or:
    generator: str = ""  # a name in the same module
    total: int = 0  # inputs in all, also of those that are not there; 0: not known yet
    tasks: int = 0  # of those that are there, evenly spread over all, in a batch; 0: all
    repeats: int = 1
    seconds: float = 1.0  # of a sequential batch
    kind: str = "cpu"
    chunk: int = 1
    checksum: str = ""  # empty: not checked
    remembers: bool = False  # a second call with the same input only looks up the result


class Unusable(Exception):
    """The function or its inputs cannot be used, and why: a sentence."""


class Raised(NamedTuple):
    """The result of a call that ended in an exception, so that the others go on."""

    error: str


def job() -> Job:
    """The environment's."""
    import json  # noqa: PLC0415 (lanes are told the job)

    with open(os.environ[JOB], encoding="utf-8") as file:  # noqa: PTH123 (pathlib is not free)
        told = json.load(file)
    return Job(**{name: told[name] for name in Job._fields if name in told})


class _Finder:
    """Finds the one module that is a file of any name."""

    def __init__(self, name: str, file: str) -> None:
        self._name, self._file = name, file

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name != self._name:
            return None
        from importlib.util import spec_from_file_location  # noqa: PLC0415

        return spec_from_file_location(name, self._file)


def at_home(job: Job) -> None:
    """Search for modules, and look for files, where the user's program would."""
    if job.folder and job.folder not in sys.path[:1]:
        sys.path.insert(0, job.folder)
    if job.file and not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder(job.module, job.file))
    if job.cwd and os.getcwd() != job.cwd:  # noqa: PTH109
        os.chdir(job.cwd)


def imported(job: Job) -> Any:
    """The module, imported as its program's own; whatever it raises."""
    at_home(job)
    argv = sys.argv
    sys.argv = [job.file or job.module]
    try:
        return import_module(job.module)
    finally:
        sys.argv = argv


def named(module: Any, name: str) -> Any:
    """What has this name in the module. Raises AttributeError."""
    for part in name.split("."):
        module = getattr(module, part)
    return module


def load(job: Job) -> Any:
    return named(imported(job), job.function)


def asynchronous(function: Any) -> bool:
    """Whether a call returns a coroutine."""
    for one in (function, getattr(type(function), "__call__", None)):  # noqa: B004
        inner: Any = one
        while hasattr(inner, "func"):  # functools.partial
            inner = inner.func
        code = getattr(getattr(inner, "__func__", inner), "__code__", None)
        if getattr(code, "co_flags", 0) & _COROUTINE:
            return True
    return False


def _first(argument: Any) -> Any:
    """The first call in a lane that was not made ready."""
    ready(job())
    return _function(argument)


async def _first_awaited(argument: Any) -> Any:
    ready(job())
    return await _awaited(argument)


_function: Callable[[Any], Any] = _first
_awaited: Callable[[Any], Awaitable[Any]] = _first_awaited
_ready_for: Job | None = None


def ready(job: Job) -> None:
    """Make this lane, and all of its process and interpreter, ready to call the function."""
    global _function, _awaited, _ready_for  # noqa: PLW0603 (the cheapest look-up of a call)
    if _ready_for == job:  # by another thread
        return
    function = load(job)
    spread = _spread(function) if job.unpack else function
    if asynchronous(function):
        _awaited, _function = spread, _run(spread)
    else:
        _function = spread
    if _ready_for is None and hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_end_with_call)
    _ready_for = job


def ready_or_why(job: Job) -> str:
    """Why this lane cannot be made ready; empty: it is."""
    try:
        ready(job)
    except BaseException as error:  # some modules exit
        from suites.probes.ecosystem.packages import telling  # noqa: PLC0415

        return telling(error)[:_LONGEST]
    return ""


def _spread(function: Callable[..., Any]) -> Callable[[Any], Any]:
    def spread(argument: Any) -> Any:
        return function(**argument) if isinstance(argument, dict) else function(*argument)

    return spread


def _run(function: Callable[[Any], Awaitable[Any]]) -> Callable[[Any], Any]:
    import asyncio  # noqa: PLC0415 (no small import)

    async def awaited(argument: Any) -> Any:
        return await function(argument)

    return lambda argument: asyncio.run(awaited(argument))


def call(argument: Any) -> Any:
    """What a lane does for an input: the result, or Raised."""
    try:
        return _function(argument)
    except BaseException as error:  # an exit too: the batch goes on
        return raised(error)


async def call_async(argument: Any) -> Any:
    try:
        return await _awaited(argument)
    except BaseException as error:
        return raised(error)


def call_each(arguments: Sequence[Any]) -> list[Any]:
    """A chunk of inputs."""
    return [call(argument) for argument in arguments]


async def call_each_async(arguments: Sequence[Any]) -> list[Any]:
    return [await call_async(argument) for argument in arguments]


def _end_with_call() -> None:
    """In a new process: where a call made it, it ends with the call, or it would go on with all.

    What `multiprocessing` makes in a call never comes back to it.
    """
    calls = call.__code__, call_async.__code__
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        if frame.f_code in calls:
            break
    else:
        return
    monitoring: Any = getattr(sys, "monitoring", None)  # from 3.12 on
    tool = next(number for number in range(6) if monitoring.get_tool(number) is None)
    monitoring.use_tool_id(tool, "gilbench")
    events = monitoring.events.PY_RETURN, monitoring.events.PY_YIELD
    for event in events:
        monitoring.register_callback(tool, event, lambda *_: os._exit(0))
    for code in calls:
        monitoring.set_local_events(tool, code, events[0] | events[1])


def raised(error: BaseException) -> Raised:
    try:
        text = str(error)
    except BaseException as another:  # of its __str__
        text = f"its text cannot be had: {type(another).__name__}"
    name = type(error).__name__
    return Raised(steady(f"{name}: {text}" if text else name))


def steady(text: str) -> str:
    """Without addresses and the ids of threads, which are others in every process; not too long."""
    import re  # noqa: PLC0415

    return re.sub(r"\b0x[0-9a-fA-F]+|\b[0-9]{12,}\b", "...", text)[:_LONGEST]


def every(job: Job, most: int = MOST) -> Iterator[Any]:
    """The inputs, in order, as they are read or made. Raises Unusable."""
    return islice(_generated(job), most) if job.generator else _read(job)


def _read(job: Job) -> Iterator[Any]:
    import json  # noqa: PLC0415

    with open(job.inputs, "rb") as file:  # noqa: PTH123
        for line in file:
            yield json.loads(line)


def _generated(job: Job) -> Iterator[Any]:
    try:
        made = named(imported(job), job.generator)
    except AttributeError:
        raise Unusable(f"{job.module} has no {job.generator}") from None
    try:
        yield from made() if callable(made) else made
    except GeneratorExit:  # enough were taken
        raise
    except BaseException as error:
        raise Unusable(f"{job.generator} raised {raised(error).error}") from None


def batch(job: Job) -> list[Any]:
    """The inputs of a batch: `tasks` of them, evenly spread over all."""
    there = min(job.total, MOST)
    if not job.tasks or job.tasks >= there > 0:
        return list(every(job))
    return pick(job, [place * there // job.tasks for place in range(job.tasks)])


def pick(job: Job, places: Sequence[int]) -> list[Any]:
    """The inputs at these places, which ascend; fewer where there are fewer."""
    wanted = set(places)
    last = max(places, default=-1)
    if not job.generator:  # the other lines need not be understood
        import json  # noqa: PLC0415

        with open(job.inputs, "rb") as file:  # noqa: PTH123
            lines = islice(file, last + 1)
            return [json.loads(line) for place, line in enumerate(lines) if place in wanted]
    return [one for place, one in enumerate(islice(every(job), last + 1)) if place in wanted]
