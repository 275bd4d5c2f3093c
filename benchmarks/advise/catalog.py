"""The cases: a line each says what is known of it."""

from benchmarks.advise import files
from benchmarks.advise.case import Case

COMPUTES = "pure Python: processes, or threads where there is no GIL"
PARALLEL = ("processes", "threads@3.13t", "interpreter-pool")
IN_ONE = ("sequential", "threads")

WAITING = (
    Case("sleep", "waiting.py:pause", "range(100)", "20 ms of waiting: threads", ("threads",)),
    Case(
        "sleep-async",
        "waiting.py:pause_async",
        "range(200)",
        "20 ms of waiting: a loop",
        ("asyncio",),
    ),
    Case(
        "fetch",
        "waiting.py:fetch",
        "requests.jsonl",
        "a server that answers after 10 ms: threads",
        ("threads",),
        unpack=True,
        files=files.requests,
        served=True,
    ),
    Case(
        "fetch-async",
        "waiting.py:fetch_async",
        "requests.jsonl",
        "a server that answers after 10 ms: a loop",
        ("asyncio",),
        unpack=True,
        files=files.requests,
        served=True,
    ),
    Case(
        "read",
        "waiting.py:read",
        "files/*.bin",
        "files that the kernel has in memory: 20 us each, nothing to wait for",
        files=files.binary,
    ),
    Case(
        "half-and-half",
        "waiting.py:half_and_half",
        "range(60)",
        "5 ms of waiting, 5 ms of pure Python",
        PARALLEL,
    ),
    Case(
        "compute-between",
        "waiting.py:compute_between",
        "range(150)",
        "async: 5 ms of waiting, 2 ms that hold the loop",
    ),
)

PURE = (
    Case("pure-ms", "computing.py:milliseconds", "range(250)", COMPUTES, PARALLEL),
    Case(
        "pure-long",
        "computing.py:milliseconds",
        "range(2000)",
        f"{COMPUTES}; 8 s in all, of which advice may measure a part",
        PARALLEL,
    ),
    Case(
        "pure-50us",
        "computing.py:fifty_microseconds",
        "range(20000)",
        "pays in chunks alone",
        PARALLEL,
    ),
    Case(
        "pure-2us",
        "computing.py:two_microseconds",
        "range(50000)",
        "0.1 s in all: a pool hardly pays",
    ),
    Case(
        "uneven",
        "computing.py:as_long_as_told",
        "uneven",
        "0.1 to 100 ms: large chunks would leave lanes idle",
        PARALLEL,
    ),
    Case(
        "giant",
        "computing.py:as_long_as_told",
        "one_giant",
        "one of 0.4 s among 200 of 2 ms, late",
        PARALLEL,
    ),
    Case(
        "one-input",
        "computing.py:a_third_of_a_second",
        "range(1)",
        "nothing to spread",
        ("sequential",),
    ),
    Case("two-inputs", "computing.py:a_third_of_a_second", "range(2)", "two lanes", PARALLEL),
    Case(
        "three-inputs",
        "computing.py:a_third_of_a_second",
        "range(3)",
        "three lanes on two cores, or two",
        PARALLEL,
    ),
    Case(
        "slow-import",
        "slow_import.py:ten_milliseconds",
        "range(100)",
        "0.5 s of import in every process that is not forked",
        ("processes", "threads@3.13t"),
    ),
)

NATIVE = (
    Case(
        "hash-large",
        "buffers.py:hash_large",
        "buffers",
        "lets the GIL go; 2 MB to send to a process: threads",
        ("threads",),
    ),
    Case(
        "hash-small",
        "buffers.py:hash_small",
        "range(30000)",
        "1 us each, holding the GIL",
    ),
    Case("zlib-large", "buffers.py:compress_large", "range(40)", "lets the GIL go"),
    Case("zlib-small", "buffers.py:compress_small", "range(10000)", "20 us each"),
    Case(
        "numpy-large",
        "arrays.py:large",
        "range(150)",
        "lets the GIL go, and needs the memory's bandwidth",
        requirements=("numpy",),
    ),
    Case(
        "numpy-small",
        "arrays.py:small",
        "range(20000)",
        "10 us each, mostly calls",
        requirements=("numpy",),
    ),
    Case(
        "numpy-dot",
        "arrays.py:dot",
        "range(40)",
        "BLAS has threads of its own: nothing is left to win",
        requirements=("numpy",),
    ),
    Case("sqlite", "standard.py:database", "range(200)", "a database in memory for each call"),
    Case("re", "standard.py:words", "texts/*.txt", "holds the GIL", PARALLEL, files=files.texts),
    Case(
        "re-lines",
        "standard.py:status",
        "log.csv:line",
        "2 us each: nothing pays",
        ("sequential",),
        files=files.log,
    ),
    Case("json", "standard.py:round_trip", "range(500)", "holds the GIL", PARALLEL),
    Case(
        "decimal",
        "standard.py:root",
        "numbers.jsonl",
        "holds the GIL",
        PARALLEL,
        unpack=True,
        files=files.numbers,
    ),
)

SENT_AND_SHARED = (
    Case(
        "huge-result",
        "transfers.py:huge_result",
        "range(12)",
        "30 MB back: no processes",
        IN_ONE,
    ),
    Case("huge-argument", "transfers.py:huge_argument", "blobs", "10 MB there, 10 ms of work"),
    Case("cache", "sharing.py:cached", "range(1000)", "each call writes into one dict", PARALLEL),
    Case(
        "memo",
        "sharing.py:memoised",
        "range(4000)",
        "each process computes all 40 keys for itself",
    ),
    Case(
        "locked",
        "sharing.py:locked",
        "range(300)",
        "a lock around everything: processes have one each",
        ("processes", "interpreter-pool"),
    ),
    Case(
        "counter",
        "sharing.py:counting",
        "range(600)",
        "counts a module's number up: threads without a GIL fight for it",
        ("processes", "interpreter-pool"),
    ),
    Case(
        "deep-tree",
        "objects.py:weigh",
        "trees",
        "too deep to be pickled",
        ("sequential", "threads@3.13t"),
    ),
    Case(
        "open-file",
        "objects.py:count_bytes",
        "open_files",
        "an open file cannot be pickled",
        ("sequential", "threads@3.13t"),
        files=files.binary,
    ),
    Case(
        "lambda",
        "objects.py:matching",
        "rules",
        "a lambda in an object cannot be pickled",
        ("sequential", "threads@3.13t"),
    ),
)

PACKAGES = (
    Case(
        "greenlet",
        "switches_gil.py:in_a_greenlet",
        "range(200)",
        "importing greenlet switches the GIL on again on 3.13t",
        ("processes",),
        ("greenlet",),
    ),
    Case(
        "markdown",
        "with_markdown.py:render",
        "docs/*.md",
        "pure Python in a package",
        PARALLEL,
        ("markdown-it-py",),
        files=files.documents,
    ),
    Case(
        "yaml",
        "with_yaml.py:load",
        "configs/*.yaml",
        "no wheel for 3.13t; pure Python",
        ("processes", "interpreter-pool"),
        ("PyYAML",),
        files=files.configs,
    ),
    Case(
        "pillow",
        "with_pillow.py:thumbnail",
        "photos/*.ppm",
        "lets the GIL go while it resizes",
        requirements=("Pillow",),
        files=files.photos,
    ),
    Case(
        "orjson",
        "with_orjson.py:reformat",
        "payloads/*.json",
        "no wheel for 3.13t; holds the GIL",
        requirements=("orjson",),
        files=files.payloads,
    ),
    Case(
        "lxml",
        "with_lxml.py:prices",
        "feeds/*.xml",
        "no wheel for 3.13t; lets the GIL go while it parses",
        requirements=("lxml",),
        files=files.feeds,
    ),
    Case(
        "cryptography",
        "with_cryptography.py:derive",
        "range(100)",
        "no wheel for 3.13t; lets the GIL go",
        requirements=("cryptography",),
    ),
    Case(
        "regex",
        "with_regex.py:words",
        "texts/*.txt",
        "holds the GIL",
        PARALLEL,
        ("regex",),
        files=files.texts,
    ),
)

CASES = {case.name: case for case in (*WAITING, *PURE, *NATIVE, *SENT_AND_SHARED, *PACKAGES)}
