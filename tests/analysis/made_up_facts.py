"""Facts that are not timings, as a run's probes/ could have them."""

from pathlib import Path

import msgspec
from made_up_explained import explained

from record.ecosystem import QUESTIONS, Check, Ecosystem, Package
from record.sharing import Entry, Found, Sharing
from record.timeline import Lane, Timeline, Track


def timeline(strategy: str, lanes: int, **changes: object) -> Timeline:
    stripes = [[(0.01 * n, 0.01 * n + 0.008, n % 2) for n in range(10)] for _ in range(lanes)]
    return Timeline(
        interpreter="3.13",
        strategy=strategy,
        workers=max(1, lanes),
        lanes=[
            Track(lane=Lane(pid=1, thread=n, interpreter=0, gil=True), unit=1e-5, stripes=own)
            for n, own in enumerate(stripes)
        ],
        **{"status": "ok", **changes},
    )


TIMELINES = [
    timeline("threads", 7),
    timeline("interpreters", 0, status="failed", reason="it ended with code 1"),
]


def _sent(kind: str, strategy: str, **changes: object) -> Entry:
    return Entry(
        **{"kind": kind, "strategy": strategy, "route": "argument", "status": "ok"} | changes
    )


ENDS = {
    "threads": {"found": Found(got="same object")},
    "processes-fork": {"found": Found(got="copy")},
    "processes-spawn": {"found": Found(got="copy", how="by name")},
    "interpreters": {"found": Found(got="error", error="TypeError: cannot pickle it")},
    "interpreter-pool": {"found": Found(got="shared memory")},
    "asyncio": {"status": "failed", "reason": "the process was ended by SIGSEGV"},
}
SHARING = Sharing(
    interpreter="3.13",
    entries=[
        *(_sent("list", strategy, **changes) for strategy, changes in ENDS.items()),
        _sent("list", "processes-fork", route="start", found=Found(got="same object")),
    ],
)
CHECKS = ("ok", "part", "failed", "unasked", "idle")
ECOSYSTEM = Ecosystem(
    interpreter="3.13",
    version="3.13.1",
    free_threaded=False,
    workers=2,
    packages=[
        Package(
            name=f"package-{status}",
            requirement="",
            wheel=Check(status="failed" if status == "unasked" else "ok"),
            **dict.fromkeys(QUESTIONS[1:], Check(status=status)),
        )
        for status in (*CHECKS, *CHECKS[:2])
    ],
)


def write(run: Path) -> None:
    """All of them, and one that is explained, in the probes/ of `run`."""
    folder = run / "probes"
    folder.mkdir()
    for told in (*TIMELINES, SHARING, ECOSYSTEM, explained("threads", 2)):
        (folder / f"{told.name}.json").write_bytes(msgspec.json.encode(told))
