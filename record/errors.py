"""The one error of this side: a file that is not what it should be."""


class RecordError(Exception):
    """A file of a run could not be read; the text names the file and what is wrong with it."""
