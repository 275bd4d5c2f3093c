"""Presets: which parts, on which interpreters, and how often."""

from dataclasses import dataclass

from harness.plan.parts import Part, Sweeps, all_cores, fixed, one, one_and_all, up_to_cores

# All that a strategy is measured with where a preset does not say: `full`, and what is asked for.
COMPUTE: Sweeps = {
    "sequential": one,
    "threads": up_to_cores,
    "asyncio": up_to_cores,
    "asyncio-threads": up_to_cores,
    "processes-fork": up_to_cores,
    "processes-forkserver": up_to_cores,
    "processes-spawn": up_to_cores,
    "interpreters": up_to_cores,
    "interpreter-pool": up_to_cores,
    "loky": up_to_cores,
    "dask": up_to_cores,
}
WAIT: Sweeps = {name: one if name == "sequential" else fixed(1, 2, 16, 64) for name in COMPUTE}

_USUAL: Sweeps = {
    "sequential": one,
    "threads": all_cores,
    "processes-fork": all_cores,
    "interpreters": all_cores,
}
_SHARING: Sweeps = {"sequential": one, "threads": all_cores}
_POOLS: Sweeps = {
    "threads": all_cores,
    "processes-fork": all_cores,
    "processes-forkserver": all_cores,
    "processes-spawn": all_cores,
    "interpreters": all_cores,
    "interpreter-pool": all_cores,
}
_LANES: Sweeps = {**_POOLS, "asyncio": all_cores}
_CONTENTION = ("shared_read", "shared_write", "lock", "counter")
_COMPUTING = (
    *("primes", "nbody", "mandelbrot", "alloc_tree", "methods"),
    *("json_roundtrip", "regex_scan", "wordcount", "hashlib", "zlib", "numpy_ufunc"),
)
_WAITING = ("sleep_fanout", "echo", "mixed", "files", "web")


@dataclass(frozen=True, slots=True)
class Preset:
    about: str
    interpreters: tuple[str, ...]
    parts: tuple[Part, ...]
    pairs: int  # of A and A
    blocks: int
    size: str = "small"  # of the workloads
    values: int = 3  # a process


QUICK = Preset(
    about="who wins, in six minutes",
    interpreters=("3.12", "3.13", "3.13t"),
    parts=(
        Part(
            workloads=("primes", "hashlib"),
            strategies={
                "sequential": one,
                "threads": all_cores,
                "asyncio": all_cores,
                "processes-fork": all_cores,
                "processes-spawn": all_cores,
                "interpreters": all_cores,
                "interpreter-pool": all_cores,
            },
        ),
        Part(
            workloads=("sleep_fanout",),
            strategies={
                "sequential": one,
                "threads": fixed(16),
                "asyncio": fixed(16),
                "interpreters": fixed(16),
            },
        ),
    ),
    pairs=4,
    blocks=8,
    values=2,  # more processes tell more than more values of each
)

_PAIR = ("3.13", "3.13t")
_TRIO = ("3.12", *_PAIR)

STANDARD = Preset(
    about="the main questions, one factor at a time, in half an hour",
    interpreters=("3.12", "3.13", "3.13t+gil", "3.13t"),
    parts=(
        Part(  # every strategy, and what one lane of it costs
            workloads=("primes",),
            strategies={
                "sequential": one,
                "threads": one_and_all,
                "asyncio": all_cores,
                "processes-fork": one_and_all,
                "processes-forkserver": all_cores,
                "processes-spawn": all_cores,
                "interpreters": one_and_all,
                "interpreter-pool": one_and_all,
            },
            interpreters=_TRIO,
        ),
        Part(  # the same binary with its GIL on: what the build costs, apart from what it gains
            workloads=("primes",),
            strategies={"sequential": one, "threads": one_and_all},
            interpreters=("3.13t+gil",),
        ),
        Part(
            workloads=("nbody", "alloc_tree", "json_roundtrip", "wordcount"),
            strategies=_USUAL,
            interpreters=_PAIR,
        ),
        Part(
            workloads=("hashlib",),
            strategies=_SHARING,
            vary=("block",),
            where={"block": (1024, 2048, 262_144)},
            interpreters=_TRIO,
        ),
        Part(
            workloads=("sleep_fanout", "web"),
            strategies={
                "sequential": one,
                "threads": fixed(16),
                "asyncio": fixed(16),
                "processes-fork": fixed(16),
                "interpreters": fixed(16),
            },
            interpreters=_PAIR,
        ),
        Part(
            workloads=("mixed",),
            strategies=_SHARING,
            vary=("cpu",),
            where={"cpu": (0, 50, 100)},
            interpreters=_PAIR,
        ),
        Part(
            workloads=("convoy",),
            strategies={"sequential": one, "threads": fixed(2)},
            vary=("switch",),
            interpreters=_PAIR,
        ),
        Part(
            workloads=("shared_read",),
            strategies=_SHARING,
            vary=("object",),
            where={"object": ("dict", "int", "immortal")},
            interpreters=_PAIR,
        ),
        Part(
            workloads=("shared_write", "lock", "counter"),
            strategies=_SHARING,
            vary=("sharing",),
            interpreters=_PAIR,
        ),
        Part(workloads=("ping_pong",), strategies=_POOLS, interpreters=_PAIR),
        Part(  # the object itself
            workloads=("transfer",),
            strategies={"threads": all_cores},
            vary=("size",),
            where={"size": (1, 1 << 16, 1 << 20, 1 << 26), "way": ("reference",)},
            interpreters=_PAIR,
        ),
        Part(  # or a copy that was pickled
            workloads=("transfer",),
            strategies={"processes-fork": all_cores},
            vary=("size",),
            where={"size": (1, 1 << 16, 1 << 20, 1 << 26), "way": ("queue",)},
            interpreters=_PAIR,
        ),
        Part(
            workloads=("transfer",),
            strategies={"processes-fork": all_cores, "interpreters": all_cores},
            vary=("way",),
            where={"way": ("pipe", "shared_memory", "memoryview")},
            interpreters=_PAIR,
        ),
        Part(
            workloads=("transfer",),
            strategies={"processes-fork": all_cores},
            vary=("kind",),
            where={"kind": ("list", "dict", "dataclass", "array"), "way": ("queue",)},
            interpreters=_PAIR,
        ),
        Part(
            workloads=("granularity",),
            strategies=_USUAL,
            vary=("turns",),
            where={"turns": (160, 1600, 16_000, 160_000)},  # 10 µs to 10 ms
            interpreters=_PAIR,
        ),
        Part(workloads=("startup",), strategies=_POOLS, interpreters=_TRIO),
        Part(
            workloads=("memory",),
            strategies={"sequential": one, **_POOLS},
            interpreters=_TRIO,
        ),
        Part(
            workloads=("alloc_tree",),
            strategies=_SHARING,
            mode={"gc": "off"},
            interpreters=_PAIR,
        ),
        Part(
            workloads=("primes",),
            strategies=_SHARING,
            mode={"scaling": "weak"},
            interpreters=_PAIR,
        ),
    ),
    pairs=8,
    blocks=7,
    values=2,
)

FULL = Preset(
    about="every sweep of every strategy",
    interpreters=("3.12", "3.13", "3.13t+gil", "3.13t", "3.14", "3.14t"),
    parts=(
        Part(workloads=_COMPUTING, strategies=COMPUTE),
        Part(workloads=_WAITING, strategies=WAIT),
        Part(
            workloads=("hashlib", "zlib", "numpy_ufunc"),
            strategies=_USUAL,
            vary=("block", "size"),
        ),
        Part(
            workloads=("mixed", "web", "files"),
            strategies={
                "sequential": one,
                "threads": fixed(2, 16),
                "asyncio": fixed(2, 16),
                "processes-fork": fixed(2, 16),
                "interpreters": fixed(2, 16),
            },
            vary=("cpu", "fsync"),
        ),
        Part(
            workloads=("convoy", "pipeline", "ping_pong"),
            strategies=COMPUTE,
            vary=("switch", "batch"),
        ),
        Part(
            workloads=("transfer",),
            strategies=_LANES,
            vary=("way", "size", "kind"),
        ),
        Part(
            workloads=_CONTENTION,
            strategies={**_USUAL, "asyncio": all_cores},
            vary=("object", "sharing", "hold"),
        ),
        Part(
            workloads=("granularity",),
            strategies={**_USUAL, **_POOLS},
            vary=("turns",),
        ),
        Part(
            workloads=("granularity",),
            strategies={**_USUAL, **_POOLS},
            vary=("turns",),
            mode={"chunk": "auto"},
        ),
        Part(
            workloads=("startup",),
            strategies={name: up_to_cores for name in COMPUTE if name != "sequential"},
            vary=("imports",),
        ),
        Part(workloads=("memory",), strategies=COMPUTE, vary=("imports",)),
        Part(
            workloads=("alloc_tree", "methods", "json_roundtrip"),
            strategies=_USUAL,
            mode={"gc": "off"},
        ),
        Part(workloads=_COMPUTING, strategies=COMPUTE, mode={"scaling": "weak"}),
    ),
    pairs=16,
    blocks=12,
    size="large",
)

PRESETS = {"quick": QUICK, "standard": STANDARD, "full": FULL}
