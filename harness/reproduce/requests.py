"""Which interpreters are asked for, by what another's run tells of its own."""

from collections.abc import Mapping, Sequence

from harness.errors import GilbenchError, unknown
from harness.interpreters.names import parse, parse_all
from harness.interpreters.nearest import name_of
from record import Build
from record.text import short


def requests(
    builds: Mapping[str, Build], overrides: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """What `make_ready` is asked for, and by label why some of them cannot be asked for.

    `overrides` are the user's own LABEL=NAME|PATH; GilbenchError where one of these is wrong.
    """
    labels = [one.label for one in parse_all(overrides)] if overrides else []
    own = dict(zip(labels, overrides, strict=True))
    for label in own:
        if label not in builds:
            raise unknown("interpreter of the run", label, builds)
    wanted: list[str] = []
    missing: dict[str, str] = {}
    for label, build in builds.items():
        if label in own:
            wanted.append(own[label])
            continue
        try:
            wanted.append(_request(label, build))
        except GilbenchError as error:
            missing[label] = f"{error}; name one with --interpreters LABEL=PATH"
    return wanted, missing


def _request(label: str, build: Build) -> str:
    """By what the build was: never by where it was."""
    name = name_of(build)
    if name is None:
        kind = "free-threaded " if build.free_threaded else ""
        raise GilbenchError(f"this gilbench knows no {kind}CPython {short(build.version)!r}")
    forced = "+gil" if build.free_threaded and build.gil else ""
    text = f"{label}={name}{forced}"
    parse(text)
    return text
