"""The limits of control groups, on made-up trees."""

from pathlib import Path

import pytest

from harness.doctor import cgroup

V2 = "0::/user.slice/job\n"
V1 = "3:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc\n0::/\n"

QUOTAS = [
    ({}, V2, None),
    ({"cpu.max": "max 100000\n"}, V2, None),
    ({"cpu.max": "150000 100000\n"}, "0::/\n", 1.5),
    ({"user.slice/job/cpu.max": "50000 100000"}, V2, 0.5),
    ({"user.slice/cpu.max": "200000 100000", "user.slice/job/cpu.max": "max 100000"}, V2, 2.0),
    ({"user.slice/cpu.max": "200000 100000", "user.slice/job/cpu.max": "400000 100000"}, V2, 2.0),
    ({"user.slice/other/cpu.max": "50000 100000"}, V2, None),
    ({"cpu.max": "300000 100000"}, "0::/not/visible/here\n", 3.0),
    ({"cpu.max": "300000 100000"}, "0::/../../outside\n", 3.0),
    ({"cpu.max": "300000 100000"}, "", 3.0),
    ({"cpu.max": "300000 100000"}, "what is this?\n::\n", 3.0),
    ({"cpu.max": "garbage"}, V2, None),
    ({"cpu.max": "100000"}, V2, None),
    ({"cpu.max": "100000 0"}, V2, None),
    ({"cpu.max": f"{'9' * 5000} 100000"}, V2, None),
    ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, V1, None),
    ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, V1, 4.0),
    ({"cpu/cpu.cfs_quota_us": "400000\n"}, V1, None),
    (
        {
            "cpu,cpuacct/docker/abc/cpu.cfs_quota_us": "250000",
            "cpu,cpuacct/docker/abc/cpu.cfs_period_us": "100000",
        },
        V1,
        2.5,
    ),
]


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize(("files", "groups", "cpus"), QUOTAS)
def test_quota(files: dict[str, str], groups: str, cpus: float | None, tmp_path: Path) -> None:
    assert cgroup.quota(groups, tree(tmp_path, files)) == cpus


def test_both_versions_at_once(tmp_path: Path) -> None:
    files = {
        "cpu/cpu.cfs_quota_us": "300000",
        "cpu/cpu.cfs_period_us": "100000",
        "cpu.max": "200000 100000",
    }
    assert cgroup.quota("1:cpu:/\n0::/\n", tree(tmp_path, files)) == 2.0


MEMORY = [
    ({}, None),
    ({"memory.max": "max"}, None),
    ({"memory.max": "1000", "memory.current": "400"}, 600),
    ({"memory.max": "1000", "memory.current": "1400"}, 0),
    ({"memory.max": "1000"}, 1000),
    ({"user.slice/memory.max": "700", "memory.max": "1000"}, 700),
    ({"memory/memory.limit_in_bytes": "9223372036854771712"}, None),
    ({"memory/memory.limit_in_bytes": "900", "memory/memory.usage_in_bytes": "100"}, 800),
]


@pytest.mark.parametrize(("files", "room"), MEMORY)
def test_memory(files: dict[str, str], room: int | None, tmp_path: Path) -> None:
    assert cgroup.memory(V2, tree(tmp_path, files)) == room


def test_of_this_process() -> None:
    quota, room = cgroup.quota(), cgroup.memory()
    assert quota is None or quota > 0
    assert room is None or room >= 0
