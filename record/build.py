"""Build facts: what one CPython binary is, as it says itself."""

import msgspec

from record.fields import Name, Text


class Build(msgspec.Struct, frozen=True, kw_only=True):
    """One CPython build under a label. `gil` is False where threads run without it."""

    label: Name
    version: Text  # exact: "3.13.15"
    free_threaded: bool
    gil: bool  # the state that is asked for: `3.13t+gil` is free-threaded with gil=True
    provider: Text  # who made it: "pyenv", "uv", "debian source", "PATH", "the user"
    executable: Text
    compiler: Text
    pgo: bool
    lto: bool
    jit: bool
    tail_call: bool
    debug: bool
    shared: bool
    configure: Text
    optimisation: Text  # the compiler's -O flag

    @property
    def optimised(self) -> bool:
        return self.pgo and self.lto and not self.debug
