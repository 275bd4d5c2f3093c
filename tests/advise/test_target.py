"""TARGET, read without running anything."""

from pathlib import Path

import pytest

from harness.advise.target import Target, parse
from harness.errors import GilbenchError

CODE = """
import json as j
try:
    from fast import work
except ImportError:
    def work(x):
        local = x
        return local

async def fetch(url): ...
square = lambda x: x * x
class Box:
    def open(self): ...
if __name__ == "__main__":
    def inner(x): ...
    inner(1)
"""


def parsed(folder: Path, text: str, *, installed: bool = False) -> Target:
    return parse(text, folder, installed)


def refused(folder: Path, text: str, *, installed: bool = False) -> str:
    with pytest.raises(GilbenchError) as error:
        parse(text, folder, installed)
    assert error.value.exit_code == 2
    told = str(error.value)
    assert len(told.splitlines()) == 1
    return told


@pytest.mark.parametrize("name", ["work", "fetch", "square", "Box.open", "j"])
def test_what_a_file_defines(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine.py").write_text(CODE)
    found = parsed(tmp_path, f"mine.py:{name}")
    assert (found.module, found.function) == ("mine", name)
    assert (found.file, found.folder) == (str(tmp_path / "mine.py"), str(tmp_path))
    assert found.shown == "mine.py"


def test_what_it_does_not(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(CODE)
    assert refused(tmp_path, "mine.py:fetsh") == (
        "mine.py has no function 'fetsh' at its top level; did you mean 'fetch'?"
    )
    assert "below `if __name__" in refused(tmp_path, "mine.py:inner")
    assert refused(tmp_path, "other.py:work") == "no such file: other.py"
    assert "is not a plain file" in refused(tmp_path, f"{tmp_path}/:work")


@pytest.mark.parametrize(
    "code",
    [
        "from os import *",
        "def __getattr__(name): ...",
        "globals()['work'] = print",
        "def f(x) -> this is no Python",
        "def f[T](x: T) -> T: return x",  # newer than the Python that reads it here
        "\0",
    ],
)
def test_what_cannot_be_told_is_left_to_the_interpreters(tmp_path: Path, code: str) -> None:
    (tmp_path / "mine.py").write_text(code)
    if code.startswith("def f[T]"):
        assert parsed(tmp_path, "mine.py:f").function == "f"
    else:
        assert parsed(tmp_path, "mine.py:work").function == "work"


@pytest.mark.parametrize(
    "text", ["mine.py", "mine.py:", ":work", "", ":", "mine.py:a b", "mine.py:1", "a b:work"]
)
def test_what_is_no_target(tmp_path: Path, text: str) -> None:
    assert "TARGET is file.py:function or package.module:function" in refused(tmp_path, text)


def test_a_name_that_is_no_identifier_is_made_one(tmp_path: Path) -> None:
    (tmp_path / "2-my work.py").write_text("def f(x): ...")
    assert parsed(tmp_path, "2-my work.py:f").module == "_2_my_work"


def test_a_name_that_would_hide_another_module(tmp_path: Path) -> None:
    (tmp_path / "random.py").write_text("def f(x): ...")
    assert "rename it" in refused(tmp_path, "random.py:f")


def test_a_file_of_a_package_is_imported_as_its_part(tmp_path: Path) -> None:
    inner = tmp_path / "pkg" / "sub"
    inner.mkdir(parents=True)
    for folder in (inner, inner.parent):
        (folder / "__init__.py").write_text("def g(x): ...")
    (inner / "mod.py").write_text("from . import x\ndef f(x): ...")
    found = parsed(tmp_path, "pkg/sub/mod.py:f")
    assert (found.module, found.file, found.folder) == ("pkg.sub.mod", "", str(tmp_path))
    assert parsed(tmp_path, "pkg/sub/__init__.py:g").module == "pkg.sub"
    assert parsed(tmp_path, "pkg.sub.mod:f").module == "pkg.sub.mod"
    assert "has no function 'h'" in refused(tmp_path, "pkg.sub.mod:h")
    assert "has no module 'pkg.other'" in refused(tmp_path, "pkg.other:h")


def test_modules_that_are_not_here(tmp_path: Path) -> None:
    assert parsed(tmp_path, "math:sqrt").file == ""
    assert parsed(tmp_path, "PIL.Image:open", installed=True).module == "PIL.Image"
    assert "--requirements" in refused(tmp_path, "PIL.Image:open")
    assert "__main__" in refused(tmp_path, "__main__:f")
