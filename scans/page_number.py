"""The number of a page that stands alone at its head or foot, which a reader of whole pages takes for dirt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from scans.documents import Grey
from scans.ocr import Layout, Line, OcrEngine, Word

BANDS = ((0.02, 0.12), (0.88, 0.98))
"""Parts of a page's length in which its number stands."""

TALL = (5, 18)
WIDE = 45
"""Quarter pixels at 300 dpi: how tall figures are, and how wide a number with its dashes is."""

SURE = 0.6
_NUMBER = re.compile(r"[\-–—.(\[\s]*\d{1,2}[\-–—.)\]\s]*")


def page_number(
    clean: Grey, small: Grey, engine: OcrEngine, languages: Sequence[str], boxes: Iterable[tuple[int, int, int, int]]
) -> Line | None:
    """A lone number above or below the text of an upright page at 300 dpi, None if there is none.

    :param small: a quarter of it.
    :param boxes: x, y, w, h of the words that were read, in pixels of `clean`.
    :raises TryAgain: the engine is not there.
    """
    ink = np.where(small < 150, 255, 0).astype(np.uint8)
    for x, y, w, h in boxes:
        ink[max(y // 4 - 1, 0) : (y + h) // 4 + 2, max(x // 4 - 1, 0) : (x + w) // 4 + 2] = 0
    for top, bottom in BANDS:
        found = _lone(ink, round(top * small.shape[0]), round(bottom * small.shape[0]))
        if found is None:
            continue
        x, y, w, h = (4 * side for side in found)
        part = np.ascontiguousarray(clean[max(y - 30, 0) : y + h + 30, max(x - 60, 0) : x + w + 60])
        words = [word for line in engine.lines(part, languages, Layout.LINE) for word in line.words]
        text = " ".join(word.text for word in words)
        if words and _NUMBER.fullmatch(text) and min(word.confidence for word in words) >= SURE:
            return Line((Word(text, (x, y, w, h), min(word.confidence for word in words)),), block=999, paragraph=0)
    return None


def _lone(ink: Grey, top: int, bottom: int) -> tuple[int, int, int, int] | None:
    """Where the ink of this band lies, if it is no more than a number's; x, y, w, h in pixels of `ink`."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink[top:bottom], connectivity=8)
    pieces = [
        piece
        for piece in stats[1:]
        if TALL[0] <= piece[cv2.CC_STAT_HEIGHT] <= TALL[1] and piece[cv2.CC_STAT_WIDTH] <= WIDE
    ]
    if not pieces:
        return None
    left, above = min(int(piece[0]) for piece in pieces), min(int(piece[1]) for piece in pieces)
    right, below = max(int(piece[0] + piece[2]) for piece in pieces), max(int(piece[1] + piece[3]) for piece in pieces)
    if right - left > WIDE or below - above > TALL[1]:
        return None
    return left, top + above, right - left, below - above
