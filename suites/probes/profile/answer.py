"""The answer: lines of JSON where nobody else prints."""

import json
import os
from typing import Any

from suites.silence import Silence


class Answer:
    """What is known so far. `tell` prints all of it: whatever comes next may be the end."""

    def __init__(self) -> None:
        self._output = os.dup(1)
        self.known: dict[str, Any] = {}
        Silence()  # from here on nothing else comes out

    def tell(self, error: str = "", **more: Any) -> None:
        """`error` is of this line alone."""
        self.known |= more
        told = self.known | ({"error": error} if error else {})
        line = json.dumps(told, ensure_ascii=False)
        data = line.encode(errors="replace") + b"\n"  # names of files can be no text
        while data:
            data = data[os.write(self._output, data) :]
