from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.interpreters.environment import environment
from harness.interpreters.index import as_uv, pips_settings
from harness.interpreters.probe import probe
from harness.interpreters.wheel import Wheel


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings but what the test writes to PIP_CONFIG_FILE."""
    for name in ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "CERT"):
        monkeypatch.delenv(f"PIP_{name}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    return tmp_path


def test_files_and_variables_in_pips_order(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".pip").mkdir()
    (home / ".pip" / "pip.conf").write_text("[global]\nindex-url = https://old.example\n")
    (home / "pip.conf").write_text(
        "[global]\nindex-url = https://a.example/%7Eme\nfind-links =\n  /one\n  /two\n"
        "[install]\nextra-index-url = https://b.example\n"
    )
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://c.example https://d.example")
    settings = pips_settings()
    assert settings["index-url"] == "https://a.example/%7Eme"
    assert as_uv(settings) == {
        "UV_DEFAULT_INDEX": "https://a.example/%7Eme",
        "UV_INDEX": "https://c.example https://d.example",
        "UV_FIND_LINKS": "/one,/two",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    } | ({"SSL_CERT_FILE": settings["cert"]} if "cert" in settings else {})


def test_none_and_damaged_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "pip.conf").write_bytes(b"\xff\xfe[no")
    pips_settings()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert pips_settings() == {}
    assert as_uv({}) == {}


@given(st.dictionaries(st.sampled_from(["index-url", "find-links", "cert"]), st.text()))
def test_no_variable_is_empty(pip: dict[str, str]) -> None:
    assert all(as_uv(pip).values())


def test_pips_settings_are_tried_second(
    home: Path, real: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "links"
    folder.mkdir()
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    import zipfile  # noqa: PLC0415

    for name in ("pyperf", "gilbench_suites"):
        with zipfile.ZipFile(folder / f"{name}-0.1-py3-none-any.whl", "w") as wheel:
            info = f"{name}-0.1.dist-info"
            wheel.writestr(f"{name}/__init__.py", "")
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n"
            )
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{info}/RECORD", "")
    suites = folder / "gilbench_suites-0.1-py3-none-any.whl"
    assert environment(probe(real), Wheel(suites, "0+x", "0.1"), print).exists()
