"""How lanes call a function; a module of its own, which processes and subinterpreters import."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any


class Unpacked:
    """Each input is a list or an object of arguments."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, given: Any) -> Any:
        return self.function(**given) if isinstance(given, dict) else self.function(*given)


class Awaited:
    """A coroutine function in a loop of its own, for lanes that have none."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, given: Any) -> Any:
        return asyncio.run(self.function(given))


class Chunk:
    """Several inputs with one call."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, part: Sequence[Any]) -> list[Any]:
        return [self.function(given) for given in part]
