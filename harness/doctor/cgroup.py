"""What the control groups of this process allow: CPUs and memory, the least of all levels.

A limit can be set at any level from the group that /proc/self/cgroup names up to the root.
In a container the levels above its own root cannot be seen, and the path named may not be
there: then what is visible is read.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TypeVar

from harness.doctor.files import number, read

MOUNT = Path("/sys/fs/cgroup")
UNLIMITED = 2**60  # version 1 writes about 2**63 where memory has no limit

N = TypeVar("N", int, float)


def quota(groups: str | None = None, mount: Path = MOUNT) -> float | None:
    """CPUs that may be used in the long run. `groups`: the text of /proc/self/cgroup."""
    return _least(_cpus(level) for level in levels("cpu", groups, mount))


def memory(groups: str | None = None, mount: Path = MOUNT) -> int | None:
    """Bytes of memory that are still to be had."""
    return _least(_room(level) for level in levels("memory", groups, mount))


def levels(controller: str, groups: str | None, mount: Path) -> Iterator[Path]:
    """The folders of the group and of all above it, of version 2 and of version 1."""
    text = (read("/proc/self/cgroup") if groups is None else groups) or ""
    yield from _upwards(mount, _path(text, ""))
    for name in (controller, "cpu,cpuacct", "cpuacct,cpu"):
        if controller in name.split(","):
            yield from _upwards(mount / name, _path(text, controller))


def _path(groups: str, controller: str) -> PurePosixPath:
    """Where a controller's group is below its mount; version 2 has no controller's name."""
    for line in groups.splitlines():
        _, _, rest = line.partition(":")
        names, _, path = rest.partition(":")
        if controller in names.split(","):
            parts = PurePosixPath(path).parts
            # `/../..` is a group outside of what this namespace shows.
            return PurePosixPath() if ".." in parts else PurePosixPath(*parts[1:])
    return PurePosixPath()


def _upwards(mount: Path, path: PurePosixPath) -> Iterator[Path]:
    for level in (path, *path.parents):
        yield mount / level


def _cpus(level: Path) -> float | None:
    """Version 2's cpu.max (`max 100000`, `150000 100000`), or version 1's two files."""
    limit, _, period = (read(level / "cpu.max") or "").partition(" ")
    if not limit:
        limit = read(level / "cpu.cfs_quota_us") or ""
        period = read(level / "cpu.cfs_period_us") or ""
    if not (limit.isdecimal() and period.isdecimal() and len(limit + period) < 40):
        return None
    return int(limit) / int(period) if int(limit) and int(period) else None


def _room(level: Path) -> int | None:
    limit, used = number(level / "memory.max"), number(level / "memory.current")
    if limit is None:
        limit = number(level / "memory.limit_in_bytes")
        used = number(level / "memory.usage_in_bytes")
    return None if limit is None or limit > UNLIMITED else max(0, limit - (used or 0))


def _least(limits: Iterable[N | None]) -> N | None:
    return min((limit for limit in limits if limit is not None), default=None)
