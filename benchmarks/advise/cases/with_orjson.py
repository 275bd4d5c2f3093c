"""orjson: holds the GIL; no wheel for 3.13t."""

from pathlib import Path

import orjson


def reformat(path: str) -> int:
    return len(orjson.dumps(orjson.loads(Path(path).read_bytes()), option=orjson.OPT_SORT_KEYS))
