"""A package that wraps the refusal of its native code into advice."""

try:
    raise ImportError("module driven._core does not support loading in subinterpreters")
except ImportError as error:
    raise ImportError("IMPORTANT: PLEASE READ THIS") from error
