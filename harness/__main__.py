"""`python -m harness`, and the `gilbench` command."""

import contextlib
import sys

from harness import signals
from harness.errors import Stopped


def main() -> None:
    signals.install()  # before the imports, which take longest
    try:
        from harness.cli import run  # noqa: PLC0415

        code = run()
    except Stopped as stopped:
        code = stopped.exit_code
        with contextlib.suppress(OSError):  # the terminal is gone
            print(f"gilbench: error: {stopped}", file=sys.stderr)
    signals.leave()
    sys.exit(code)


if __name__ == "__main__":
    main()
