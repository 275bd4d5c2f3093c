"""What is asked for: names and files of them, however hostile; and the data file of packages."""

import ast
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from harness.ecosystem import known
from harness.ecosystem.known import Known
from harness.ecosystem.wanted import Wanted, requirement, wanted
from harness.errors import GilbenchError

DATA = known.read(known.DEFAULT)


def test_the_list_has_forty_packages_with_work_for_each() -> None:
    assert len(DATA) >= 40
    assert {"numpy", "orjson", "lxml", "greenlet", "cryptography"} <= set(DATA)
    for name, one in DATA.items():
        assert name == canonicalize_name(name)
        tree = ast.parse(f"def smoke():\n{textwrap.indent(one.smoke, '    ')}")
        assert any(isinstance(node, ast.Return) and node.value for node in ast.walk(tree)), name


def test_without_names_all_that_are_known() -> None:
    assert [one.name for one in wanted([], [], DATA)] == list(DATA)


def test_names_with_versions_in_the_order_asked_for() -> None:
    found = wanted(["NumPy==2.1", "some_thing>=1,<3", "numpy==2.1"], [], DATA)
    assert found == [
        Wanted("numpy", "NumPy==2.1", DATA["numpy"]),
        Wanted("some-thing", "some_thing<3,>=1", None),
    ]


def test_a_requirements_file(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(
        "\ufeff# all of it\n\nnumpy  # the usual\norjson \\\n  >= 3 ; python_version > '3.8'\n"
        "attrs[x]~=26.1\n"
    )
    assert [one.requirement for one in wanted(["lxml"], [file], DATA)] == [
        *("lxml", "numpy", 'orjson>=3; python_version > "3.8"', "attrs[x]~=26.1")
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("-e .", "line 2: '-e .': options are not followed"),
        ("-r other.txt", "options are not followed"),
        ("--index-url http://127.0.0.1/", "options are not followed"),
        ("numpy --hash=sha256:00", "options are not followed"),
        ("thing @ file:///tmp/thing.whl", "an address is not followed"),
        ("https://example.invalid/x.whl", "is no package"),
        ("./folder", "is no package"),
        ("numpy==", "is no package"),
        ("numpy>2", "numpy is asked for twice: numpy and numpy>2"),
        ("x" * 500, "a name of more than 200 letters"),
        (f"numpy; {'(' * 9000}os_name=='x'{')' * 9000}", "is no package: nested too deeply"),
        ("orjson \\", "ends in the middle of a line"),
    ],
)
def test_what_is_not_followed_is_one_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"numpy\n{line}\n")
    with pytest.raises(GilbenchError) as error:
        wanted([], [file], DATA)
    assert message in str(error.value)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("# nothing\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for name, message in (
        *(("empty", "names no package"), ("bytes", "cannot be read")),
        *((".", "cannot be read: Is a directory"), ("none", "No such file")),
    ):
        with pytest.raises(GilbenchError, match=message):
            wanted([], [tmp_path / name], DATA)


ODD = st.text(st.sampled_from("ab1-_.=<>!~;,@#[]()'\"\\/ \n\t\r\x1b$%&"), max_size=30)
NEARLY = st.builds(
    "{}{}{}".format,
    st.sampled_from(["numpy", "-", "a; extra == '", "a @ ", "--index-url "]),
    ODD,
    ODD,
)


@given(st.text(max_size=30) | ODD | NEARLY)
def test_no_text_becomes_an_option_or_another_line(text: str) -> None:
    try:
        (found,) = wanted([text], [], {})
    except GilbenchError as error:
        assert str(error).isprintable()
        return
    assert found.requirement.isprintable()
    assert found.requirement[0].isalnum()
    assert "://" not in found.requirement.partition(";")[0]
    assert set(found.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert found.name[0] != "-"


def test_an_end_of_line_in_quotes_is_refused() -> None:
    with pytest.raises(GilbenchError, match=r"control characters|is no package"):
        requirement("numpy; extra == '\n--index-url http://127.0.0.1/\n'")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[numpy", "Expected"),
        ("[numpy]\nsmoke = 'return 1'", "missing required field `imports`"),
        ("[numpy]\nimports = ['numpy']\nsmok = ''", "unknown field `smok`"),
        ("[numpy]\nimports = ['../numpy']", "Expected `str` matching"),
        ("[numpy]\nimports = ['numpy']\nalso = ['-e']", "Expected `str` matching"),
        ("['../numpy']\nimports = ['numpy']", "Expected `str` matching"),
        ("['-r x']\nimports = ['numpy']", "Expected `str` matching"),
        ("['']\nimports = ['numpy']", "Expected `str` matching"),
        ("[Thing]\nimports = ['a']\n[thing]\nimports = ['b']", "'thing' is there twice"),
        ("x = 1", "Expected `object`"),
    ],
)
def test_a_damaged_data_file_is_one_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(content)
    with pytest.raises(GilbenchError) as error:
        known.read(file)
    assert str(error.value).startswith(f"{file}: ")
    if "matching" not in message:
        assert message in str(error.value)
    assert str(error.value).isprintable()


def test_a_users_own_file(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[My_Thing]\nimports = ['my.thing']\nsmoke = 'return 1'\n")
    assert known.read(file) == {"my-thing": Known(["my.thing"], "return 1")}
