"""Where numbers come from, in words: the class of machines, and the build."""

from record import Build, Machine


def host(machine: Machine) -> str:
    """The class of machines that this one belongs to: what makes its numbers comparable."""
    quota = "" if machine.quota is None else f", quota {machine.quota:g}"
    return f"{machine.cpu}, {machine.cores} cores{quota}"


def describe(build: Build) -> str:
    """A build's exact version and what sets it apart, on one line."""
    flags = {
        "free-threaded": build.free_threaded,
        "GIL on": build.free_threaded and build.gil,
        "PGO": build.pgo,
        "LTO": build.lto,
        "JIT": build.jit,
        "tail-call": build.tail_call,
        "debug": build.debug,
        "shared": build.shared,
    }
    words = [build.version, *(name for name, there in flags.items() if there)]
    return " ".join([*words, build.optimisation]).strip()
