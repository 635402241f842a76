"""Letters that were written for judging redaction, filled anew with numbers: nearly all that identifies is found."""

from __future__ import annotations

import random

from benchmarks.letters_set.fill import letters
from benchmarks.redaction_judged import identifiers
from intake.privacy.redaction import propose
from intake.privacy.spans import Kind


def testidentifiers_in_letters_are_found_and_little_else() -> None:
    filled = [letter for seed in range(10) for letter in letters(random.Random(seed))]
    wanted = [[place[:2] for place in letter.wanted if place[2] is not Kind.PERSON] for letter in filled]
    found, right = identifiers(wanted, [propose(letter.text) for letter in filled])
    assert found.value >= 0.99
    assert right.value >= 0.98
