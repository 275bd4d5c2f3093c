"""Whose doing a failure is, by its exact text; and what uv's words mean."""

import pytest

from harness.ecosystem.blame import INTERPRETER, whose
from harness.interpreters.run_uv import refused, why

REFUSES = "ImportError: module {} does not support loading in subinterpreters"
GIL = (
    "The global interpreter lock (GIL) has been enabled to load module '{}', which has not "
    "declared that it can run safely without the GIL."
)
NATIVE = [
    "numpy._core._multiarray_umath",
    "pandas._libs.lib",
    "zstandard.backend_c",
    "_cffi_backend",
]


@pytest.mark.parametrize(
    ("reason", "package", "expected"),
    [
        (REFUSES.format("numpy._core._multiarray_umath"), "numpy", ""),
        (REFUSES.format("numpy._core._multiarray_umath"), "pandas", "numpy"),
        ("ImportError: numpy._core.multiarray failed to import", "pandas", "numpy"),
        (REFUSES.format("_ctypes"), "pandas", INTERPRETER),
        (REFUSES.format("_brand_new"), "pandas", INTERPRETER),
        (REFUSES.format("backend_c"), "zstandard", ""),  # calls itself by its last name
        (REFUSES.format("_cffi_backend"), "pynacl", "_cffi_backend"),
        (REFUSES.format("0123abcd__mypyc"), "charset-normalizer", ""),
        ("AttributeError: module 'datetime' has no attribute 'datetime_CAPI'", "x", INTERPRETER),
        (GIL.format("pandas._libs.lib"), "pandas", ""),
        (GIL.format("_cffi_backend"), "pandas", "_cffi_backend"),
        ("ValueError: something else", "pandas", ""),
    ],
)
def test_whose_doing_it_is(reason: str, package: str, expected: str) -> None:
    standard = ["datetime", "ctypes", "_ctypes", "_brand_new"]
    assert whose(reason, package, [package], NATIVE, standard) == expected


def test_an_attribute_that_the_main_interpreter_lacks_too_is_the_packages_doing() -> None:
    assert whose("AttributeError: module 'asyncio' has no attribute 'x'", "a", ["a"]) == ""


NO_WHEEL = """error: No solution found when resolving dependencies
  cause: Because all versions of lxml have no usable wheels and you require lxml, we can conclude

hint: Wheels are required for `lxml` because building from source is disabled for all packages
"""
UNKNOWN = """error: No solution found when resolving dependencies
  cause: Because a-b was not found in the package registry and you require a-b, we can conclude
"""
CLOSED = """error: Request failed after 3 retries in 5.8s
  cause: Failed to fetch: http://127.0.0.1:9/simple/msgspec/
  cause: tcp connect error
  cause: Connection refused (os error 111)
"""
OFFLINE = """error: No solution found when resolving dependencies
  cause: Because lxml was not found in the cache and you require lxml, we can conclude that your
         requirements are unsatisfiable.

hint: Packages were unavailable because the network was
disabled. When the network is disabled, registry packages may only be read from the cache.
"""
LOCKED = """error: No solution found when resolving dependencies
  cause: Because a was not found in the package registry and you require a, we can conclude

hint: An index URL (http://127.0.0.1/simple) could not be queried due to a lack of valid
authentication credentials (401 Unauthorized).
"""


@pytest.mark.parametrize(
    ("output", "expected", "reason"),
    [
        (NO_WHEEL, True, "there is no wheel of lxml for it"),
        (UNKNOWN, True, "Because a-b was not found in the package registry"),
        (CLOSED, False, "Connection refused (os error 111)"),
        (OFFLINE, False, "Because lxml was not found in the cache"),
        (LOCKED, False, "Because a was not found"),
        ("", False, "it printed nothing"),
    ],
)
def test_what_was_not_reached_is_not_told_as_refused(
    output: str, expected: bool, reason: str
) -> None:
    assert refused(output) is expected
    assert why(output).startswith(reason)
