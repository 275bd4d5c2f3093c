"""The one error of this side: a file that is not what it should be."""

import re

import msgspec

from record.fields import NAME_RULE
from record.text import plain, short

# What msgspec raises on data from elsewhere: wrong, not text, nested beyond the stack.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, MemoryError)

_PATTERN = re.compile(r"`str` matching regex '.*?'(?= - at|$)")


class RecordError(Exception):
    """A file of a run could not be read; one line names the file and what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(plain(text))


def why(error: BaseException) -> str:
    """What was wrong, in a few words, whatever a hostile file had in the place."""
    if isinstance(error, OSError):
        return error.strerror or short(error)
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, MemoryError):
        return "more than this machine's memory holds"
    return short(_PATTERN.sub(f"a name ({NAME_RULE})", str(error)))
