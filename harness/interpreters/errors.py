"""How an interpreter can fail to be had. Neither ends the command: another way is tried."""


class UnusableError(Exception):
    """The binary is no interpreter that can be measured; the text says why."""


class UnavailableError(Exception):
    """An interpreter could not be had in one way; the text says why, in one line."""
