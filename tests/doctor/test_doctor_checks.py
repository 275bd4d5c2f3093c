"""The checks: each one finds what it is for, nothing else, and never fails."""

from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_machine import QUIET, changed

from harness.doctor.busy import Busy
from harness.doctor.checks import CHECKS, SEVERITIES, findings
from harness.doctor.snapshot import Snapshot
from record import Finding, Machine

SPINNER = Busy(name="stress", pid=77, cpus=0.97)


def test_nothing_to_say_of_a_quiet_machine() -> None:
    assert findings(QUIET) == []


def test_what_is_not_known_is_no_finding() -> None:
    assert findings(Snapshot(machine=QUIET.machine)) == []


FOUND = [
    ({"free": 1.04}, "error", "parallel", "4 that spin get 1.0 CPUs", "measure when"),
    ({"count": 1}, "error", "parallel", "of 4 CPUs this process may use one", "taskset -c 0-3 "),
    ({"count": 1, "online": [0]}, "error", "parallel", "has one CPU", "two or more"),
    ({"quota": 1.5}, "error", "parallel", "the cgroup quota is 1.5 CPUs", "docker run --cpus"),
    ({"free": 1.2, "cores": [[0, 1, 2, 3]]}, "error", "parallel", "threads of one core", "taskset"),
    (
        {"free": 1.2, "busy": [SPINNER], "outside": None},
        "error",
        "parallel",
        "keep 1.0 CPUs busy",
        "-STOP PID",
    ),
    ({"free": 2.6}, "warning", "cpus_free", "4 processes that spin get 2.6 CPUs", "guests"),
    ({"outside": 0.9, "free": 2.6}, "warning", "other_work", "0.9 of 4", "other users"),
    ({"outside": 0.9, "busy": [SPINNER]}, "warning", "other_work", "0.9 of 4", "kill -STOP PID"),
    ({"outside": 0.9}, "warning", "other_work", "0.9 of 4 CPUs busy", "other users"),
    ({"load": 3.25}, "note", "load", "load average 3.2", "doctor"),
    ({"steal": 0.07}, "warning", "steal", "takes 7% of the CPU time", "dedicated"),
    ({"quota": 2.5}, "warning", "quota", "a cgroup quota of 2.5 CPUs on 4", "taskset -c 0-1 "),
    (
        {"cores": [[0, 2], [1, 3]], "free": 2.1},
        "warning",
        "threads_of_a_core",
        "4 CPUs are 2 cores",
        "taskset -c 0-1 ",
    ),
    ({"nodes": [0, 1]}, "note", "memory_nodes", "2 memory nodes", "numactl --cpunodebind=0 "),
    (
        {"rates": {0: 3000, 1: 3000, 2: 2000, 3: 2000}, "free": 3.2},
        "warning",
        "unlike_cores",
        "cores of 3000 MHz and of 2000 MHz",
        "taskset -c 0-1 ",
    ),
    ({"kinds": 2, "rates": None}, "warning", "unlike_cores", "2 kinds of cores", "workers"),
    ({"isolated": [2, 3, 9]}, "warning", "isolated", "CPUs 2-3 are isolated", "taskset -c 0-1 "),
    ({"isolated": [0, 1, 2, 3]}, "warning", "isolated", "CPUs 0-3", "boot without isolcpus"),
    ({"governors": ["ondemand"]}, "warning", "governor", "is ondemand", "-g performance"),
    ({"turbo": True, "turbo_off": "echo 1 | tee x"}, "note", "turbo", "turbo is on", "echo 1 | "),
    ({"throttles": 2}, "warning", "slowed", "heat slowed the CPUs (2 times)", "cool"),
    ({"cooler": -1.0}, "warning", "slowed", "a temperature sensor is at its limit", "cool"),
    ({"frequency": 1200.0}, "warning", "slowed", "run at 1200 of 3000 MHz", "cool"),
    ({"on_battery": True}, "warning", "on_battery", "battery", "plug"),
    ({"available": 1 << 28}, "warning", "memory", "0.2 of 8.0 GiB", "ps aux"),
    ({"swapped": 5 << 20}, "warning", "memory", "5.0 MiB came back from swap", "ps aux"),
    ({"pressure": 0.2}, "warning", "memory", "20% of the last 10 s", "ps aux"),
    ({"reading": 9e-7, "clock": "hpet"}, "warning", "clock", "(hpet) takes 900 ns", "echo tsc | "),
    ({"reading": 9e-7, "clocks": []}, "warning", "clock", "takes 900 ns", "another machine"),
    ({"virtual": "QEMU"}, "note", "virtual", "a virtual machine (QEMU)", "--precision"),
]


@pytest.mark.parametrize(
    ("changes", "severity", "check", "what", "remedy"),
    FOUND,
    ids=[f"{check}-{number}" for number, (_, _, check, _, _) in enumerate(FOUND)],
)
def test_each_finding_alone(
    changes: dict[str, Any], severity: str, check: str, what: str, remedy: str
) -> None:
    (found,) = findings(changed(**changes))
    assert (found.severity, found.check) == (severity, check)
    assert what in found.what
    assert remedy in found.remedy


def test_every_check_is_seen_to_find_something() -> None:
    assert len({check for _, _, check, _, _ in FOUND}) == len(CHECKS)


@pytest.mark.parametrize(
    "changes",
    [
        {"free": 3.3},
        {"free": 1.62, "count": 2, "spinning": 2},
        {"spinning": 2, "free": 1.7},  # of a cap
        {"outside": 0.2},
        {"load": 0.4},
        {"steal": 0.02},
        {"quota": 4.0},
        {"quota": 16.0},
        {"rates": {0: 3000, 1: 3200, 2: 3000, 3: 3000}},  # a favoured core
        {"isolated": [8, 9]},  # others' CPUs
        {"governors": ["performance"]},
        {"frequency": 2000.0},  # what all of them together reach
        {"cooler": 3.0},
        {"throttled": 10_000},  # long ago
        {"swap": 1 << 30, "swapped": 4096},  # paged out long ago
        {"pressure": 0.005},
        {"kinds": 1},
    ],
    ids=str,
)
def test_what_is_usual_is_no_finding(changes: dict[str, Any]) -> None:
    assert findings(changed(**changes)) == []


def test_the_load_of_work_that_is_there_is_said_once() -> None:
    assert [one.check for one in findings(changed(load=2.0, outside=0.9))] == ["other_work"]


def test_the_same_outside_load_is_little_on_many_cpus() -> None:
    many = changed(outside=0.9, count=64, spinning=8, free=7.9, rates=None)
    assert findings(many) == []


def test_the_worst_first() -> None:
    told = findings(changed(virtual="KVM", governors=["powersave"], quota=1.0, turbo=True))
    assert [one.severity for one in told] == ["error", "warning", "note", "note"]


NUMBER = st.floats(-1e12, 1e12) | st.floats(0, 2)
NAMES = st.text(max_size=5)
CPUS = st.lists(st.integers(0, 300), max_size=5)
PLACES = {
    int: st.integers(-(2**60), 2**60),
    float: NUMBER,
    bool: st.booleans(),
    str: NAMES,
    list[int]: CPUS,
    list[list[int]]: st.lists(st.lists(st.integers(0, 300), min_size=1, max_size=3), max_size=4),
    dict[int, int]: st.dictionaries(st.integers(0, 300), st.integers(0, 10_000), max_size=4),
    list[str]: st.lists(NAMES, max_size=3),
    list[Busy]: st.lists(st.builds(Busy, name=NAMES, pid=st.integers(), cpus=NUMBER), max_size=3),
}


def filled(kind: type[msgspec.Struct], **given: Any) -> st.SearchStrategy[Any]:
    """Any value in each field, None where that is allowed."""
    places = {}
    for name, hint in get_type_hints(kind).items():
        bare = next(one for one in (get_args(hint) or (hint,)) if one is not NoneType)
        whole = hint if hint in PLACES else bare
        if name not in given:
            optional = NoneType in get_args(hint)
            places[name] = st.none() | PLACES[whole] if optional else PLACES[whole]
    return st.builds(kind, **places, **given)


@given(now=filled(Snapshot, machine=filled(Machine)))
def test_no_snapshot_makes_them_fail(now: Snapshot) -> None:
    told: list[Finding] = findings(now)
    assert [SEVERITIES.index(one.severity) for one in told] == sorted(
        SEVERITIES.index(one.severity) for one in told
    )
    assert all(one.what and one.effect and one.remedy and one.check for one in told)
    assert len({one.check for one in told}) == len(told)
