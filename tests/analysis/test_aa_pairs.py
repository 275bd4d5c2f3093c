"""What A/A pairs say of a run: chance is allowed for, and twins that differ are found out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import SMALL, Fake

from analysis.aa import Judgement, Pair, Soundness
from analysis.estimate import Estimate
from analysis.report import build
from record import Cell

Make = Callable[[Fake], Path]


def judgement(*intervals: tuple[float, float] | None, blocks: int = 5) -> Judgement:
    twin = Cell(
        interpreter="3.13", strategy="threads", workload="primes", parameters={}, workers=1, mode={}
    )
    return Judgement(tuple(Pair(twin, Estimate(1.0, interval, blocks)) for interval in intervals))


HIT, MISS = (0.9, 1.1), (1.01, 1.2)


@pytest.mark.parametrize(
    ("intervals", "soundness"),
    [
        ([], Soundness.UNKNOWN),
        ([None], Soundness.UNKNOWN),
        ([HIT], Soundness.SOUND),
        ([MISS], Soundness.UNSOUND),
        ([HIT] * 4, Soundness.SOUND),
        ([HIT] * 3 + [MISS], Soundness.SOUND),
        ([HIT] * 2 + [MISS] * 2, Soundness.UNSOUND),
        ([HIT] * 38 + [MISS] * 2, Soundness.SOUND),
        ([HIT] * 34 + [MISS] * 6, Soundness.UNSOUND),
    ],
)
def test_the_judgement_allows_for_chance(
    intervals: list[tuple[float, float] | None], soundness: Soundness
) -> None:
    found = judgement(*intervals)
    assert found.soundness is soundness
    assert ("UNSOUND" in found.sentence) is (soundness is Soundness.UNSOUND)
    if found.judged:
        hits = len(found.judged) - found.misses
        assert f"{hits} of {len(found.judged)} A/A" in found.sentence


def test_of_2_blocks_they_cannot_tell_yet() -> None:
    found = judgement(HIT, HIT, blocks=2)
    assert found.soundness is Soundness.UNKNOWN
    assert found.sentence.startswith("Not shown to be sound: 2 of 2 A/A intervals contain 1, but")
    assert "at least 3" in found.sentence
    assert judgement(HIT, HIT, blocks=3).soundness is Soundness.SOUND
    # Their intervals are wide, not wrong: those that miss are as much of a warning.
    assert judgement(MISS, MISS, blocks=2).soundness is Soundness.UNSOUND


def test_twins_that_differ_make_a_run_unsound(make: Make) -> None:
    alike, unlike = (make(replace(SMALL, twin_ratio=ratio)) for ratio in (1.0, 1.2))
    assert build(alike).pairs.soundness is Soundness.SOUND
    found = build(unlike)
    assert found.pairs.soundness is Soundness.UNSOUND
    assert found.caveats[0].severity.name == "ERROR"
    ratios = [ratio.value for ratio in found.pairs.judged]
    assert ratios == pytest.approx([1.2] * len(ratios), rel=0.05)
