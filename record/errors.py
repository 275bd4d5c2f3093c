"""The one error of this side: a file that is not what it should be."""

import msgspec

# What msgspec raises on data from elsewhere: wrong, not text, nested beyond the stack.
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class RecordError(Exception):
    """A file of a run could not be read; the text names the file and what is wrong with it."""
