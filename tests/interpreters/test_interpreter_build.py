"""Builds of a tree that looks like CPython's to the builder: real processes, locks and kills."""

import shutil
import signal
import subprocess
import sys
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.errors import NotWritable
from harness.interpreters import ways
from harness.interpreters.build import Recipe, build, built, configure_flags, missing_packages
from harness.interpreters.debian import ARCHIVES, Archive
from harness.interpreters.errors import UnavailableError
from harness.interpreters.names import Name
from harness.interpreters.resolve import resolve
from harness.interpreters.source import Source, examine
from harness.interpreters.ways import Distribution, Given

# `make` counts its runs, may wait for a file to go, and leaves a "python" that answers the
# probe with what it was configured with.
CONFIGURE = """#!/bin/sh
t= free=false
for argument; do
  case $argument in
    --prefix=*) prefix=${argument#--prefix=} ;;
    --disable-gil) t=t free=true ;;
  esac
done
arguments="$*"
[ -e @CONTROL@/fail-configure ] && { echo "configure: error: no acceptable C compiler"; exit 1; }
python=$prefix/bin/python3.13$t
cat > answer <<END
{"implementation": "cpython", "version": "3.13.15", "info": [3, 13, 15, "final", 0],
 "executable": "$python", "base": "$python", "compiler": "GCC 1", "free_threaded": $free,
 "gil": $([ $free = true ] && echo false || echo true), "debug": false, "shared": false,
 "jit": null, "tail_call": false, "configure": "$arguments", "flags": "-O3", "pgo_flags": "x"}
END
printf '#!/bin/sh\\ncat <<END\\n%s\\nEND\\n' "$(tr -d '\\n' < answer)" > python
chmod +x python
cat > Makefile <<END
all:
	@echo run >> @CONTROL@/runs
	@[ ! -e @CONTROL@/fail-make ] || { echo "ceval.c:1: error: too slow"; exit 1; }
	@while [ -e @CONTROL@/wait ]; do touch @CONTROL@/waiting; sleep 0.02; done
	@echo done >> @CONTROL@/runs
install:
	mkdir -p \\$(DESTDIR)$prefix/bin
	cp python \\$(DESTDIR)$python
@STATE@
END
"""


@pytest.fixture
def control(tmp_path: Path) -> Path:
    folder = tmp_path / "control"
    folder.mkdir()
    return folder


@pytest.fixture
def source(tmp_path: Path, control: Path) -> Source:
    return write_source(tmp_path, control)


def write_source(tmp_path: Path, control: Path, state: str = "") -> Source:
    tree = tmp_path / "Python-3.13.15"
    (tree / "Include").mkdir(parents=True)
    (tree / "Include" / "patchlevel.h").write_text('#define PY_VERSION "3.13.15"\n')
    configure = CONFIGURE.replace("@CONTROL@", str(control)).replace("@STATE@", state)
    (tree / "configure").write_text(configure)
    (tree / "configure").chmod(0o755)
    path = tmp_path / "Python-3.13.15.tar.xz"
    with tarfile.open(path, "w:xz") as archive:
        archive.add(tree, tree.name)
    return examine(path, "debian source")


def runs(control: Path) -> list[str]:
    return (control / "runs").read_text().split() if (control / "runs").exists() else []


def left_behind(cache: Path) -> list[str]:
    return [path.name for path in (cache / "work").glob("*")]


def test_a_build_is_made_once(cache: Path, control: Path, source: Source) -> None:
    said: list[str] = []
    recipe = Recipe(source, free_threaded=True, optimise=False)
    found = build(recipe, said.append)
    assert found.provider == "debian source"
    assert found.facts.free_threaded
    assert Path(found.facts.executable).is_relative_to(cache)
    assert "--disable-gil" in found.facts.configure
    assert build(recipe, said.append) == found
    assert runs(control) == ["run", "done"]
    assert len(said) == 1
    assert not left_behind(cache)
    assert not list((cache / "logs").iterdir())


def test_flags_and_source_make_another_build(
    cache: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipes = [Recipe(source, t, o) for t in (False, True) for o in (False, True)]
    folders = {recipe.folder for recipe in recipes}
    monkeypatch.setenv("CFLAGS", "-O1")
    folders |= {recipe.folder for recipe in recipes}
    assert len(folders) == 8


def test_optimised_builds_say_so() -> None:
    assert "--enable-optimizations" in configure_flags(False, True)
    assert "--with-lto" in configure_flags(True, True)
    assert not {"--enable-optimizations", "--disable-gil"} & set(configure_flags(False, False))


def test_two_at_once_build_once(cache: Path, control: Path, source: Source) -> None:
    (control / "wait").touch()
    said: list[str] = []
    recipe = Recipe(source, False, False)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(build, recipe, said.append)
        wait_for(control / "waiting")
        second = pool.submit(build, recipe, said.append)
        deadline = time.monotonic() + 10
        while not any("waiting" in line for line in said) and time.monotonic() < deadline:
            time.sleep(0.01)
        (control / "wait").unlink()
        assert first.result() == second.result()
    assert runs(control) == ["run", "done"]
    assert "waiting for another process that is making a build of 3.13.15" in said[-1]


CHILD = """
import sys
from pathlib import Path
from harness.interpreters.build import Recipe, build
from harness.interpreters.source import examine
build(Recipe(examine(Path(sys.argv[1]), "debian source"), False, False), print)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_one_that_is_killed_is_built_again(
    cache: Path, control: Path, source: Source, how: signal.Signals
) -> None:
    (control / "wait").touch()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, source.path],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as child:
        wait_for(control / "waiting")
        child.send_signal(how)
    # Nothing of the build outlives it: what waits in `make` would touch the file again.
    deadline = time.monotonic() + 10
    while True:
        (control / "waiting").unlink(missing_ok=True)
        time.sleep(0.2)
        if not (control / "waiting").exists():
            break
        assert time.monotonic() < deadline, "the build outlived its harness"
    recipe = Recipe(source, False, False)
    assert built(recipe.folder) is None
    (control / "wait").unlink()
    build(recipe, print)
    assert runs(control) == ["run", "run", "done"]
    assert not left_behind(cache)


def test_one_that_is_broken_later_is_built_again(cache: Path, source: Source) -> None:
    recipe = Recipe(source, False, False)
    found = build(recipe, print)
    Path(found.facts.executable).unlink()
    assert built(recipe.folder) is None
    assert build(recipe, print) == found


@pytest.mark.parametrize(
    ("switch", "part"),
    [
        ("fail-configure", "./configure failed: configure: error: no acceptable C compiler"),
        ("fail-make", "make failed: ceval.c:1: error: too slow"),
    ],
)
def test_a_failure_tells_why_and_keeps_its_log(
    cache: Path, control: Path, source: Source, switch: str, part: str
) -> None:
    (control / switch).touch()
    recipe = Recipe(source, False, False)
    with pytest.raises(UnavailableError) as error:
        build(recipe, print)
    assert part in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    (log,) = (cache / "logs").iterdir()
    assert str(log) in str(error.value)
    assert not recipe.folder.exists()
    (control / switch).unlink()
    assert build(recipe, print).facts.version == "3.13.15"


def test_missing_headers_are_named_by_their_packages(
    cache: Path, tmp_path: Path, control: Path
) -> None:
    source = write_source(
        tmp_path,
        control,
        "MODULE__SSL_STATE=missing\nMODULE__BZ2_STATE=yes\nMODULE_ZLIB_STATE=missing",
    )
    with pytest.raises(UnavailableError, match="apt-get install libssl-dev zlib1g-dev"):
        build(Recipe(source, False, False), print)
    assert not runs(control)
    assert missing_packages("") == []


def test_a_missing_compiler(
    cache: Path, source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="apt-get install gcc make"):
        build(Recipe(source, False, False), print)


def test_a_cache_that_cannot_be_written(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(NotWritable) as error:
        build(Recipe(source, False, False), print)
    assert error.value.exit_code == 5


def test_a_distributions_build_is_found_and_twinned(
    cache: Path, control: Path, source: Source
) -> None:
    build(Recipe(source, True, False), print)
    way = Distribution(False, print)
    (found,) = way.have(Name("3.13", True))
    assert way.have(Name("3.13", False)) == []
    assert Distribution(True, print).have(Name("3.13", True)) == []
    twin = way.twin(found)
    assert twin is not None
    assert not twin.facts.free_threaded
    assert way.have(Name("3.13", False)) == [twin]


def test_a_source_is_downloaded_once(
    cache: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = []

    def fetch(archive: Archive, version: str, into: Path, say: object) -> Path:
        fetched.append(version)
        return Path(shutil.copy(source.path, into))

    monkeypatch.setattr(ways, "archive_here", lambda: ARCHIVES[-1])
    monkeypatch.setattr(ways, "fetch", fetch)
    first = Distribution(False, print).get(Name("3.13", True))
    second = Distribution(False, print).get(Name("3.13", False))
    assert first.provider == second.provider == "debian source"
    assert fetched == ["3.13"]
    (kept,) = (cache / "sources" / "debian-3.13").glob("*.tar.xz")
    kept.write_bytes(b"damaged")
    twin = Distribution(True, print).get(Name("3.13", True))
    assert twin.facts.configure != first.facts.configure
    assert fetched == ["3.13", "3.13"]


def test_a_source_that_cannot_be_had_is_asked_for_once(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fetch(archive: Archive, version: str, into: Path, say: object) -> Path:
        asked.append(version)
        raise UnavailableError("no such source")

    monkeypatch.setattr(ways, "archive_here", lambda: ARCHIVES[-1])
    monkeypatch.setattr(ways, "fetch", fetch)
    way = Distribution(False, print)
    with pytest.raises(UnavailableError, match=r"^no such source$"):
        way.get(Name("3.14", True))
    with pytest.raises(UnavailableError, match=r"not tried again \(no such source\)"):
        way.get(Name("3.14", False))
    assert asked == ["3.14"]


def test_a_users_source_is_used_when_named_alone(cache: Path, source: Source) -> None:
    mine = Source(source.version, source.path, source.digest, "the user's source")
    names = [Name("3.13", False), Name("3.13", True)]
    resolved = resolve(names, lambda name: (Given(mine, False, print),), print)
    assert {found.provider for found in resolved.found.values()} == {"the user's source"}
    assert Distribution(False, print).have(names[0]) == []


def test_a_stamp_that_is_damaged_is_no_build(cache: Path, source: Source) -> None:
    recipe = Recipe(source, False, False)
    build(recipe, print)
    (recipe.folder / "made.json").write_bytes(b"\xff{")
    assert built(recipe.folder) is None
    assert Distribution(False, print).have(Name("3.13", False)) == []
    build(recipe, print)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.01)
