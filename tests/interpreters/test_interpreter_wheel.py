import importlib.metadata
import sys
import zipfile
from pathlib import Path

import pytest

from harness.catalog import ask
from harness.errors import GilbenchError
from harness.interpreters.wheel import EXTRAS, find_suites, version_of, wheel_of


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "suites"
    (folder / "data" / "__pycache__").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    (folder / "data" / "table.csv").write_text("a,b\n")
    return folder


def test_the_wheel(cache: Path, package: Path) -> None:
    wheel = wheel_of(package, print)
    with zipfile.ZipFile(wheel.path) as archive:
        content = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"suites/__init__.py", "suites/data/table.csv"} <= set(content)
    metadata = next(text for name, text in content.items() if name.endswith("METADATA"))
    assert "Name: gilbench-suites\n" in metadata
    assert f"Version: {wheel.version}\n" in metadata
    assert f"Requires-Dist: pyperf=={importlib.metadata.version('pyperf')}\n" in metadata
    assert "Requires-Dist: loky>=3.5 ; extra == 'loky'\n" in metadata
    (hooks,) = [text for name, text in content.items() if name.endswith("entry_points.txt")]
    assert "[pyperf.hook]\ngilbench = suites.proof:ProofHook" in hooks
    assert wheel_of(package, print) == wheel
    assert not list((cache / "work").iterdir())


def test_the_version_is_of_the_content(package: Path) -> None:
    before = version_of(package)
    assert before.startswith("0+")
    assert len(before) == 18
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "x.pyc").write_bytes(b"1")
    (package / ".hidden").write_bytes(b"1")
    assert version_of(package) == before
    (package / "data" / "table.csv").write_text("a,c\n")
    changed = version_of(package)
    assert changed != before
    (package / "data" / "table.csv").rename(package / "data" / "other.csv")
    assert version_of(package) not in (before, changed)


def test_a_changed_package_is_another_wheel(cache: Path, package: Path) -> None:
    before = wheel_of(package, print)
    (package / "new.py").touch()
    after = wheel_of(package, print)
    assert before.path.exists()
    assert before.path != after.path


def test_a_wheel_that_is_gone_is_made_again(cache: Path, package: Path) -> None:
    wheel = wheel_of(package, print)
    wheel.path.unlink()
    assert wheel_of(package, print).path.exists()


def test_a_package_that_cannot_be_built(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(GilbenchError, match="could not be built"):
        wheel_of(tmp_path / "empty", print)


def test_all_that_is_measured_has_its_extra() -> None:
    catalog = ask()
    sizes = [size for workload in catalog.workloads for size in workload.variants()]
    wanted = {one.extra for one in (*catalog.strategies, *sizes)} - {""}
    assert {"loky", "dask", "numpy"} <= wanted <= set(EXTRAS)


def test_suites_are_found_but_not_imported() -> None:
    before = set(sys.modules)
    assert (find_suites() / "__init__.py").is_file()
    assert "suites" not in set(sys.modules) - before
