from collections.abc import Callable
from pathlib import Path

import pytest
import uv

from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts
from harness.interpreters.find import Finder, Found
from harness.interpreters.install import Installer
from harness.interpreters.names import Name
from harness.interpreters.run_uv import run_uv, why
from harness.interpreters.ways import Uv

NO_NETWORK = """\
error: Failed to install cpython-3.13.18+freethreaded-linux-x86_64-gnu
  cause: Request failed after 1 retry in 1.8s
  cause: client error (Connect)
  cause: dns error
  cause: failed to lookup address information: Name or service not known
"""
NO_WHEEL = """\
error: No solution found when resolving dependencies
  cause: Because tornado>=4.2 has no usable wheels and distributed>=1.9.0,<=1.17.1 depends on it
         hint: Wheels are required for `tornado` because building from source is disabled
         hint: Wheels are required for `msgpack` because building from source is disabled
         hint: Wheels are required for `tornado` because building from source is disabled
"""
NO_SUCH = "error: No download found for request: cpython-3.19+freethreaded-linux-x86_64-gnu"


@pytest.fixture
def fake_uv(
    tmp_path: Path, program: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """A uv that does this, and notes what it was asked."""

    def write(body: str) -> Path:
        path = program(f'echo "$@ $UV_HTTP_RETRIES" >> {tmp_path}/calls\n{body}', tmp_path / "uv")
        monkeypatch.setattr(uv, "find_uv_bin", lambda: str(path))
        return tmp_path / "calls"

    return write


def test_after_a_failed_download_none_is_tried_again(fake_uv: Callable[[str], Path]) -> None:
    calls = fake_uv(f"cat >&2 <<'END'\n{NO_NETWORK}\nEND\nexit 2")
    installer = Installer()
    with pytest.raises(UnavailableError, match="uv: failed to lookup address"):
        installer.install("3.13t")
    with pytest.raises(UnavailableError, match=r"not tried again \(failed to lookup address"):
        installer.install("3.14t")
    assert calls.read_text() == "python install 3.13t 1\n"


def test_a_version_that_uv_does_not_know_is_no_failed_download(
    fake_uv: Callable[[str], Path],
) -> None:
    calls = fake_uv(f"echo '{NO_SUCH}' >&2; exit 1")
    installer = Installer()
    for _ in range(2):
        with pytest.raises(UnavailableError, match="No download found"):
            installer.install("3.15t")
    assert len(calls.read_text().splitlines()) == 2


def test_what_uv_installed_is_used_and_its_twin_is_of_the_same_patch(
    fake_uv: Callable[[str], Path],
    facts: Callable[..., Facts],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = fake_uv("exit 0")
    there = [Found(facts("3.13.5"), "uv"), Found(facts("3.13.5", free_threaded=True), "uv")]
    monkeypatch.setattr(
        Finder, "find", lambda self, name: [one for one in there if one.facts.name == name]
    )
    way = Uv(Finder(), Installer(), print)
    found = way.get(Name("3.13", True))
    assert way.twin(found) == there[0]
    assert calls.read_text().splitlines() == ["python install 3.13t 1", "python install 3.13.5 1"]
    assert way.twin(Found(facts(), "pyenv")) is None


def test_an_installation_that_is_nowhere(fake_uv: Callable[[str], Path], tmp_path: Path) -> None:
    fake_uv("exit 0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Finder, "find", lambda self, name: [])
        with pytest.raises(UnavailableError, match="is not where"):
            Uv(Finder(), Installer(), print).get(Name("3.13", True))


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        (NO_NETWORK, "failed to lookup address information: Name or service not known"),
        ("\x1b[31merror\x1b[0m: No space left", "No space left"),
        ("  Caused by: timed out\n", "timed out"),
        ("thread panicked\nnote: run with\n", "note: run with"),
        (NO_WHEEL, "there is no wheel of msgpack and tornado for it"),
        ("", "it printed nothing"),
    ],
)
def test_the_root_cause_is_told(stderr: str, reason: str) -> None:
    assert why(stderr) == reason


def test_without_uv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere() -> str:
        raise FileNotFoundError("uv is not here")

    monkeypatch.setattr(uv, "find_uv_bin", nowhere)
    with pytest.raises(UnavailableError, match="uv cannot be run: uv is not here"):
        run_uv("version", cwd=tmp_path)
