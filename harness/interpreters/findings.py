"""What a reader of the numbers must know of the builds they were measured on. Pure."""

from collections.abc import Iterable, Sequence

from harness.interpreters.facts import differences
from record import Build, Finding


def findings(builds: Sequence[Build]) -> tuple[Finding, ...]:
    return (*_debug(builds), *_patches(builds), *_unlike(builds), *_unoptimised(builds))


def _debug(builds: Sequence[Build]) -> Iterable[Finding]:
    labels = [build.label for build in builds if build.debug]
    if labels:
        yield Finding(
            severity="error",
            what=f"debug builds: {_listed(labels)}",
            effect="their times say nothing about a build that anybody would use",
            remedy="name another with LABEL=PATH",
        )


def _patches(builds: Sequence[Build]) -> Iterable[Finding]:
    """Patch releases that differ between the GIL's two sides of one version."""
    for minor in dict.fromkeys(map(_minor, builds)):
        family = [build for build in builds if _minor(build) == minor]
        sides = {build.free_threaded for build in family}
        if len(sides) == 2 and len({build.version for build in family}) > 1:
            yield Finding(
                severity="warning",
                what=_listed(f"{build.label} is {build.version}" for build in family),
                effect="their ratio mixes the GIL with what changed between the releases",
                remedy=_PAIR,
            )


def _unlike(builds: Sequence[Build]) -> Iterable[Finding]:
    """Each build that is unlike most of the others, once."""
    if not builds:
        return
    like = {build.label: [one for one in builds if not differences(build, one)] for build in builds}
    norm = max(builds, key=lambda build: len(like[build.label]))
    for build in builds:
        unlike = differences(build, norm)
        if unlike:
            others = _listed(one.label for one in like[norm.label])
            yield Finding(
                severity="warning",
                what=f"{build.label} differs from {others}: {', '.join(unlike)}",
                effect="ratios between them mix the interpreters with how they were built",
                remedy=_PAIR,
            )


def _unoptimised(builds: Sequence[Build]) -> Iterable[Finding]:
    labels = [build.label for build in builds if not build.optimised and not build.debug]
    if labels:
        yield Finding(
            severity="warning",
            what=f"built without PGO and LTO: {_listed(labels)}",
            effect="slower than the builds that people install; by about 20% where it was measured",
            remedy="--optimise builds here what is built here so; for others name LABEL=PATH",
        )


_PAIR = "have all made by one provider: remove the odd one, or name another with LABEL=PATH"


def _minor(build: Build) -> str:
    return ".".join(build.version.split(".")[:2])


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(labels)
