"""How long it takes to find what is nearly the same among many letters, a campaign's form letter among them."""

from __future__ import annotations

import random
import time

from benchmarks.result import Progress, Result
from models.likeness import alike, bands, comparable

LETTERS = 100_000
CAMPAIGN = 0.3
"""How many of them send the same letter, each with a sentence and a name of their own."""
NAME = "comparing letters"


def run(progress: Progress) -> list[Result]:
    progress(f"comparing: {LETTERS} letters")
    dice = random.Random(20261123)
    vocabulary = ["".join(dice.choices("aeioubdgklmnprstvw", k=dice.randint(2, 10))) for _ in range(8000)]
    form_letter = _letter(dice, vocabulary)
    leaders: dict[int, list[str]] = {}
    texts: list[str] = []
    compared = 0
    began = time.process_time()
    for _ in range(LETTERS):
        own = _letter(dice, vocabulary, words=12)
        text = f"{form_letter} {own}" if dice.random() < CAMPAIGN else _letter(dice, vocabulary)
        plain = comparable([text]) or ""
        parts = bands(plain)
        near = {one for part in parts for one in leaders.get(part, ())}
        compared += len(near)
        if not any(alike(plain, one) for one in near):
            texts.append(plain)
            for part in parts:
                leaders.setdefault(part, []).append(plain)
    seconds = time.process_time() - began
    different = sum(form_letter[:40] not in text for text in texts)
    return [
        Result(
            NAME,
            f"groups that the campaign fell into, of {LETTERS} letters",
            float(len(texts) - different),
            "",
            at_most=1,
        ),
        Result(NAME, "comparisons a letter", compared / LETTERS, "", at_most=2),
        Result(NAME, "CPU seconds, making the letters included", seconds, "s"),
    ]


def _letter(dice: random.Random, vocabulary: list[str], words: int = 120) -> str:
    return " ".join(dice.choices(vocabulary, k=words))
