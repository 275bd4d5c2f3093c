"""The one reader of a run's files: plain files of a bounded size inside the folder, or one line."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from damage import KINDS

from record import RecordError
from record.reading import contained, decoded, modified, read

WRONG_KINDS = {
    "empty": None,  # read, as any file is
    "a bomb": None,
    "nothing": "No such file",
    "a folder": "is a folder, not a plain file",
    "a pipe": "is a pipe, not a plain file",
    "a socket": "is a socket, not a plain file",
    "huge": "at most 134217728 are read",
    "a link to its copy outside": "leads out of",
    "a link up": "leads out of",
    "a link to a device": "leads out of",
    "a link to nothing": "leads out of",
    "a link to nothing here": "No such file",
    "a link to a folder outside": "leads out of",
    "a link to itself": "is no path within the run",
    "a link to the run": "is a folder",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    (tmp_path / "outside").mkdir()
    return tmp_path / "run"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file(root: Path, kind: str) -> None:
    KINDS[kind](root / "a.json", root.parent / "outside")
    expected = WRONG_KINDS[kind]
    if expected is None:
        assert read(root, "a.json") == (root / "a.json").read_bytes()
        return
    with pytest.raises(RecordError, match=expected) as caught:
        read(root, "a.json")
    assert str(root / "a.json") in str(caught.value) or str(root) in str(caught.value)


@pytest.mark.parametrize("kind", ["a link to a folder outside", "a link up", "a link to itself"])
def test_a_link_in_the_middle_of_a_path(root: Path, kind: str) -> None:
    (root.parent / "outside" / "a.json").write_text("{}")
    KINDS[kind](root / "raw", root.parent / "outside")
    for ask in (read, modified, contained):
        with pytest.raises(RecordError, match=r"leads out of|is no path within"):
            ask(root, "raw/a.json")


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/hostname", "a\0b", "x" * 5000, "../run2/x", "a\nb/../../x"]
)
def test_names_that_lead_nowhere_good(root: Path, name: str) -> None:
    (root.parent / "run2").mkdir()
    (root.parent / "run2" / "x").write_text("{}")
    with pytest.raises(RecordError) as caught:
        read(root, name)
    text = str(caught.value)
    assert text.isprintable()
    assert str(root) in text
    assert len(text) < len(str(root)) * 2 + 400


def test_a_link_within_the_folder_is_followed(root: Path) -> None:
    (root / "a").write_text("{}")
    (root / "b").symlink_to("a")
    assert read(root, "b") == b"{}"


def test_the_limit_counts_bytes(root: Path) -> None:
    (root / "a").write_bytes(b"12345")
    assert read(root, "a", limit=5) == b"12345"
    with pytest.raises(RecordError, match=r"a has 5 bytes; at most 4 are read"):
        read(root, "a", limit=4)


def test_a_file_that_may_not_be_read(root: Path) -> None:
    (root / "a").write_text("{}")
    (root / "a").chmod(0)
    if os.access(root / "a", os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(RecordError, match=r"a cannot be read: Permission denied"):
        read(root, "a")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (bytes(4096), "it is empty"),
        (gzip.compress(b"{}"), "it is packed (gzip)"),
        (b"PK\x03\x04", "it is packed (zip)"),
        ("{}".encode("utf-8-sig"), "a mark of UTF-8"),
        ("{}".encode("utf-16"), "a mark of UTF-16"),
        (b"[" + b"1," * 2**22 + b"1]", "at most 4194304 are read"),
    ],
    ids=range(8),
)
def test_what_is_told_before_decoding(data: bytes, told: str) -> None:
    with pytest.raises(RecordError) as caught:
        decoded(len, data, "x.json: no list")
    assert str(caught.value).startswith("x.json: no list: ")
    assert told in str(caught.value)


WORST = """
from pathlib import Path
from record import limits
from record.pyperf_file import processes
values = b",".join([b"1"] * (limits.ITEMS - 9))
try:
    list(processes(b'{"benchmarks":[{"runs":[{"values":[' + values + b"]}]}]}", "x.json"))
except Exception as error:
    print(error)
(peak,) = [line for line in Path("/proc/self/status").open() if line.startswith("VmHWM")]
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak of the memory")
def test_the_memory_of_the_worst_text_that_is_read() -> None:
    """A value takes many times the memory of its letters: their number is what is limited."""
    done = subprocess.run([sys.executable, "-c", WORST], capture_output=True, text=True, check=True)
    told, mebibytes = done.stdout.splitlines()
    assert told == "x.json: a run has no `gilbench` metadata"
    assert int(mebibytes) < 600
