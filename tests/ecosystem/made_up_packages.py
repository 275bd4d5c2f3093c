"""Packages and interpreters as the reading side meets them, made up."""

from record.ecosystem import QUESTIONS, Check, Ecosystem, Package

OK = Check(status="ok")
NO_WHEEL = Check(status="failed", reason="there is no wheel of it")


def package(name: str, version: str = "1.0", latest: str = "1.0", **checks: Check) -> Package:
    """All that is not named works, or follows from there being no wheel."""
    rest = OK if checks.get("wheel", OK) == OK else Check(status="failed")
    if checks.get("wheel", OK).status == "unasked":
        rest = checks["wheel"]
    everything = dict.fromkeys(QUESTIONS, rest) | {"wheel": OK} | checks
    return Package(name=name, requirement=name, version=version, latest=latest, **everything)


def ecosystem(label: str, *packages: Package) -> Ecosystem:
    return Ecosystem(
        interpreter=label,
        version="3.13.1",
        free_threaded=label.endswith("t"),
        workers=2,
        packages=list(packages),
    )
