"""Why a process ended: a signal, or the error that it wrote."""

import signal


def signal_name(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
    if number == signal.SIGKILL:
        return f"{name} (killed from outside, or for want of memory)"
    return name


def error_in(text: str) -> str:
    """Of what a process wrote to stderr: the error that ended it, or else its last line.

    An error's text may have more lines, and errors that were ignored may come after it.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    for start in reversed(range(len(lines))):
        ignored = start > 0 and lines[start - 1].startswith("Exception ignored")
        if lines[start].startswith("Traceback (most recent call last)") and not ignored:
            told = [line for line in lines[start + 1 :] if not line.startswith(" ")]
            if told:
                return told[0][:500]
    return lines[-1].strip()[:500] if lines else ""
