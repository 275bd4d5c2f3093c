"""The inputs of a function, as `gilbench advise --inputs` has them."""

import csv
import glob
import json
from pathlib import Path
from types import ModuleType
from typing import Any


def read(spec: str, module: ModuleType) -> list[Any]:
    if spec.startswith("range("):
        return list(range(*map(int, spec[len("range(") : -1].split(","))))
    if spec.endswith(".jsonl"):
        return [json.loads(line) for line in Path(spec).read_text().splitlines()]
    if ".csv:" in spec:
        path, column = spec.rsplit(":", 1)
        with Path(path).open(newline="") as file:
            return [row[column] for row in csv.DictReader(file)]
    if "*" in spec:
        return sorted(glob.glob(spec))  # noqa: PTH207 (as the user wrote them)
    return list(getattr(module, spec)())
