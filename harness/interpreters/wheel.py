"""The measured side as a wheel of its own, versioned by its content."""

import hashlib
import importlib.metadata
import importlib.util
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from harness import cache
from harness.errors import GilbenchError
from harness.interpreters.errors import UnavailableError
from harness.interpreters.run_uv import run_uv

DISTRIBUTION = "gilbench-suites"

# What a strategy or a workload imports besides pyperf, by the name that it gives as its `extra`.
# Not older than named: the first with wheels for free-threaded builds, or else recent ones.
EXTRAS = {
    "numpy": ("numpy>=2.1",),
    "loky": ("loky>=3.5",),
    "dask": ("distributed>=2024.8",),
}

_IGNORED = ("__pycache__", "*.py[co]", ".*")
_PROJECT = """\
[build-system]
requires = ["uv_build=={uv}"]
build-backend = "uv_build"

[project]
name = "{distribution}"
version = "{version}"
requires-python = ">=3.12"
dependencies = ["pyperf=={pyperf}"]

[project.optional-dependencies]
{extras}

[project.entry-points."pyperf.hook"]
gilbench = "{package}.proof:ProofHook"

[tool.uv.build-backend]
module-name = "{package}"
module-root = ""
"""


@dataclass(frozen=True, slots=True)
class Wheel:
    path: Path
    version: str
    pyperf: str


def find_suites() -> Path:
    """The package's folder, found without importing it: measured code never runs here."""
    spec = importlib.util.find_spec("suites")
    if spec is None or not spec.submodule_search_locations:
        raise GilbenchError("the package `suites` is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def wheel_of(package: Path, say: cache.Say) -> Wheel:
    """The wheel of the package in this folder, as its files are now."""
    version, pyperf = version_of(package), importlib.metadata.version("pyperf")
    project = _PROJECT.format(
        uv=importlib.metadata.version("uv"),
        distribution=DISTRIBUTION,
        version=version,
        pyperf=pyperf,
        extras="\n".join(f"{name} = {json.dumps(wanted)}" for name, wanted in EXTRAS.items()),
        package=package.name,
    )
    key = hashlib.sha256(project.encode()).hexdigest()[:8]
    folder = cache.root() / "wheels" / f"{version.removeprefix('0+')}-{key}"

    def make(folder: Path) -> bytes:
        with cache.workspace(folder.name) as work:
            shutil.copytree(package, work / package.name, ignore=shutil.ignore_patterns(*_IGNORED))
            if version_of(work / package.name) != version:
                raise GilbenchError(f"{package} was changed while it was copied; try again")
            (work / "pyproject.toml").write_text(project)
            return _build(work, folder).name.encode()

    name = cache.made_once(
        folder,
        make,
        what="the suites' wheel",
        say=say,
        works=lambda name: (folder / name.decode()).is_file(),
    )
    return Wheel(folder / name.decode(), version, pyperf)


def version_of(package: Path) -> str:
    """`0+` and the first 16 hexadecimal digits of a hash of all files, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        relative = path.relative_to(package)
        if path.is_file() and not _is_ignored(relative):
            content = path.read_bytes()
            digest.update(f"{relative.as_posix()}\0{len(content)}\0".encode() + content)
    return f"0+{digest.hexdigest()[:16]}"


def _is_ignored(relative: Path) -> bool:
    return any(Path(part).match(pattern) for part in relative.parts for pattern in _IGNORED)


def _build(project: Path, folder: Path) -> Path:
    # uv builds this itself, without the network: the backend asked for is its own version.
    try:
        run_uv(
            *("build", "--wheel", "--offline", "--no-config", "--quiet"),
            *("--python", sys.executable, "--out-dir", str(folder), "."),
            cwd=project,
        )
    except UnavailableError as reason:
        raise GilbenchError(f"the suites' wheel could not be built: {reason}") from None
    return next(folder.glob("*.whl"))
