"""A process that works beside another: whether this machine can show two at the same moment.

python -m suites.probes.explain.beside

It works once for each line that it reads, which says for how many milliseconds, and prints its
stamps of the clock.
"""

import json
import subprocess
import sys

from suites.probes.explain import together, witness


def possible(milliseconds: int, tries: int) -> bool:
    """Whether the calling process and another were seen to work at the same moment."""
    with subprocess.Popen(
        [sys.executable, "-m", "suites.probes.explain.beside"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin and other.stdout
        for _ in range(tries):
            other.stdin.write(f"{milliseconds}\n")
            other.stdin.flush()
            own = witness.work(milliseconds)
            answer = other.stdout.readline()
            if not answer:
                return False  # it is gone
            if together.found([own, json.loads(answer)]).all_at_once:
                return True
        return False


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(witness.work(int(line))), flush=True)


if __name__ == "__main__":
    main()
