"""A digest of whatever a function returns: the same in every process of an interpreter.

By structure: never by address, by the order of a set, or by a hash that is another's elsewhere.
"""

import sys
from collections.abc import Iterable
from hashlib import blake2b
from marshal import dumps
from operator import itemgetter
from typing import Any

SIZE = 8  # bytes of a digest
_DEEP = 1_000_000  # frames: these are Python's alone, and results can be deep
# Those of numbers and texts alone go through C, which is many times as fast: a million of them
# are not rare. In this version it knows no references, which depend on who else has an object.
PLAIN = 2
_FLAT = {int, float, complex, str, bytes, bool, type(None)}
_PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...))


def fingerprint(results: Iterable[Any]) -> str:
    """Of all the results, in order."""
    whole = _new(b"results")
    for result in results:
        whole.update(of(result))
    return str(whole.hexdigest())


def of(result: Any) -> bytes:
    """Of one."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEEP)
    try:
        return _Walk().digest(result)
    finally:
        sys.setrecursionlimit(limit)


def _new(kind: bytes) -> Any:
    made = blake2b(digest_size=SIZE)
    made.update(kind + b"\0")
    return made


class _Walk:
    """One result's. No call but Python's own lies between its frames, so that depth is no end."""

    def __init__(self) -> None:
        # What was seen, kept so that no other object can have its address meanwhile.
        self._seen: dict[int, tuple[Any, bytes]] = {}
        self._depth = 0

    def digest(self, thing: Any) -> bytes:
        kind = type(thing)
        if kind in _PLAIN:
            return _plain(thing)
        known = self._seen.get(id(thing))
        if known:
            return known[1]
        self._depth += 1
        self._seen[id(thing)] = thing, b"cycle %d" % self._depth
        found = self._inside(thing, kind)
        self._depth -= 1
        self._seen[id(thing)] = thing, found
        return found

    def _inside(self, thing: Any, kind: type) -> bytes:
        title = kind.__name__.encode()
        if kind in (list, tuple):
            flat = _flat(thing)
            return _raw(title, dumps(thing, PLAIN)) if flat else self._sequence(title, thing)
        if kind in (set, frozenset):
            flat = _sortable(thing)
            return _raw(title, dumps(sorted(thing), PLAIN)) if flat else self._set(title, thing)
        if kind is dict:
            if _sortable(thing) and _flat(thing.values()):
                return _raw(title, dumps(sorted(thing.items(), key=itemgetter(0)), PLAIN))
            return self._mapping(title, thing)
        if isinstance(thing, type) or kind.__name__ in ("function", "builtin_function_or_method"):
            return _text(b"name", _name(thing))
        return _buffer(thing, kind) or self._object(thing, kind)

    def _sequence(self, title: bytes, things: Iterable[Any]) -> bytes:
        whole = _new(title)
        for one in things:
            whole.update(self.digest(one))
        return bytes(whole.digest())

    def _set(self, title: bytes, things: Iterable[Any]) -> bytes:
        found = []
        for one in things:
            found.append(self.digest(one))
        return _joined(title, found)

    def _mapping(self, title: bytes, things: dict[Any, Any]) -> bytes:
        found = []
        for key, value in things.items():
            found.append(self.digest(key) + self.digest(value))
        return _joined(title, found)

    def _object(self, thing: Any, kind: type) -> bytes:
        """As pickle takes it to pieces; what cannot be is as good as any other of its type."""
        whole = _new(b"object")
        whole.update(_name(kind).encode())
        try:
            pieces = thing.__reduce_ex__(4)
        except Exception:
            return bytes(whole.digest())
        if isinstance(pieces, str):
            return _text(b"name", pieces)
        made, arguments, state, items, pairs = (*pieces, *(None,) * 5)[:5]
        whole.update(self.digest(made) + self.digest(arguments))
        whole.update(self.digest(state))
        if items is not None:
            whole.update(self._sequence(b"items", items))
        if pairs is not None:
            whole.update(self._mapping(b"pairs", dict(pairs)))
        return bytes(whole.digest())


def _flat(things: Iterable[Any]) -> bool:
    return set(map(type, things)) <= _FLAT


def _sortable(things: Iterable[Any]) -> bool:
    kinds = set(map(type, things))
    return kinds <= {int} or kinds <= {str} or kinds <= {bytes}


def _joined(title: bytes, found: list[bytes]) -> bytes:
    whole = _new(title)
    for one in sorted(found):
        whole.update(one)
    return bytes(whole.digest())


def _plain(thing: Any) -> bytes:
    kind = type(thing)
    if kind is bytes:
        return _raw(b"bytes", thing)
    if kind is int:  # in decimal there is a limit
        return _text(b"int", hex(thing))
    return _text(kind.__name__.encode(), thing if kind is str else repr(thing))


def _text(title: bytes, text: str) -> bytes:
    return _raw(title, text.encode("utf-8", "surrogatepass"))


def _raw(title: bytes, data: Any) -> bytes:
    whole = _new(title)
    whole.update(data)
    return bytes(whole.digest())


def _buffer(thing: Any, kind: type) -> bytes | None:
    """Of what lies in memory as numbers or bytes; None where it does not, or holds objects."""
    try:
        view = memoryview(thing)
    except Exception:
        return None
    with view:
        if "O" in view.format:
            return None
        title = f"{_name(kind)} {view.format} {view.shape}".encode()
        return _raw(title, view if view.c_contiguous else view.tobytes())


def _name(thing: Any) -> str:
    module = getattr(thing, "__module__", "")
    return f"{module}.{getattr(thing, '__qualname__', type(thing).__name__)}"
