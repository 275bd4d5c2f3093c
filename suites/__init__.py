"""The measured side: strategies and workloads, run inside every interpreter by pyperf.

Needs pyperf alone: whatever is imported here is part of the measurement.
"""

from pathlib import Path

# A strategy's file is its suite: `python -m suites.threads` runs strategies/threads.py.
__path__.append(str(Path(__file__).parent / "strategies"))
