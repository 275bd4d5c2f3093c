"""What the system tells in small files, and on macOS by `sysctl`; None where it does not."""

import subprocess
import sys
from pathlib import Path


def read(path: str | Path) -> str | None:
    try:
        return Path(path).read_text(errors="replace").strip()
    except (OSError, ValueError):
        return None


def number(path: str | Path) -> int | None:
    text = read(path) or ""
    return int(text) if text.isdecimal() and len(text) < 20 else None


def sysctl(name: str) -> str | None:
    if sys.platform != "darwin":
        return None
    argv = ["/usr/sbin/sysctl", "-n", name]
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=5)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
