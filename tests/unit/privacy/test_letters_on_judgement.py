"""Letters that were written for judging redaction, filled anew with numbers: nearly all that identifies is found."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.letters_set import fifth, fill, fourth, second, third
from benchmarks.redaction_judged import of_hand

Made = Mapping[str, Callable[[random.Random], str]]


@pytest.mark.parametrize(
    ("path", "made"),
    [
        (fill.LETTERS, fill.MADE),
        (second.LETTERS, second.MADE),
        (third.LETTERS, third.MADE),
        (fourth.LETTERS, fourth.MADE),
        (fifth.LETTERS, fifth.MADE),
    ],
    ids=["first hand", "second hand", "third hand", "fourth hand", "fifth hand"],
)
def test_identifiers_in_letters_are_found_and_little_else(path: Path, made: Made) -> None:
    filled = [letter for seed in range(10) for letter in fill.letters(random.Random(seed), path, made)]
    found, right = of_hand("a hand", filled)
    assert found.value >= 0.99
    assert right.value >= 0.98
