"""From what a binary says of itself to the facts that decide how fast it is. Pure."""

import re
import shlex

import msgspec

from harness.interpreters.names import Name
from record import Build

OLDEST = (3, 12)

_RELEASE_LEVELS = ("alpha", "beta", "candidate", "final")


class Raw(msgspec.Struct, frozen=True):
    """What the probe's script prints, as it is."""

    implementation: str
    version: str
    info: tuple[int, int, int, str, int]
    executable: str
    base: str  # the interpreter that a virtual environment was made from, else the executable
    compiler: str
    free_threaded: bool
    gil: bool  # at start, with no PYTHON_GIL
    debug: bool
    shared: bool
    jit: bool | None  # None: this version cannot say
    tail_call: bool
    configure: str
    flags: str
    pgo_flags: str


class Facts(msgspec.Struct, frozen=True):
    """One CPython binary, without a label."""

    version: str
    release: tuple[int, ...]  # orders versions, pre-releases before the final one
    free_threaded: bool
    executable: str
    compiler: str
    pgo: bool
    lto: bool
    jit: bool
    tail_call: bool
    debug: bool
    shared: bool
    configure: str
    optimisation: str

    @property
    def name(self) -> Name:
        return Name(f"{self.release[0]}.{self.release[1]}", self.free_threaded)

    def build(self, label: str, provider: str, *, force_gil: bool) -> Build:
        return Build(
            label=label,
            version=self.version,
            free_threaded=self.free_threaded,
            gil=force_gil or not self.free_threaded,
            provider=provider,
            executable=self.executable,
            compiler=self.compiler,
            pgo=self.pgo,
            lto=self.lto,
            jit=self.jit,
            tail_call=self.tail_call,
            debug=self.debug,
            shared=self.shared,
            configure=self.configure,
            optimisation=self.optimisation,
        )


# What makes two builds of one version perform differently, by the name that findings use.
COMPARED = {
    "compiler": "compiler",
    "optimisation": "optimisation flag",
    "pgo": "PGO",
    "lto": "LTO",
    "jit": "JIT",
    "tail_call": "tail-call interpreter",
    "debug": "debug",
    "shared": "shared libpython",
}


def differences(one: Facts | Build, other: Facts | Build) -> list[str]:
    """The names of the facts in which two builds of any versions are unlike."""
    return [
        name for field, name in COMPARED.items() if getattr(one, field) != getattr(other, field)
    ]


def alike(one: Facts, other: Facts) -> bool:
    """Whether two builds differ in nothing but the GIL."""
    return one.release == other.release and not differences(one, other)


def understand(raw: Raw) -> Facts:
    arguments = _arguments(raw.configure)
    pgo = _switch(arguments, "optimizations") or "-fprofile" in raw.flags
    lto = _switch(arguments, "lto") or "-flto" in raw.flags
    levels = re.findall(r"(?<!\S)-O\S*", raw.flags)
    optimisation = levels[-1] if levels else ""
    if _is_debian_package(arguments, raw) and not raw.debug:
        # Debian and Ubuntu build with PGO, LTO and -O3, and edit all three out of the
        # installed configuration (debian/rules, sysconfig_substflags).
        pgo, lto, optimisation = True, True, "-O3"
    level = _RELEASE_LEVELS.index(raw.info[3]) if raw.info[3] in _RELEASE_LEVELS else 0
    return Facts(
        version=raw.version,
        release=(*raw.info[:3], level, raw.info[4]),
        free_threaded=raw.free_threaded,
        executable=raw.executable,
        compiler=raw.compiler,
        pgo=pgo,
        lto=lto,
        jit=_switch(arguments, "experimental-jit") if raw.jit is None else raw.jit,
        tail_call=raw.tail_call,
        debug=raw.debug,
        shared=raw.shared,
        configure=raw.configure,
        optimisation=optimisation,
    )


def _arguments(configure: str) -> list[str]:
    try:
        return shlex.split(configure)
    except ValueError:
        return configure.split()


def _switch(arguments: list[str], feature: str) -> bool:
    """Whether configure's last word on a feature switches it on."""
    on = False
    for argument in arguments:
        option, _, value = argument.partition("=")
        if option in (f"--enable-{feature}", f"--with-{feature}"):
            on = value not in ("no", "yes-off")
        elif option in (f"--disable-{feature}", f"--without-{feature}"):
            on = False
    return on


def _is_debian_package(arguments: list[str], raw: Raw) -> bool:
    packaged = any(
        argument.startswith("--with-wheel-pkg-dir=/usr/share/") for argument in arguments
    )
    return packaged and raw.compiler.startswith("GCC") and not raw.pgo_flags
