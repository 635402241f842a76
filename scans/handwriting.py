"""Reading what people wrote by hand. Fluent nonsense is worse than nothing: an engine that is not sure says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from scans.anchors import Outline, Placed
from scans.documents import Grey
from scans.ink import InkPage
from scans.ocr import GaveUp, Layout, OcrEngine
from scans.pages import PX_PER_MM

DOUBTFUL = 0.55
"""A word less sure than this is not believed; more than a quarter of such words and nothing is shown."""

DOT = 0.9
"""mm. The ruling's dots, and dust, are smaller; strokes are longer."""

FEWEST_STROKES = 6.0
"""mm of strokes, end to end, from which a box counts as written in."""


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
    """A print recogniser that is believed only where it is very sure: a mean confidence of at least `sure`."""

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
        if confidence < self.sure or doubtful * 4 > len(words):
            return Handwriting(None, confidence)
        return Handwriting("\n".join(line.text for line in lines), confidence)


def written(page: InkPage, outline: Outline, at: Placed) -> Grey | None:
    """What was written in a box, black on white without the box and its ruling; None if nothing was."""
    inset = 0.8
    top, left = round((at.y + inset) * PX_PER_MM), round((at.x + inset) * PX_PER_MM)
    height, width = round((outline.h - 2 * inset) * PX_PER_MM), round((outline.w - 2 * inset) * PX_PER_MM)
    weight = page.weight(top, left, height, width)
    if weight.size == 0:
        return None
    _, labels, stats, _ = cv2.connectedComponentsWithStats((weight > 0.35).astype(np.uint8), connectivity=8)
    sides = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / PX_PER_MM
    strokes = sides >= DOT
    strokes[0] = False
    if float(sides[strokes].sum()) < FEWEST_STROKES:
        return None
    near = cv2.dilate(np.where(strokes[labels], 255, 0).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    small_but_near = near | strokes[labels]
    return np.where(small_but_near, 255 - weight * 255, 255).astype(np.uint8)
