import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import GilbenchError
from harness.interpreters import source as sources
from harness.interpreters.source import examine, unpack

FILES = {
    "Python-3.13.15/configure": b"#!/bin/sh\n",
    "Python-3.13.15/Include/patchlevel.h": b'#define PY_VERSION      "3.13.15"\n',
}


def tarball(files: dict[str, bytes], *members: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.mode = 0o755
            archive.addfile(info, io.BytesIO(content))
        for member in members:
            archive.addfile(member)
    return packed.getvalue()


def member(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.fixture(params=[True, False], ids=["filters", "no filters"])
def filters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With tarfile's extraction filters, and without them as in Python 3.11.2."""
    monkeypatch.setattr(sources, "_HAS_FILTERS", request.param)


def refused(path: Path) -> str:
    with pytest.raises(GilbenchError) as error:
        examine(path, "test")
    assert error.value.exit_code == 2
    assert len(str(error.value).splitlines()) == 1
    assert str(path) in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, bz2.compress, lzma.compress], ids=["tar", "gz", "bz2", "xz"]
)
@pytest.mark.usefixtures("filters")
def test_a_tarball(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "any.name"
    path.write_bytes(pack(tarball(FILES)))
    source = examine(path, "test")
    assert (source.version, source.minor, source.origin) == ("3.13.15", "3.13", "test")
    tree = unpack(source, tmp_path / "out")
    assert (tree / "configure").read_bytes() == b"#!/bin/sh\n"
    assert (tree / "configure").stat().st_mode & 0o100


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cpython"
    for name, content in FILES.items():
        path = folder / Path(name).relative_to("Python-3.13.15")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = examine(folder, "test")
    assert before.version == "3.13.15"
    (folder / "Python").mkdir()
    (folder / "Python" / "ceval.o").write_text("left by a build")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("main")
    assert examine(folder, "test") == before
    tree = unpack(before, tmp_path)
    assert not (tree / "Python" / "ceval.o").exists()
    assert not (tree / ".git").exists()
    (folder / "Python" / "ceval.c").write_text("changed")
    assert examine(folder, "test").digest != before.digest


@pytest.mark.parametrize(
    ("hostile", "part"),
    [
        (member("/etc/gilbench-test", tarfile.REGTYPE), None),
        (member("Python-3.13.15/../../outside", tarfile.REGTYPE), "safe"),
        (member("Python-3.13.15/link", tarfile.SYMTYPE, "/etc/passwd"), "safe"),
        (member("Python-3.13.15/link", tarfile.SYMTYPE, "../../../etc"), "safe"),
        (member("Python-3.13.15/link", tarfile.LNKTYPE, "../../etc/passwd"), "safe"),
        (member("Python-3.13.15/device", tarfile.CHRTYPE), "safe"),
        (member("Python-3.13.15/pipe", tarfile.FIFOTYPE), "safe"),
        (member("other/file", tarfile.REGTYPE), "no one folder"),
    ],
)
@pytest.mark.usefixtures("filters")
def test_a_hostile_member(tmp_path: Path, hostile: tarfile.TarInfo, part: str | None) -> None:
    path = tmp_path / "hostile.tar"
    path.write_bytes(tarball(FILES, hostile))
    assert (part or "tarball") in refused(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb(
    tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST", 1 << 22)
    path = tmp_path / "bomb"
    path.write_bytes(pack(tarball(FILES | {"Python-3.13.15/zeros": bytes(1 << 23)})))
    assert path.stat().st_size < 1 << 16
    assert "unpacks to more than 4 MiB" in refused(path)


def test_a_claim_of_more_than_is_there(tmp_path: Path) -> None:
    huge = member("Python-3.13.15/huge", tarfile.REGTYPE)
    huge.size = 1 << 40
    path = tmp_path / "claim.tar"
    path.write_bytes(tarball(FILES, huge))
    assert "unpacks to more than" in refused(path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_truncated_one(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    # Incompressible, so that a cut loses something; and the cut is inside of its data.
    noise = bytes((i * i * 31 + i // 7) % 251 for i in range(100_000))
    whole = pack(tarball(FILES | {"Python-3.13.15/noise": noise}))
    path = tmp_path / "cut"
    path.write_bytes(whole[: len(whole) // 2])
    refused(path)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (b'#define PY_VERSION "3.11.9"', "the oldest that works is 3.12"),
        (b'#define PY_VERSION "2.7.18"', "names no version"),
        (b'#define PYPY_VERSION "7.3"', "names no version"),
        (b"\xff\xfe", "names no version"),
    ],
)
def test_another_version(tmp_path: Path, header: bytes, part: str) -> None:
    path = tmp_path / "other.tar"
    path.write_bytes(tarball(FILES | {"Python-3.13.15/Include/patchlevel.h": header}))
    assert part in refused(path)


def test_what_is_no_source(tmp_path: Path) -> None:
    refused(tmp_path / "none")
    refused(tmp_path)
    (tmp_path / "empty").touch()
    refused(tmp_path / "empty")


@given(st.binary(max_size=2000), st.sampled_from([b"", b"\xfd7zXZ\0", b"\x1f\x8b\x08", b"BZh9"]))
def test_any_bytes_are_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, magic: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "tarball"
    path.write_bytes(magic + content)
    refused(path)


@given(st.integers(0, 40000), st.integers(0, 255))
def test_a_damaged_byte_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    whole = bytearray(tarball(FILES))
    whole[place % len(whole)] = value
    path = tmp_path_factory.mktemp("damaged") / "tarball"
    path.write_bytes(whole)
    try:
        source = examine(path, "test")
    except GilbenchError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert source.version.startswith("3.")
