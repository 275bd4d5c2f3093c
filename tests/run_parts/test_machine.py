"""The machine's facts, and what they mean: the same snapshot, the same findings."""

from pathlib import Path

import msgspec
import pytest

from harness.machine import _quota, findings, look, snapshot, usable_cores
from record import Machine

QUIET = Machine(
    id="0123456789ab",
    system="Linux",
    kernel="6.1",
    cpu="a CPU",
    cores=8,
    quota=None,
    memory=1 << 34,
    virtual=None,
)


def told(load: float | None = 0.1, isolated: str = "", **changes: object) -> list[tuple[str, str]]:
    machine = msgspec.structs.replace(QUIET, **changes)
    return [(found.severity, found.what) for found in findings(machine, load, isolated)]


def test_nothing_to_say_of_a_quiet_machine() -> None:
    assert told() == []
    assert told(load=None) == []


@pytest.mark.parametrize(
    ("changes", "severity", "what"),
    [
        ({"cores": 1}, "error", "one usable core"),
        ({"load": 3.25}, "warning", "load average 3.2"),
        ({"isolated": "2-3"}, "warning", "CPUs 2-3 are isolated"),
        ({"virtual": "QEMU"}, "note", "a virtual machine (QEMU)"),
        ({"quota": 2.5}, "warning", "a cgroup quota of 2.5 CPUs on 8 cores"),
    ],
    ids=["core", "load", "isolated", "virtual", "quota"],
)
def test_each_finding_alone(changes: dict[str, object], severity: str, what: str) -> None:
    ((found, text),) = told(**changes)  # type: ignore[arg-type]
    assert found == severity
    assert what in text


def test_a_quota_below_two_is_one_core() -> None:
    assert [severity for severity, _ in told(quota=1.5)] == ["error", "warning"]


def test_a_quota_that_limits_nothing_is_no_finding() -> None:
    assert told(quota=8.0) == []


def test_all_at_once() -> None:
    everything = told(load=9.0, isolated="1", cores=1, quota=0.5, virtual="KVM")
    assert len(everything) == 5
    assert everything[0][0] == "error"  # the worst first


@pytest.mark.parametrize(
    ("cores", "quota", "usable"),
    [(8, None, 8), (8, 2.0, 2), (8, 2.9, 2), (8, 0.5, 1), (2, 16.0, 2), (1, None, 1)],
)
def test_usable_cores(cores: int, quota: float | None, usable: int) -> None:
    assert usable_cores(msgspec.structs.replace(QUIET, cores=cores, quota=quota)) == usable


@pytest.mark.parametrize(
    ("files", "cpus"),
    [
        ({}, None),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "50000 100000"}, 0.5),
        ({"cpu.max": "garbage"}, None),
        ({"cpu.max": "100000"}, None),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4.0),
        ({"cpu/cpu.cfs_quota_us": "400000\n"}, None),
    ],
)
def test_quota(files: dict[str, str], cpus: float | None, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert _quota(tmp_path) == cpus


def test_this_machine() -> None:
    machine, found = look()
    assert machine.cores >= 1
    assert machine.memory > 1 << 20
    assert len(machine.id) == 12
    assert snapshot() == machine  # facts, not states
    assert all(one.severity in ("error", "warning", "note") for one in found)
    assert all(one.what and one.effect and one.remedy for one in found)
