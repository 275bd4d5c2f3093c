"""What the user calls interpreters: `3.13`, `3.13t+gil`, `LABEL=NAME`, `LABEL=PATH`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from harness.errors import GilbenchError, unknown
from record.fields import NAME, NAME_RULE

KNOWN = ("3.12", "3.13", "3.13t", "3.14", "3.14t", "3.15", "3.15t")
DEFAULT = ("3.12", "3.13", "3.13t")

_GIL = "+gil"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A CPython by version: `3.13` or `3.13t`."""

    version: str
    free_threaded: bool

    def __str__(self) -> str:
        return self.version + "t" * self.free_threaded

    @property
    def twin(self) -> "Name":
        """The other one of the pair: `3.13t` for `3.13`."""
        return Name(self.version, not self.free_threaded)


@dataclass(frozen=True, slots=True)
class Request:
    """One interpreter asked for: by name, or by path. Exactly one of the two is set."""

    label: str
    name: Name | None
    path: str | None
    force_gil: bool


def parse(text: str) -> Request:
    """Raises GilbenchError for what is no name and no LABEL=NAME|PATH."""
    label, equals, target = text.partition("=")
    if not equals:
        label, target = text, text
        if "/" in text:
            raise GilbenchError(f"interpreter {text!r} needs a label: LABEL=PATH")
    force_gil = target.endswith(_GIL)
    target = target.removesuffix(_GIL)
    if target in KNOWN:
        request = Request(label, _name(target), None, force_gil)
        if force_gil and not target.endswith("t"):
            raise GilbenchError(f"interpreter {text!r}: {target} always has its GIL on; omit +gil")
    elif equals and ("/" in target or target.startswith(("~", "."))):
        if not target.isprintable():
            raise GilbenchError(f"interpreter {text!r}: a path with control characters")
        request = Request(label, None, target, force_gil)
    else:
        swapped = [name for name in KNOWN if sorted(name) == sorted(target)]  # 3.31 for 3.13
        raise unknown("interpreter", target, swapped or KNOWN)
    _check_label(label)
    promise = promised(label)
    if promise and request.name and promise != (request.name, force_gil):
        raise GilbenchError(
            f"interpreter {text!r}: the label promises another than {text[len(label) + 1 :]}"
        )
    return request


def parse_all(texts: Iterable[str]) -> tuple[Request, ...]:
    """All requests in the order given; a label may be used once."""
    requests: dict[str, Request] = {}
    for text in texts:
        request = parse(text)
        if request.label in requests:
            raise GilbenchError(f"interpreter {request.label!r} is asked for twice")
        requests[request.label] = request
    if not requests:
        raise GilbenchError("no interpreter is asked for")
    return tuple(requests.values())


def promised(label: str) -> tuple[Name, bool] | None:
    """What a label says that its interpreter is, where the label is itself a known name."""
    bare = label.removesuffix(_GIL)
    return (_name(bare), label.endswith(_GIL)) if bare in KNOWN else None


def _name(text: str) -> Name:
    return Name(text.removesuffix("t"), text.endswith("t"))


# Names of other files in a run's folder, and words of the language of -k.
_RESERVED = ("manifest.json", "journal.jsonl", "raw", "probes", "report", "and", "or", "not")


def _check_label(label: str) -> None:
    if label in _RESERVED:
        raise GilbenchError(f"label {label!r} means something else in a run; use another")
    if not re.fullmatch(NAME, label):
        raise GilbenchError(f"label {label!r}: use {NAME_RULE}")
