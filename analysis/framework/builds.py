"""Builds that differ in more than their version and GIL: comparing them compares that, too."""

from record import Build


def unlike(one: Build, other: Build) -> str:
    """In what they do, in one line; empty where they do not."""
    facts = {
        "compiler": (one.compiler, other.compiler),
        "optimisation": (one.optimisation, other.optimisation),
        "PGO": (one.pgo, other.pgo),
        "LTO": (one.lto, other.lto),
        "JIT": (one.jit, other.jit),
        "tail calls": (one.tail_call, other.tail_call),
        "debug": (one.debug, other.debug),
        "shared libpython": (one.shared, other.shared),
    }
    found = [name for name, (first, second) in facts.items() if first != second]
    minor = [build.version.split(".")[:2] for build in (one, other)]
    if minor[0] == minor[1] and one.version != other.version:
        found.append("patch release")
    if not found:
        return ""
    names = " and ".join(sorted([one.label, other.label]))
    return f"{names} are unlike builds: {', '.join(found)}"
