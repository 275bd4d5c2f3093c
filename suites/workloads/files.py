"""Files written, read back and removed: system calls, which release the GIL, and a disk at work.

In a folder of each task's own where temporary files go (TMPDIR): what a disk and its file system
do there is part of it, and where that is memory (tmpfs) `fsync` costs nothing.
"""

import os
import tempfile
import zlib

from suites.workload import Kind, Parameters, Size, Workload

Job = tuple[int, int, bool]  # the first file's number, how many, whether to fsync each


def keep(job: Job) -> int:
    """A checksum of all that was read back."""
    first, count, sync = job
    checksum = 0
    with tempfile.TemporaryDirectory(prefix="gilbench-") as folder:
        names = [os.path.join(folder, str(number)) for number in range(count)]  # noqa: PTH118
        for number, name in enumerate(names, first):
            with open(name, "wb", buffering=0) as file:  # noqa: PTH123
                file.write(number.to_bytes(8, "little") * 8_192)  # 64 KiB
                if sync:
                    os.fsync(file.fileno())
        for name in names:
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123
                checksum = zlib.crc32(file.read(), checksum)
            os.unlink(name)  # noqa: PTH108
    return checksum


def jobs(parameters: Parameters, _: object) -> list[Job]:
    sync = parameters["fsync"] == "yes"
    return [(first, 20, sync) for first in range(0, parameters["files"], 20)]


WORKLOAD = Workload(
    name="files",
    about="files of 64 KiB written, read and removed",
    kind=Kind.WAIT,
    task=keep,
    batch=jobs,
    ranges={"files": range(20, 1_000_001, 20)},
    sizes={
        "small": Size({"files": 1_000, "fsync": "no"}, "64aab7ef", 0.08),
        "large": Size({"files": 4_000, "fsync": "no"}, "93645609", 0.36),
    },
    sweeps={"fsync": (Size({"files": 1_000, "fsync": "yes"}, "64aab7ef", 0.56),)},
)
