"""Where harnesses are harmed: a cache of its own, whose interpreter misbehaves on request."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import psutil
import uv

from injection import misbehave

INTERPRETER = "3.13"
CELLS = ("--interpreters", INTERPRETER, "--workloads", "primes", "--strategies")


class Lab:
    """Made once; then every harness in it is started with `lab.env`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        self._cache = folder / "cache" / "gilbench"
        self.env = os.environ | {
            "XDG_CACHE_HOME": str(self._cache.parent),
            "UV_CACHE_DIR": _uv_cache(),
            "TMPDIR": str(self.temporary),
        }
        self._borrow_builds()
        subprocess.run(
            self.command("interpreters", INTERPRETER), env=self.env, check=True, capture_output=True
        )
        self._sites = list(self._cache.glob("environments/*/*/env/lib/python3*/site-packages"))
        for site in self._sites:
            shutil.copy(misbehave.__file__, site)
            (site / "misbehave.pth").write_text(misbehave.PTH)

    def _borrow_builds(self) -> None:
        """Interpreters that took minutes to build are not built again."""
        theirs = platformdirs.user_cache_path("gilbench")
        self._cache.mkdir(parents=True)
        for name in ("builds", "sources"):
            if (theirs / name).is_dir():
                (self._cache / name).symlink_to(theirs / name)

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "harness", *map(str, arguments)]

    def request(self, what: str, seconds: float) -> None:
        """That the next measuring process does `what` of `misbehave`, so long after its start."""
        for site in self._sites:
            draft = site / "misbehave.draft"
            draft.write_text(f"{what} {seconds:.3f}")
            draft.replace(site / misbehave.REQUEST)

    def taken(self) -> bool:
        """Whether a process found the last request."""
        return not any((site / misbehave.REQUEST).exists() for site in self._sites)

    def forget(self) -> None:
        for site in self._sites:
            for left in ("misbehave.request", "misbehave.taken"):
                (site / left).unlink(missing_ok=True)

    def processes(self) -> list[psutil.Process]:
        """Whatever was started in here and still lives, of any session and any parent."""
        mark = f"TMPDIR={self.temporary}".encode()
        found = []
        for one in psutil.process_iter():
            try:
                environment = Path(f"/proc/{one.pid}/environ").read_bytes()
            except OSError:
                continue
            if any(entry.startswith(mark) for entry in environment.split(b"\0")):
                found.append(one)
        return found


def _uv_cache() -> str:
    done = subprocess.run(
        [uv.find_uv_bin(), "cache", "dir"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
