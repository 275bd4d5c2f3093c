"""A machine that exists nowhere: bare metal, quiet, with nothing to say against it."""

from typing import Any

import msgspec

from harness.doctor.snapshot import Snapshot
from record import Machine

QUIET = Snapshot(
    machine=Machine(
        id="0" * 12,
        system="Linux",
        kernel="6.1",
        cpu="Imaginary",
        cores=4,
        quota=None,
        memory=8 << 30,
        virtual=None,
    ),
    usable=[0, 1, 2, 3],
    online=[0, 1, 2, 3],
    cores=[[0], [1], [2], [3]],
    nodes=[0],
    rates={0: 3000, 1: 3000, 2: 3000, 3: 3000},
    governors=["performance"],
    turbo=False,
    frequency=2990.0,
    throttled=3,
    throttles=0,
    cooler=30.0,
    on_battery=False,
    clock="tsc",
    clocks=["tsc", "hpet"],
    reading=5e-8,
    spinning=4,
    free=3.9,
    steal=0.0,
    outside=0.02,
    load=0.1,
    available=6 << 30,
    swap=0,
    swapped=0,
    pressure=0.0,
)

OF_MACHINE = {"quota", "virtual", "memory"}


def changed(**changes: Any) -> Snapshot:
    """The quiet machine with some facts changed; `count` usable CPUs of the four."""
    machine = {name: changes.pop(name) for name in OF_MACHINE & changes.keys()}
    if "count" in changes:
        machine["cores"] = changes.pop("count")
        changes.setdefault("usable", list(range(machine["cores"])))
        changes.setdefault("cores", [[cpu] for cpu in changes["usable"]])
    facts = msgspec.structs.replace(QUIET.machine, **machine)
    return msgspec.structs.replace(QUIET, machine=facts, **changes)
