import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.interpreters.facts import Facts
from harness.interpreters.find import Finder, Found, best_first
from harness.interpreters.names import Name

MakeFacts = Callable[..., Facts]


@pytest.fixture
def nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    """A machine with no interpreter on it but what the test puts there."""
    for name in ("PYENV_ROOT", "ASDF_DATA_DIR", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path


def name_of(real: Path) -> Name:
    return Name(real.name.removeprefix("python"), False)


def test_an_empty_machine_has_none(nothing_else: Path) -> None:
    assert Finder().find(Name("3.13", False)) == []
    assert Finder().find(Name("3.13", True)) == []


def test_the_path(nothing_else: Path, real: Path) -> None:
    (nothing_else / "bin" / "python3").symlink_to(real)
    (found,) = Finder().find(name_of(real))
    assert (found.provider, found.facts.executable) == ("PATH", str(real))


def test_pyenv_is_told_from_the_path(nothing_else: Path, real: Path) -> None:
    folder = nothing_else / "PYENV_ROOT" / "versions" / "any" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").symlink_to(real)
    (nothing_else / "bin" / "python3").symlink_to(real)
    assert [found.provider for found in Finder().find(name_of(real))] == ["pyenv"]


def test_uv_is_told_from_the_path(nothing_else: Path, real: Path) -> None:
    folder = nothing_else / "UV_PYTHON_INSTALL_DIR" / "cpython-3.x.y-linux" / "bin"
    folder.mkdir(parents=True)
    (folder / "python3").symlink_to(real)
    (nothing_else / "bin" / real.name).symlink_to(folder / "python3")
    assert [found.provider for found in Finder().find(name_of(real))] == ["uv"]


def test_a_folder_that_cannot_be_listed_hides_nothing_else(
    nothing_else: Path, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nothing_else / "PYENV_ROOT").mkdir()
    (nothing_else / "PYENV_ROOT" / "versions").touch()
    (nothing_else / "bin" / real.name).symlink_to(real)
    monkeypatch.setenv("PATH", f"/nowhere:{nothing_else}/bin:relative:{nothing_else}/bin")
    assert len(Finder().find(name_of(real))) == 1


def test_a_virtual_environment_is_never_it(nothing_else: Path, real: Path) -> None:
    folder = nothing_else / "bin" / "venv"
    subprocess.run([real, "-m", "venv", "--without-pip", "--copies", folder], check=True)
    (folder / "bin" / real.name).replace(nothing_else / "bin" / real.name)
    (folder / "pyvenv.cfg").replace(nothing_else / "pyvenv.cfg")
    assert [found.facts.executable for found in Finder().find(name_of(real))] == [str(real)]


@pytest.mark.parametrize("body", ["exit 127", "echo '{}'", "cat /dev/zero | head -c 9000000"])
def test_what_does_not_work_is_passed_over(
    nothing_else: Path, program: Callable[..., Path], body: str
) -> None:
    program(body, nothing_else / "bin" / "python3.13")
    assert Finder().find(Name("3.13", False)) == []


def test_shims_are_never_run(nothing_else: Path, program: Callable[..., Path]) -> None:
    program(f"touch {nothing_else}/was-run", nothing_else / "bin" / "shims" / "python3.13")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(nothing_else / "bin" / "shims"))
        assert Finder().find(Name("3.13", False)) == []
    assert not (nothing_else / "was-run").exists()


def test_other_versions_are_never_run(nothing_else: Path, program: Callable[..., Path]) -> None:
    program(f"touch {nothing_else}/was-run", nothing_else / "bin" / "python3.14")
    Finder().find(Name("3.13", False))
    assert not (nothing_else / "was-run").exists()


def test_the_newest_comes_first(facts: MakeFacts) -> None:
    versions = ["3.13.9", "3.13.15", "3.13.1"]
    found = [Found(facts(version), "any") for version in versions]
    assert [one.facts.version for one in best_first(found)] == ["3.13.15", "3.13.9", "3.13.1"]
    assert best_first(reversed(found)) == best_first(found)


def test_a_debug_build_comes_last(facts: MakeFacts) -> None:
    found = [Found(facts("3.13.15", debug=True), "any"), Found(facts("3.13.0"), "any")]
    assert not best_first(found)[0].facts.debug
