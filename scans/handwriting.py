"""Reading what people wrote by hand. Fluent nonsense is worse than nothing: an engine that is not sure says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scans.documents import Grey
from scans.ocr import GaveUp, Layout, Line, OcrEngine

DOUBTFUL = 0.55
"""A word less sure than this is not believed; more than a quarter of such words and nothing is shown."""

MISSED = 0.1
"""Part of the ink that may lie outside the lines that were read. Where more does, there is more than the text says."""


@dataclass(frozen=True, slots=True)
class Handwriting:
    """`text` is None if it cannot be told; `confidence` (0 to 1) is in the text as a whole."""

    text: str | None
    confidence: float


class HandwritingEngine(Protocol):
    """A machine that reads handwriting. Whatever it says, a person looks before it counts.

    It is made as `Class(argument)`, as an `OcrEngine` is.
    """

    def read(self, image: Grey, languages: Sequence[str]) -> Handwriting:
        """The text in `image`: black on white, 203 dpi, without printed lines.

        :raises TryAgain: the engine is not there; the same picture may succeed later.
        """
        ...


class Unread:
    """No machine: a person at the desk reads what was written."""

    def read(self, image: Grey, languages: Sequence[str]) -> Handwriting:
        return Handwriting(None, 0.0)


class PrintOnly:
    """A print recogniser that is believed only where it is very sure, with a mean confidence of at least `sure`, and
    where it left next to no ink unread."""

    def __init__(self, engine: OcrEngine, sure: float) -> None:
        self.engine = engine
        self.sure = sure

    def read(self, image: Grey, languages: Sequence[str]) -> Handwriting:
        try:
            lines = self.engine.lines(image, languages, Layout.BLOCK)
        except GaveUp:
            return Handwriting(None, 0.0)
        words = [word for line in lines for word in line.words]
        if not words:
            return Handwriting(None, 0.0)
        confidence = float(np.mean([word.confidence for word in words]))
        doubtful = sum(word.confidence < DOUBTFUL for word in words)
        if confidence < self.sure or doubtful * 4 > len(words) or missed(image, lines) > MISSED:
            return Handwriting(None, confidence)
        return Handwriting("\n".join(line.text for line in lines), confidence)


def missed(image: Grey, lines: Sequence[Line]) -> float:
    """The part of a picture's ink, 0 to 1, that lies in none of these lines."""
    ink = np.full_like(image, 255) - image
    whole = float(ink.sum())
    for x, y, wide, high in (line.box for line in lines):
        ink[max(0, y) : max(0, y + high), max(0, x) : max(0, x + wide)] = 0
    return float(ink.sum()) / whole if whole else 0.0
