"""How large Tesseract wants a page: it brings every line to one height, and finds lines in less than 300 dpi.

Shared by the two ways in which Tesseract is called.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from scans.documents import Grey
from scans.normalise import half, pieces_of_ink
from scans.ocr import Layout

TALL = 16
"""Pixels: small letters need be no taller than this, those of the smallest print on a page."""

TALLEST, FEWEST = 30, 15
"""Half pixels that a letter is tall at most; and so many letters are print."""

HALF_LETTER = (6, 5)
"""Half pixels that a letter is tall and wide at least; a comma is narrower."""

SMALLEST, WORTH_IT = 0.6, 0.95
"""How much smaller a page may become, and from where on it is worth while."""


def as_small_as_it_may_be(image: Grey, languages: Sequence[str], layout: Layout) -> tuple[Grey, float]:
    """The picture of a page at 300 dpi, made smaller where its smallest print allows it, and by which factor."""
    factor = _enough(image) if layout is Layout.PAGE and "ar" not in languages else 1.0
    if factor == 1:
        return image, factor
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8), factor


def in_the_page(box: tuple[int, int, int, int], factor: float) -> tuple[int, int, int, int]:
    """A box in the smaller picture, in pixels of the page."""
    left, top, width, height = (round(side / factor) for side in box)
    return left, top, width, height


def _enough(image: Grey) -> float:
    found = pieces_of_ink(half(image), 139)
    tall, wide = found[:, cv2.CC_STAT_HEIGHT], found[:, cv2.CC_STAT_WIDTH]
    letters = tall[(tall >= HALF_LETTER[0]) & (tall <= TALLEST) & (wide >= HALF_LETTER[1])]
    if len(letters) < FEWEST:
        return 1.0
    factor = TALL / (2 * int(np.partition(letters, FEWEST - 1)[FEWEST - 1]))
    return max(factor, SMALLEST) if factor < WORTH_IT else 1.0
