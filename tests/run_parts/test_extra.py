"""Libraries that are missing are told in one line, with what needs them and the remedy."""

import pytest

from harness.commands.extra import needed_for
from harness.errors import GilbenchError


def test_a_library_of_the_extra_that_is_missing() -> None:
    with (
        pytest.raises(
            GilbenchError, match=r"--precision needs scipy: pip install 'gilbench\[all\]'"
        ),
        needed_for("--precision needs"),
    ):
        raise ModuleNotFoundError("No module named 'scipy.stats'", name="scipy.stats")


def test_what_is_missing_of_our_own_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), needed_for("it needs"):
        raise ModuleNotFoundError("No module named 'analysis.nope'", name="analysis.nope")
