"""The archive's source, with an apt that plays one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.interpreters import debian
from harness.interpreters.debian import ARCHIVES, Archive, archive_here, fetch, mirror, why
from harness.interpreters.errors import UnavailableError

DEBIAN = next(archive for archive in ARCHIVES if archive.id == "debian")

# Lists of suites by what their source does: sid's is gone, forky's is there.
APT = """
[ "$1" = indextargets ] && { cat $0.targets 2>/dev/null; exit; }
[ "$1 $2" = "update --print-uris" ] && { cat $0.uris; exit; }
for argument; do case $argument in -oDir::Etc::SourceList=*) list=${argument#*=} ;; esac; done
cat $list >> $0.lists
for last; do :; done
[ $last = update ] && exit
if grep -q " sid " $list; then
  echo "E: Failed to fetch http://mirror.example/pool/${last}_9-1.dsc  404  Not Found [IP: ::1 80]"
  echo "E: Failed to fetch some archives."
  exit 100
fi
[ $last = python3.13 ] || { echo "E: Unable to find a source package for $last"; exit 100; }
echo tar > ${last}_3.13.15.orig.tar.xz
echo asc > ${last}_3.13.15.orig.tar.xz.asc
"""


@pytest.fixture
def apt(
    tmp_path: Path, program: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, cache: Path
) -> Path:
    path = program(APT, tmp_path / "bin" / "apt-get")
    monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")
    monkeypatch.setattr(
        debian.platform, "freedesktop_os_release", lambda: {"ID": "mint", "ID_LIKE": "x debian"}
    )
    Path(f"{path}.targets").write_text("http://mirror.example/debian\n")
    return path


def test_a_404_goes_on_to_the_next_suite(apt: Path, tmp_path: Path, cache: Path) -> None:
    said: list[str] = []
    tarball = fetch(DEBIAN, "3.13", tmp_path, said.append)
    assert tarball == tmp_path / "python3.13_3.13.15.orig.tar.xz"
    assert tarball.read_text() == "tar\n"
    lists = Path(f"{apt}.lists").read_text().splitlines()
    assert all(" http://mirror.example/debian " in line for line in lists)
    assert [line.split()[-2] for line in lists] == ["sid", "sid", "forky", "forky"]
    assert len(said) == 2
    assert not list((cache / "work").iterdir())


def test_what_no_suite_has(apt: Path, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as error:
        fetch(DEBIAN, "3.12", tmp_path, print)
    assert str(error.value) == (
        "debian source: sid: python3.12_9-1.dsc: 404 Not Found; "
        "forky: Unable to find a source package for python3.12; "
        "trixie: Unable to find a source package for python3.12"
    )


def test_the_mirror_without_an_index(apt: Path) -> None:
    Path(f"{apt}.targets").unlink()
    Path(f"{apt}.uris").write_text(
        "'http://other.example/dists/bookworm/InRelease' other 0\n"
        "'http://own.example/debian/dists/bookworm/InRelease' own 0\n"
        "'http://own.example/debian/dists/bookworm-updates/InRelease' own 0\n"
    )
    assert mirror(DEBIAN) == "http://own.example/debian"
    Path(f"{apt}.uris").write_text("")
    with pytest.raises(UnavailableError, match="no archive of Debian"):
        mirror(DEBIAN)


@pytest.mark.parametrize(
    ("system", "known"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "ubuntu"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "ubuntu"),
        ({"ID": "fedora"}, None),
        ({}, None),
    ],
)
def test_the_system_tells_the_archive(
    apt: Path, monkeypatch: pytest.MonkeyPatch, system: dict[str, str], known: str | None
) -> None:
    monkeypatch.setattr(debian.platform, "freedesktop_os_release", lambda: system)
    if known is None:
        with pytest.raises(UnavailableError, match="Debian and Ubuntu alone"):
            archive_here()
    else:
        assert archive_here().id == known


def test_without_apt(apt: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError):
        archive_here()


def test_why() -> None:
    assert why("Reading\nE: First\nE: Second\n") == "First"
    assert why("") == "it printed nothing"


def test_archives_are_tried_newest_first() -> None:
    assert all(isinstance(archive, Archive) and archive.suites for archive in ARCHIVES)
