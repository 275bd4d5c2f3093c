"""Build a CPython from its source, once, into the cache.

The tree is built and installed in a folder of its own and then moved to its place whole, so
that nothing a killed build left behind, not even a compiler that still runs, is ever used.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec

from harness import cache
from harness.interpreters.child import last_words, run
from harness.interpreters.errors import UnavailableError, UnusableError
from harness.interpreters.find import Found
from harness.interpreters.names import Name
from harness.interpreters.probe import clean_environment, probe
from harness.interpreters.source import Source, unpack

_TOOLS = {"cc": "gcc", "make": "make"}
# A module of the standard library that needs a library, and Debian's package of its headers.
MODULES = {
    "_ssl": "libssl-dev",
    "_ctypes": "libffi-dev",
    "zlib": "zlib1g-dev",
    "_bz2": "libbz2-dev",
    "_lzma": "liblzma-dev",
    "_sqlite3": "libsqlite3-dev",
    "readline": "libreadline-dev",
}
# What changes the binary without being one of configure's arguments.
_SETTINGS = ("CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "LIBS", "PKG_CONFIG_PATH")
_UNWANTED = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "DESTDIR")


class Made(msgspec.Struct, frozen=True):
    """The stamp of a build."""

    version: str
    free_threaded: bool
    optimised: bool
    settings: str
    source: str  # path of the tarball or folder
    digest: str
    origin: str


@dataclass(frozen=True, slots=True)
class Recipe:
    source: Source
    free_threaded: bool
    optimise: bool

    @property
    def title(self) -> str:
        return self.source.version + "t" * self.free_threaded

    @property
    def flags(self) -> list[str]:
        return configure_flags(self.free_threaded, self.optimise)

    @property
    def folder(self) -> Path:
        how = settings(self.free_threaded, self.optimise)
        key = hashlib.sha256(f"{self.source.digest} {how}".encode()).hexdigest()[:12]
        return builds() / f"{self.title}{'-optimised' * self.optimise}-{key}"


def builds() -> Path:
    return cache.root() / "builds"


def configure_flags(free_threaded: bool, optimise: bool) -> list[str]:
    return [
        *(["--disable-gil"] if free_threaded else []),
        *(["--enable-optimizations", "--with-lto"] if optimise else []),
        "--without-static-libpython",
        "--disable-test-modules",
        "--without-ensurepip",
    ]


def settings(free_threaded: bool, optimise: bool) -> str:
    """Everything but the source that decides what the compiler makes."""
    chosen = [f"{name}={os.environ[name]}" for name in _SETTINGS if name in os.environ]
    return " ".join([*configure_flags(free_threaded, optimise), *chosen])


def build(recipe: Recipe, say: cache.Say) -> Found:
    """Raises UnavailableError with the reason, and where the log is."""

    def make(folder: Path) -> bytes:
        say(f"building {recipe.title} from {recipe.source.origin} ({_cores()} cores) ...")
        log = cache.root() / "logs" / f"{folder.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.unlink(missing_ok=True)
        with cache.workspace(folder.name) as work:
            _make(recipe, folder / "python", work, log)
        log.unlink()
        return msgspec.json.encode(
            Made(
                version=recipe.source.version,
                free_threaded=recipe.free_threaded,
                optimised=recipe.optimise,
                settings=settings(recipe.free_threaded, recipe.optimise),
                source=str(recipe.source.path),
                digest=recipe.source.digest,
                origin=recipe.source.origin,
            )
        )

    cache.made_once(
        recipe.folder,
        make,
        what=f"a build of {recipe.title}",
        say=say,
        works=lambda stamp: built(recipe.folder) is not None,
    )
    found = built(recipe.folder)
    if found is None:
        raise UnavailableError(f"build: what was built in {recipe.folder} does not work")
    return found


def built(folder: Path) -> Found | None:
    """What a finished build's folder holds; None where it is none, or broken."""
    made = made_by(folder)
    if made is None:
        return None
    try:
        facts = probe(_binary(folder / "python", Name(_minor(made.version), made.free_threaded)))
    except UnusableError:
        return None
    return Found(facts, made.origin)


def made_by(folder: Path) -> Made | None:
    stamp = cache.stamp(folder)
    try:
        return msgspec.json.decode(stamp, type=Made) if stamp else None
    except msgspec.MsgspecError:
        return None


def missing_packages(makefile: str) -> list[str]:
    """Debian's packages of the headers that configure did not find, from what it wrote. Pure."""
    return [
        package
        for module, package in MODULES.items()
        if f"\nMODULE_{module.upper()}_STATE=missing" in makefile
    ]


def _make(recipe: Recipe, prefix: Path, work: Path, log: Path) -> None:
    absent = [package for tool, package in _TOOLS.items() if not shutil.which(tool)]
    if absent:
        raise UnavailableError(f"build: no compiler; on Debian: apt-get install {' '.join(absent)}")
    tree = unpack(recipe.source, work)
    stage = work / "stage"
    environment = {k: v for k, v in clean_environment().items() if k not in _UNWANTED}

    def step(*command: str) -> None:
        if run(list(command), log=log, cwd=tree, env=environment):
            reason = last_words(log.read_text("utf-8", "replace"))
            raise UnavailableError(f"build: {command[0]} failed: {reason} (log: {log})")

    step("./configure", "-q", f"--prefix={prefix}", *recipe.flags)
    packages = missing_packages((tree / "Makefile").read_text("utf-8", "replace"))
    if packages:
        raise UnavailableError(f"build: headers are missing; apt-get install {' '.join(packages)}")
    step("make", "-s", f"-j{_cores()}")
    step("make", "-s", "install", f"DESTDIR={stage}")
    (stage / prefix.relative_to(prefix.anchor)).replace(prefix)
    name = Name(recipe.source.minor, recipe.free_threaded)
    step(str(_binary(prefix, name)), "-I", "-c", f"import {', '.join(MODULES)}")


def _binary(prefix: Path, name: Name) -> Path:
    return prefix / "bin" / f"python{name}"


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
