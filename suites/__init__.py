"""The measured side: strategies and workloads, run inside every interpreter by pyperf.

Needs pyperf alone: whatever is imported here is part of the measurement.
"""

import os

# A strategy's file is its suite: `python -m suites.threads` runs strategies/threads.py.
# By os.path: pathlib would be imported in every lane for this.
__path__.append(os.path.join(__path__[0], "strategies"))  # noqa: PTH118
