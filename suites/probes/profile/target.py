"""The function, as its job names it; or in a sentence why there is none that can be measured."""

import inspect
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from suites import own
from suites.own import Job, Unusable, raised

OURS = ("suites", "pyperf", "__main__")


def bring(job: Job) -> Any:
    """The module. Raises Unusable."""
    hides = "the standard library's" if job.module in sys.stdlib_module_names else ""
    hides = hides or ("one that measuring needs" if job.module in OURS else "")
    if job.file and hides:
        raise Unusable(f"{Path(job.file).name} hides {hides} module of that name: rename it")
    try:
        return own.imported(job)
    except BaseException as error:  # some exit
        hint = ""
        if job.file and "no known parent package" in str(error):
            hint = "; name it by its package, as in package.module:function"
        raise Unusable(f"importing {job.module} raised {raised(error).error}{hint}") from None


def find(module: Any, job: Job) -> Any:
    """The function. Raises Unusable."""
    return _fit(_named(module, job), job)


def _named(module: Any, job: Job) -> Any:
    place, path = module, job.module
    for part in job.function.split("."):
        try:
            holder, place = place, getattr(place, part)
        except AttributeError:
            near = get_close_matches(part, dir(place), 1)
            meant = f"; is {near[0]} meant?" if near else ""
            raise Unusable(f"{path} has no {part}{meant}") from None
        path += f".{part}"
    if isinstance(holder, type):
        static = inspect.getattr_static(holder, part)
        if inspect.isfunction(static) and next(iter(_parameters(static)), "") == "self":
            raise Unusable(f"{path} needs an object: write a function that makes one and calls it")
    return place


def _parameters(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # of native code that does not tell
        return []


def _fit(function: Any, job: Job) -> Any:
    name = f"{job.module}.{job.function}"
    if not callable(function):
        raise Unusable(f"{name} cannot be called: it is of type {type(function).__name__}")
    if inspect.isasyncgenfunction(function):
        raise Unusable(f"{name} is an asynchronous generator: a call does nothing by itself")
    if inspect.isgeneratorfunction(function):
        raise Unusable(
            f"{name} is a generator: a call does nothing until its values are taken; "
            "let it return a list"
        )
    return function


def check_call(function: Any, job: Job, argument: Any) -> None:
    """Whether it can be called with such an input, as far as its signature tells."""
    if job.unpack and not isinstance(argument, (list, tuple, dict)):
        kind = type(argument).__name__
        raise Unusable(f"* takes inputs that are lists or objects, and one is of type {kind}")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return
    places = argument if job.unpack and not isinstance(argument, dict) else ()
    names = argument if job.unpack and isinstance(argument, dict) else {}
    try:
        signature.bind(*(places if job.unpack else (argument,)), **names)
    except TypeError as error:
        hint = ""
        if not job.unpack and isinstance(argument, (list, tuple, dict)):
            hint = "; with * each input is unpacked"
        raise Unusable(
            f"{job.module}.{job.function} cannot be called with an input: {error}{hint}"
        ) from None
