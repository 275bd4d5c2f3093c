"""How much of a run is read: a run's folder can come from anyone, and memory has an end.

A real run stays below: all strategies and sweeps on six interpreters and 256 cores are 25,000
cells and 60,000 comparisons, which are 16 MiB and a million values of a manifest. What is beyond
a limit is refused in one line that says the limit.
"""

MANIFEST = 2**26  # bytes
JOURNAL = 2**28
RESULTS = 2**27  # of one pyperf file
ITEMS = 2**22  # numbers, texts, lists and objects in one JSON text: about 100 bytes each
RUNS = 1000  # of a set
ATTEMPTS = 1_000_000
CELLS = 50_000
CONTRASTS = 100_000
BUILDS = 100
WORKERS = 999_999
TEXT = 2**16  # characters of what is only shown: reasons, findings, commands
NAME = 250  # bytes of a file's name
KEY = 600
PATH = 1000
LONGEST = 1e9  # seconds: nothing takes thirty years
SHORTEST = 1e-12
