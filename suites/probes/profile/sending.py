"""What can be sent to another process, and how large it is there: tried, not guessed."""

import pickle
import time
from multiprocessing.reduction import ForkingPickler  # which is what processes are sent by
from typing import Any

from suites.own import raised

SECONDS = 0.25  # for the sizes of arguments, and for those of results
CARRIED = 10_000  # bytes from which a function carries more than its name


class Sizes:
    """The mean size of things, or why the first of them that cannot be sent cannot."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._error = ""
        self._spent = 0.0

    def add(self, thing: Any) -> None:
        if self._error or (self._sizes and self._spent > SECONDS):
            return
        start = time.perf_counter()
        size, self._error = sent(thing)
        self._sizes.append(size)
        self._spent += time.perf_counter() - start

    def told(self) -> dict[str, Any]:
        if self._error:
            return {"error": self._error}
        return {"size": round(sum(self._sizes) / max(1, len(self._sizes)))}


def sent(thing: Any) -> tuple[int, str]:
    """Bytes that it takes, or why it does not arrive."""
    try:
        data = bytes(ForkingPickler.dumps(thing))
    except Exception as error:
        return 0, raised(error).error
    try:
        pickle.loads(data)
    except Exception as error:
        return 0, f"it is sent, and cannot be unpacked: {raised(error).error}"
    return len(data), ""


def function(target: Any, name: str) -> tuple[str, str]:
    """Why the function cannot be sent, and a note where it can: empty, if there is none."""
    size, error = sent(target)
    if not error and size < CARRIED:
        return "", ""
    if not error:
        carried = f"with each chunk of inputs {name} itself is sent, which carries {size:,} bytes"
        return "", f"{carried}; a function of the module that calls it is sent as a name alone"
    qualified = getattr(target, "__qualname__", "")
    why = "processes find a function by its name"
    if "<lambda>" in qualified:
        return f"{why}, and a lambda has none: write it with def", ""
    if "<locals>" in qualified:
        return f"{why}, and {qualified} is made inside another function", ""
    return error, ""
