"""How an interpreter can fail to be had. Neither ends the command: another way is tried."""


class UnusableError(Exception):
    """The binary is no interpreter that can be measured; the text says why."""


class UnavailableError(Exception):
    """An interpreter could not be had in one way; the text says why, in one line."""


class RefusedError(UnavailableError):
    """The registry was reached, and what was asked of it is not to be had there."""
