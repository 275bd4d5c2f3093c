"""CPythons to measure: found, installed or built, each with an environment of its own."""

from harness.interpreters.names import DEFAULT, KNOWN
from harness.interpreters.ready import Interpreter, Matrix, make_ready

__all__ = ["DEFAULT", "KNOWN", "Interpreter", "Matrix", "make_ready"]
