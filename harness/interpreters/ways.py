"""The ways to come by an interpreter: this machine's, uv's, built from source."""

from dataclasses import dataclass
from pathlib import Path

from harness import cache
from harness.errors import GilbenchError
from harness.interpreters.build import Made, Recipe, build, builds, built, made_by, settings
from harness.interpreters.debian import ARCHIVES, archive_here, fetch
from harness.interpreters.errors import UnavailableError
from harness.interpreters.find import Finder, Found, best_first
from harness.interpreters.install import Installer
from harness.interpreters.names import Name
from harness.interpreters.source import Source, digest_of, examine

USER_SOURCE = "the user's source"


@dataclass(frozen=True, slots=True)
class Machine:
    """What is installed, whoever did it."""

    finder: Finder

    def have(self, name: Name) -> list[Found]:
        return self.finder.find(name)

    def get(self, name: Name) -> Found:
        raise UnavailableError("not on this machine")

    def exactly(self, name: Name, version: str) -> Found:
        raise UnavailableError("not on this machine")  # what it has was offered by `have`

    def twin(self, found: Found) -> Found | None:
        return None  # what it has was offered by `have`


@dataclass(frozen=True, slots=True)
class Uv:
    """What uv installs; what it has installed is on the machine."""

    finder: Finder
    installer: Installer
    say: cache.Say

    def have(self, name: Name) -> list[Found]:
        return []

    def get(self, name: Name) -> Found:
        return self._install(name, str(name))

    def exactly(self, name: Name, version: str) -> Found:
        return self._install(name, version + "t" * name.free_threaded, version)

    def twin(self, found: Found) -> Found | None:
        if found.provider != "uv":
            return None
        return self.exactly(found.facts.name.twin, found.facts.version)

    def _install(self, name: Name, wanted: str, version: str | None = None) -> Found:
        self.say(f"asking uv for {wanted} ...")
        self.installer.install(wanted)
        self.finder.forget()
        for found in self.finder.find(name):
            if found.provider == "uv" and version in (None, found.facts.version):
                return found
        raise UnavailableError(f"uv: {wanted} is not where it was to be installed")


class Distribution:
    """What is built from the source package of this machine's distribution."""

    def __init__(self, optimise: bool, say: cache.Say) -> None:
        self._optimise = optimise
        self._say = say
        self._failed: dict[str, str] = {}  # by version: neither is tried twice

    def have(self, name: Name) -> list[Found]:
        return best_first(
            found
            for folder in builds().glob(f"{name.version}.*")
            if (made := made_by(folder)) and self._is_wanted(made, name)
            if (found := built(folder))
        )

    def get(self, name: Name) -> Found:
        if name.version in self._failed:
            raise UnavailableError(f"not tried again ({self._failed[name.version]})")
        try:
            source = self._source(name.version)
            return build(Recipe(source, name.free_threaded, self._optimise), self._say)
        except UnavailableError as reason:
            self._failed[name.version] = str(reason)
            raise

    def exactly(self, name: Name, version: str) -> Found:
        source = self._source(name.version)
        if source.version != version:
            raise UnavailableError(
                f"{source.origin}: its newest {name.version} is {source.version}"
            )
        return self.get(name)

    def twin(self, found: Found) -> Found | None:
        if found.provider not in _PROVIDERS:
            return None
        # A build's folder holds python/bin/python3.13t.
        made = made_by(Path(found.facts.executable).parents[2])
        if made and made.optimised and not self._optimise:
            raise UnavailableError("it has PGO and LTO, which --optimise builds")
        source = made and Source(made.version, Path(made.source), made.digest, made.origin)
        if not source or not source.path.exists():
            raise UnavailableError(f"the source of {found.facts.executable} is gone")
        return build(Recipe(source, not found.facts.free_threaded, self._optimise), self._say)

    def _is_wanted(self, made: Made, name: Name) -> bool:
        return (
            made.free_threaded == name.free_threaded
            and made.settings == settings(name.free_threaded, self._optimise)
            and made.origin in _PROVIDERS
        )

    def _source(self, version: str) -> Source:
        """Downloaded once and kept: the twin needs the very same one, also next month."""
        archive = archive_here()
        folder = cache.root() / "sources" / f"{archive.id}-{version}"

        def make(folder: Path) -> bytes:
            tarball = fetch(archive, version, folder, self._say)
            return f"{digest_of(tarball)} {tarball.name}".encode()

        def tarball(stamp: bytes) -> Path:
            return folder / stamp.decode().partition(" ")[2]

        def works(stamp: bytes) -> bool:
            path = tarball(stamp)
            return path.is_file() and stamp.decode().startswith(digest_of(path))

        what = f"a download of the source of {version}"
        stamp = cache.made_once(folder, make, what=what, say=self._say, works=works)
        try:
            return examine(tarball(stamp), archive.provider)
        except GilbenchError as error:  # no wrong usage: the user did not name it
            raise UnavailableError(f"{archive.provider}: {error}") from None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a distribution's source was built to earlier; nothing is built for it."""

    way: Distribution

    def have(self, name: Name) -> list[Found]:
        return self.way.have(name)

    def get(self, name: Name) -> Found:
        raise UnavailableError("not built here")

    def exactly(self, name: Name, version: str) -> Found:
        raise UnavailableError("not built here")

    def twin(self, found: Found) -> Found | None:
        return None


@dataclass(frozen=True, slots=True)
class Given:
    """What is built from a source that the user named: nothing else will do for its version."""

    source: Source
    optimise: bool
    say: cache.Say

    def have(self, name: Name) -> list[Found]:
        found = built(self._recipe(name).folder)
        return [found] if found else []

    def get(self, name: Name) -> Found:
        return build(self._recipe(name), self.say)

    def exactly(self, name: Name, version: str) -> Found:
        return self.get(name)  # nothing else will do

    def twin(self, found: Found) -> Found | None:
        return build(self._recipe(found.facts.name.twin), self.say)

    def _recipe(self, name: Name) -> Recipe:
        return Recipe(self.source, name.free_threaded, self.optimise)


_PROVIDERS = {archive.provider for archive in ARCHIVES}
