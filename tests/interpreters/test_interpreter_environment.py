import io
import json
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from harness.interpreters.environment import environment
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.probe import probe
from harness.interpreters.wheel import EXTRAS, Wheel, wheel_of

LOOK = """
import importlib.metadata, json, sys
names = sorted(d.metadata["Name"].lower() for d in importlib.metadata.distributions())
import pyperf, suites
files = [suites.__file__, suites.__cached__]
print(json.dumps([names, sys.prefix, sys.base_prefix, sys.path, *files]))
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("environments")


@pytest.fixture
def wheel(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Wheel:
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared))
    (shared / "suites").mkdir(exist_ok=True)
    (shared / "suites" / "__init__.py").write_text("")
    return wheel_of(shared / "suites", print)


@pytest.fixture
def facts_of_real(real: Path) -> Facts:
    return probe(real)


def test_nothing_but_pyperf_and_the_suites(
    wheel: Wheel, facts_of_real: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_VENV_SEED", "1")
    monkeypatch.setenv("PYTHONPATH", "/tmp")
    monkeypatch.setenv("VIRTUAL_ENV", "/tmp")
    python = environment(facts_of_real, wheel, print)
    monkeypatch.delenv("PYTHONPATH")
    done = subprocess.run([python, "-P", "-c", LOOK], capture_output=True, text=True, check=True)
    names, prefix, base, path, file, cached = json.loads(done.stdout)
    assert names == ["gilbench-suites", "psutil", "pyperf"]
    assert prefix == str(python.parents[1]) != base
    assert Path(file).is_relative_to(prefix)
    assert Path(cached).exists()
    site = [entry for entry in path if entry.endswith("-packages")]
    assert all(Path(entry).is_relative_to(prefix) for entry in site)


def test_a_ready_one_is_quick(wheel: Wheel, facts_of_real: Facts) -> None:
    python = environment(facts_of_real, wheel, print)
    start = time.perf_counter()
    assert environment(facts_of_real, wheel, print) == python
    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize("damage", ["stamp", "python"])
def test_a_broken_one_is_made_again(wheel: Wheel, facts_of_real: Facts, damage: str) -> None:
    python = environment(facts_of_real, wheel, print)
    if damage == "stamp":
        (python.parents[2] / "made.json").unlink()
    else:
        python.unlink()
    environment(facts_of_real, wheel, print)
    subprocess.run([python, "-P", "-c", "import suites, pyperf"], check=True)


def test_another_build_has_another(wheel: Wheel, facts_of_real: Facts) -> None:
    python = environment(facts_of_real, wheel, print)
    from msgspec.structs import replace  # noqa: PLC0415

    assert environment(replace(facts_of_real, lto=True), wheel, print) != python


def test_an_extra_is_in_an_environment_of_its_own(wheel: Wheel, facts_of_real: Facts) -> None:
    usual = environment(facts_of_real, wheel, print)
    said: list[str] = []
    python = environment(facts_of_real, wheel, said.append, extras=("loky",))
    assert said[0].endswith(" with loky ...")
    subprocess.run([python, "-P", "-c", "import suites, pyperf, loky"], check=True)
    done = subprocess.run([usual, "-P", "-c", LOOK], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)[0] == ["gilbench-suites", "psutil", "pyperf"]
    assert python.parents[3] == usual.parents[3]  # so they grow old in the same way
    assert environment(facts_of_real, wheel, print) == usual
    assert environment(facts_of_real, wheel, print, extras=["loky"]) == python
    assert environment(facts_of_real, wheel, print, packages=EXTRAS["loky"]) == python


def test_nothing_is_compiled_for_an_extra(
    wheel: Wheel, facts_of_real: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "gilbench-made-up"
    with tarfile.open(tmp_path / "gilbench_made_up-1.0.tar.gz", "w:gz") as sdist:
        for file, content in (
            ("PKG-INFO", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"),
            ("setup.py", "raise SystemExit('it was built')"),
        ):
            entry = tarfile.TarInfo(f"gilbench_made_up-1.0/{file}")
            entry.size = len(content)
            sdist.addfile(entry, io.BytesIO(content.encode()))
    monkeypatch.setitem(EXTRAS, "made-up", (name,))
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path))
    for extras, packages in ((["made-up"], []), ([], [name])):
        with pytest.raises(UnavailableError) as error:
            environment(facts_of_real, wheel, print, extras, packages)
        assert str(error.value) == (
            f"{name} cannot be installed in {facts_of_real.version}: "
            f"there is no wheel of {name} for it"
        )


def test_old_ones_go_when_a_new_one_is_made(
    wheel: Wheel, facts_of_real: Facts, shared: Path
) -> None:
    python = environment(facts_of_real, wheel, print)
    old = python.parents[2]
    (shared / "suites" / "new.py").touch()
    second = environment(facts_of_real, wheel_of(shared / "suites", print), print)
    assert old.exists()
    os.utime(old / "made.json", (0, 0))
    (shared / "suites" / "newer.py").touch()
    environment(facts_of_real, wheel_of(shared / "suites", print), print)
    assert not old.exists()
    assert second.exists()


def test_what_cannot_be_installed_is_told_in_one_line(
    wheel: Wheel, facts_of_real: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "gilbench").mkdir()
    broken = tmp_path / wheel.path.name
    shutil.copy(wheel.path, broken)
    broken.write_bytes(broken.read_bytes()[:100])
    with pytest.raises(UnavailableError, match="environment could not be made") as error:
        environment(facts_of_real, Wheel(broken, wheel.version, wheel.pyperf), print)
    assert len(str(error.value).splitlines()) == 1
