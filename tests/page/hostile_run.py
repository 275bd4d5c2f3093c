"""A run whose every text wants to be markup, to turn the page around, or to be too long for it."""

import json
from pathlib import Path
from typing import Any

import fake_run
import made_up_facts
import msgspec
from fake_run import Fake

from record import Finding
from record.sharing import Entry, Found, Sharing
from record.timeline import Timeline

MARKUP = "</script></style></title>--><script>alert(1)</script><img src=x onerror=alert(2)>"
QUOTES = "\" onmouseover=\"alert(3)\" ' onfocus='alert(4)' `${alert(5)}` {{ 7 * 7 }} {% raw %}"
LINKS = '<a href="javascript:alert(6)">here</a> http://example.invalid/a.png &lt;b&gt; ]]>'
TURNED = "\u202egpj.exe\u2066 \u200f\u0007\u001b[31m\x00 \ud7ff"
LONG = "W" * 600
EVIL = " ".join((MARKUP, QUOTES, LINKS, TURNED))
LABEL = "3.13t-" + "a" * 58  # as long as a label may be, and with dashes

SEEN = ("alert(1)", "onmouseover", "javascript:alert(6)", "{{ 7 * 7 }}")  # is shown, as text

FAKE = Fake(
    labels=("3.13", "3.13t"),
    strategies=("sequential", "threads", "processes-fork"),
    workloads=("primes", "memory"),
    sweeps={"primes": ({"n": 7},)},
    workers=(2,),
    twins=("threads",),
    blocks=3,
    failed={("3.13t", "processes-fork", "primes"): f"checksum 1, expected 6057 {EVIL} {LONG}"},
    missing={f"3.14 {MARKUP}": EVIL, LONG: LONG},
    findings=(
        Finding(severity="error", what=EVIL, effect=MARKUP, remedy=QUOTES),
        Finding(severity=MARKUP, what=LONG, effect=LONG, remedy=LONG),
    ),
    keep_raw=False,
)


def write(root: Path) -> Path:
    """The run, and facts beside it; returns its folder."""
    fake_run.write(root, FAKE)
    path = root / "manifest.json"
    told = json.loads(path.read_text())
    told["run"] = f"run {EVIL}"
    told["created"] = MARKUP
    told["machine"] |= {"cpu": f"{EVIL} {LONG}", "system": MARKUP, "virtual": QUOTES, "id": LINKS}
    for build in told["plan"]["builds"].values():
        build |= {"compiler": EVIL, "configure": f"{MARKUP} {LONG}", "provider": QUOTES}
    told["plan"] |= {"preset": MARKUP, "code": QUOTES}
    told["commands"] = {key: f"{one} {EVIL} {LONG}" for key, one in told["commands"].items()}
    path.write_text(json.dumps(told))
    made_up_facts.write(root)
    _replace(root, made_up_facts.timeline("threads", 0, status="failed", reason=f"{EVIL} {LONG}"))
    errors = [
        Entry(
            kind="list",
            strategy="interpreters",
            route="argument",
            status="ok",
            found=Found(got="error", error=f"{EVIL} {LONG}"[:900]),
        ),
        Entry(kind="dict", strategy="threads", route="argument", status="failed", reason=EVIL),
    ]
    _replace(root, Sharing(interpreter="3.13t", entries=errors))
    package: Any = msgspec.to_builtins(made_up_facts.ECOSYSTEM)
    package["version"] = MARKUP
    for one in package["packages"]:
        one["gil"] = {"status": "failed", "reason": EVIL, "whose": QUOTES, "remedy": LONG}
    (root / "probes" / "ecosystem-3.13.json").write_text(json.dumps(package))
    return root


def _replace(root: Path, told: Timeline | Sharing) -> None:
    (root / "probes" / f"{told.name}.json").write_bytes(msgspec.json.encode(told))
