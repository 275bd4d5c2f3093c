"""One package in one interpreter's environment: what is known of it, and the questions to ask."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from harness.ecosystem import environments
from harness.ecosystem.resolve import Resolved, resolve
from harness.ecosystem.wanted import Wanted
from harness.interpreters import Interpreter
from harness.interpreters.errors import UnavailableError
from harness.interpreters.wheel import Wheel
from harness.probes.ask import Question, ask
from record.ecosystem import parse_names
from record.errors import RecordError

PROBE = "suites.probes.ecosystem"
PATIENCE = 120.0  # seconds of a probe: a compiler in four lanes takes ten


class Subject(NamedTuple):
    wanted: Wanted
    resolved: Resolved
    folder: Path
    env: dict[str, str]  # of its processes
    python: Path | None = None  # of its environment; None: there is none
    modules: tuple[str, ...] = ()
    reason: str = ""  # why there is no environment, or no module

    @property
    def smoke(self) -> str:
        return self.wanted.known.smoke if self.wanted.known else ""

    def question(self, name: str, **job: object) -> Question:
        assert self.python is not None
        told = msgspec.json.encode({"modules": self.modules} | job).decode()
        return Question(self.python, PROBE, (name, told), self.env, PATIENCE)


def prepare(wanted: Wanted, interpreter: Interpreter, wheel: Wheel, folder: Path) -> Subject:
    """Its environment made and its modules found, or why not."""
    # What it keeps for the user, such as a list of fonts, is not to go to the user's own folder.
    home = folder / "home"
    home.mkdir(parents=True)
    env = interpreter.env | {"HOME": str(home)}
    resolved = resolve(wanted, interpreter.python, folder)
    none = Subject(wanted, resolved, folder, env, reason=resolved.reason)
    if not resolved.version:
        return none
    try:
        python = environments.make(folder, interpreter, wheel, resolved.pins)
    except UnavailableError as reason:  # there is a wheel: it could not be fetched, or unpacked
        lost = resolved._replace(reached=False)
        return none._replace(resolved=lost, reason=f"it cannot be installed: {reason}")
    made = none._replace(python=python)
    if wanted.known:
        return made._replace(modules=tuple(wanted.known.imports))
    answer = ask(Question(python, PROBE, ("names", wanted.name), env, PATIENCE))
    try:
        modules: Sequence[str] = (
            parse_names(answer.data, wanted.name) if answer.status == "ok" else []
        )
    except RecordError as error:
        return made._replace(reason=str(error))
    if not modules:
        return made._replace(reason=answer.reason or "its files hold no module")
    return made._replace(modules=tuple(modules))
