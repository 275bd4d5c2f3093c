"""Own-GIL subinterpreters: one small adapter over the API of each CPython version.

3.12 and 3.13 have private modules that run source text; a call goes in as pickled bytes
and its result comes back over a channel, which is there when the text has run. From 3.14
`concurrent.interpreters` calls functions itself.
"""

import pickle
import sys
from importlib import import_module
from typing import Any, Protocol

from suites.pipe import PipeByNumber
from suites.strategy import Task
from suites.tools import ONE_MEMORY, Need, Tools


class LaneError(Exception):
    """An error raised inside a lane that cannot hand over the exception itself."""

    def __init__(self, text: str, traceback: str = "") -> None:
        super().__init__(text)
        self.traceback = traceback  # as the lane would print it, with what it comes from


class Subinterpreter(Protocol):
    """One isolated interpreter, entered by one thread at a time."""

    def call(self, task: Task, argument: Any) -> Any:
        """`task(argument)` in the interpreter; raises LaneError with its type and text."""

    def close(self) -> None:
        """End the interpreter."""


def lacks(need: Need) -> str | None:
    """Why subinterpreters cannot share such a thing; `concurrent.interpreters` has queues alone."""
    if need in _NAMES:
        return f"interpreters have no {_NAMES[need]} in common"
    if need in (Need.QUEUE, Need.VIEW) and sys.version_info < (3, 14):
        return "queues between interpreters are new in Python 3.14 (concurrent.interpreters)"
    return ONE_MEMORY if need is Need.MEMORY else None


_NAMES = {Need.OBJECTS: "object", Need.LOCK: "lock", Need.COUNTER: "counter"}


def tools() -> Tools:
    if sys.version_info < (3, 14):
        return Tools(pipe=PipeByNumber)
    return Tools(queue=import_module("concurrent.interpreters").create_queue, pipe=PipeByNumber)


def create() -> Subinterpreter:
    return _Public() if sys.version_info >= (3, 14) else _Private()


class _Public:
    def __init__(self) -> None:
        interpreters = import_module("concurrent.interpreters")
        self._interpreter = interpreters.create()
        self._failed = interpreters.ExecutionFailed

    def call(self, task: Task, argument: Any) -> Any:
        try:
            return self._interpreter.call(task, argument)
        except self._failed as error:
            told = error.excinfo
            raise LaneError(f"{told.type.__name__}: {told.msg}", told.errdisplay) from None

    def close(self) -> None:
        self._interpreter.close()


# In the interpreter: `job` is set by each call. The search path is the caller's own, because
# a new interpreter does not get what `-m` or the caller added to it.
_PRELUDE = """
import sys
sys.path[:] = {path!r}
import pickle
import {channels} as _channels

def _reply(job):
    try:
        task, argument = pickle.loads(job)
        data = pickle.dumps((True, task(argument)))
    except BaseException as error:
        from traceback import format_exc
        data = pickle.dumps((False, (type(error).__name__ + ": " + str(error), format_exc())))
    _channels.send({channel}, data{nowait})
"""


class _Private:
    def __init__(self) -> None:
        if sys.version_info >= (3, 13):
            import _interpchannels as channels  # noqa: PLC0415
            import _interpreters as interpreters  # noqa: PLC0415

            self._id = interpreters.create("isolated")
            self._channel = channels.create(1)  # 1: what a closed interpreter sent is an error
            nowait = ", blocking=False"
        else:
            import _xxsubinterpreters as interpreters  # noqa: PLC0415

            import _xxinterpchannels as channels  # noqa: PLC0415

            self._id = interpreters.create(isolated=True)
            self._channel = channels.create()
            nowait = ""
        self._interpreters, self._channels = interpreters, channels
        prelude = _PRELUDE.format(
            path=sys.path,
            channels=channels.__name__,
            channel=int(self._channel),
            nowait=nowait,
        )
        self._run(prelude)

    def _run(self, source: str, **attributes: bytes) -> None:
        if sys.version_info >= (3, 13):
            error = self._interpreters.exec(self._id, source, attributes)
            if error is not None:  # 3.13 returns the exception's snapshot
                raise LaneError(error.formatted)
        else:
            self._interpreters.run_string(self._id, source, attributes)

    def call(self, task: Task, argument: Any) -> Any:
        self._run("_reply(job)", job=pickle.dumps((task, argument)))
        data = self._channels.recv(self._channel)
        done, result = pickle.loads(data[0] if isinstance(data, tuple) else data)
        if not done:
            raise LaneError(*result)
        return result

    def close(self) -> None:
        self._interpreters.destroy(self._id)
        self._channels.destroy(self._channel)
