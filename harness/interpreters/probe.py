"""Ask a binary what it is. Whatever it answers, the result is facts or one clear line."""

import os
import select
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from harness.interpreters.errors import UnusableError
from harness.interpreters.facts import OLDEST, Facts, Raw, understand

_TIMEOUT = 30.0  # a cold start from a slow disk takes seconds
_LONGEST_ANSWER = 1 << 20

_SCRIPT = """
import json, platform, sys, sysconfig

def var(name):
    return sysconfig.get_config_var(name) or ""

def mapped():
    with open("/proc/self/maps") as maps:
        return any(line.rstrip().rsplit("/", 1)[-1].startswith("libpython") for line in maps)

try:
    shared = mapped()
except OSError:
    shared = bool(var("Py_ENABLE_SHARED"))
jit = getattr(sys, "_jit", None)
print()
print(json.dumps({
    "implementation": sys.implementation.name,
    "version": platform.python_version(),
    "info": list(sys.version_info),
    "executable": sys.executable,
    "base": getattr(sys, "_base_executable", "") or sys.executable,
    "compiler": platform.python_compiler(),
    "free_threaded": bool(var("Py_GIL_DISABLED")),
    "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
    "debug": hasattr(sys, "gettotalrefcount"),
    "shared": shared,
    "jit": jit.is_enabled() if jit else None,
    "tail_call": bool(var("Py_TAIL_CALL_INTERP")),
    "configure": str(var("CONFIG_ARGS")),
    "flags": " ".join(str(var(n)) for n in ("PY_CORE_CFLAGS", "PY_CORE_LDFLAGS")),
    "pgo_flags": str(var("PGO_PROF_USE_FLAG")),
}))
"""
_GIL_SCRIPT = "import sys; print(sys._is_gil_enabled())"

_decode = msgspec.json.Decoder(Raw).decode


def probe(binary: Path) -> Facts:
    """The facts of a binary; of the interpreter behind it where it is a virtual environment's."""
    raw = _ask(binary)
    if Path(raw.base).resolve() != binary.resolve():
        binary = Path(raw.base).resolve()
        raw = _ask(binary)
    return understand(msgspec.structs.replace(raw, executable=str(binary.resolve())))


def check_gil_can_be_forced(binary: Path) -> None:
    # Not -I: it makes the interpreter ignore PYTHON_GIL.
    answer = _run([str(binary), "-s", "-P", "-c", _GIL_SCRIPT], {"PYTHON_GIL": "1"})
    if answer.strip() != b"True":
        raise UnusableError(f"{binary} does not switch its GIL on with PYTHON_GIL=1")


def clean_environment() -> dict[str, str]:
    """This process's environment without what changes how a Python starts."""
    dropped = ("PYTHON", "__PYVENV_LAUNCHER__", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(dropped)}


def _ask(binary: Path) -> Raw:
    lines = _run([str(binary), "-I", "-c", _SCRIPT], {}).strip().splitlines()
    try:
        raw = _decode(lines[-1])
    except (IndexError, msgspec.MsgspecError, UnicodeDecodeError):
        raise UnusableError(f"{binary} is not a CPython {_oldest()} or newer") from None
    if raw.implementation != "cpython":
        raise UnusableError(f"{binary} is a {raw.implementation[:20]!r}, not a CPython")
    if raw.info[:2] < OLDEST:
        raise UnusableError(f"{binary} is {raw.version[:20]}; the oldest that works is {_oldest()}")
    if raw.free_threaded and raw.gil:
        raise UnusableError(f"{binary} is a free-threaded build that starts with its GIL on")
    return raw


def _run(command: list[str], environment: dict[str, str]) -> bytes:
    """The standard output, cut off; a program that floods, hangs or forks is ended."""
    try:
        process = subprocess.Popen(
            command,
            env=clean_environment() | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnusableError(f"{command[0]} cannot be run: {reason}") from None
    with process:
        try:
            return _answer(process)
        finally:
            _end(process)


def _answer(process: subprocess.Popen[bytes]) -> bytes:
    """What it wrote until it ended: a child of its own may hold the pipe open for longer."""
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    deadline = time.monotonic() + _TIMEOUT
    answer = b""
    while len(answer) < _LONGEST_ANSWER and time.monotonic() < deadline:
        ended = process.poll() is not None
        if select.select([pipe], [], [], 0 if ended else 0.05)[0]:
            data = os.read(pipe, _LONGEST_ANSWER)
            if not data:
                break
            answer += data
        elif ended:
            break
    return answer[:_LONGEST_ANSWER]


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _oldest() -> str:
    return ".".join(map(str, OLDEST))
