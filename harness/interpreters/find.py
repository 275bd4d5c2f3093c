"""The CPythons that are on this machine already: PATH's, pyenv's, uv's, asdf's."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from findpython.providers import ALL_PROVIDERS
from findpython.providers.base import BaseProvider

from harness import cache
from harness.interpreters.errors import UnusableError
from harness.interpreters.facts import Facts
from harness.interpreters.names import Name
from harness.interpreters.probe import probe

_PATH = "path"
_VERSIONED = re.compile(r"python(3\.\d+)t?")


@dataclass(frozen=True, slots=True)
class Found:
    """A CPython that works, and who made it."""

    facts: Facts
    provider: str


class Finder:
    """Looks once for all, and asks each binary of a wanted version once."""

    def __init__(self) -> None:
        self._binaries: dict[Path, str] | None = None
        self._found: dict[str, list[Found]] = {}

    def find(self, name: Name) -> list[Found]:
        """All of that name, the best first."""
        if self._binaries is None:
            self._binaries = dict(_binaries())
        if name.version not in self._found:
            wanted = [
                (binary, provider)
                for binary, provider in self._binaries.items()
                if _version(binary) == name.version
            ]
            with ThreadPoolExecutor() as pool:
                self._found[name.version] = (
                    [found for found in pool.map(_probed, *zip(*wanted, strict=True)) if found]
                    if wanted
                    else []
                )
        return best_first(found for found in self._found[name.version] if found.facts.name == name)

    def forget(self) -> None:
        """Look again: something was installed."""
        self._binaries = None
        self._found.clear()


def best_first(found: Iterable[Found]) -> list[Found]:
    """Newest first, no debug build before another; the order never depends on the disk's."""

    def rank(one: Found) -> tuple[object, ...]:
        facts = one.facts
        return (not facts.debug, facts.release, facts.pgo + facts.lto, facts.executable)

    return sorted(found, key=rank, reverse=True)


def _probed(binary: Path, provider: str) -> Found | None:
    try:
        return Found(probe(binary), provider)
    except UnusableError:
        return None


def _binaries() -> Iterator[tuple[Path, str]]:
    """Real paths, each with the provider that is most telling: PATH comes last."""
    seen: set[Path] = set()
    providers = sorted(ALL_PROVIDERS.values(), key=lambda kind: kind.name() == _PATH)
    for kind in providers:
        for binary in _of_provider(kind):
            real = binary.resolve()
            if real not in seen and _version(real) and not _is_skipped(binary, real):
                seen.add(real)
                yield real, "PATH" if kind.name() == _PATH else kind.name()


def _of_provider(kind: type[BaseProvider]) -> list[Path]:
    try:
        provider = kind.create()
        return [found.executable for found in provider.find_pythons()] if provider else []
    except OSError:  # a folder that cannot be read hides its own interpreters only
        return []


def _version(binary: Path) -> str | None:
    match = _VERSIONED.fullmatch(binary.name)
    return match[1] if match else None


def _is_skipped(binary: Path, real: Path) -> bool:
    # Shims are scripts that fail or start another version. What was built here has a room of
    # its own, which knows from which source and with which flags.
    return binary.parent.name == "shims" or real.is_relative_to(cache.root().resolve())
