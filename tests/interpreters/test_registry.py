"""Whose word counts where uv is asked twice: with the user's settings, then with pip's."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.interpreters import registry
from harness.interpreters.errors import RefusedError, UnavailableError

UNREACHED, REFUSED = UnavailableError("no route"), RefusedError("there is no wheel")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[UnavailableError]:
    """What uv says, first and second; a registry is in pip's settings."""
    said: list[UnavailableError] = []

    def uv(
        *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        raise said[environment is not None]

    monkeypatch.setattr(registry, "uv", uv)
    monkeypatch.setattr(registry, "pips_settings", dict)
    monkeypatch.setattr(registry, "as_uv", lambda settings: {"UV_INDEX": "here"})
    monkeypatch.delenv("UV_OFFLINE", raising=False)
    return said


@pytest.mark.parametrize(
    ("first", "second", "offline", "told"),
    [
        (REFUSED, UNREACHED, "", REFUSED),
        (UNREACHED, REFUSED, "", REFUSED),
        (UNREACHED, UNREACHED, "", UNREACHED),
        (UNREACHED, REFUSED, "1", UNREACHED),
        (REFUSED, REFUSED, "1", REFUSED),
    ],
)
def test_a_refusal_counts_where_something_was_reached(
    heard: list[UnavailableError],
    monkeypatch: pytest.MonkeyPatch,
    first: UnavailableError,
    second: UnavailableError,
    offline: str,
    told: UnavailableError,
) -> None:
    heard += [first, second]
    monkeypatch.setenv("UV_OFFLINE", offline)
    with pytest.raises(UnavailableError) as found:
        registry.reach("pip", "compile")
    assert found.value is told
