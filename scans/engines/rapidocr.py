"""PP-OCR through rapidocr, with the models in its package: reads handwriting, and print as a second opinion.

The one file that knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.errors import Rejected
from scans.documents import Grey
from scans.ocr import Layout, Line, Word

LATIN = frozenset({"nl", "en", "fy", "tr", "pl"})
"""Languages whose script its model reads."""

SMALLEST_SIDE = 320
"""Pixels to which a smaller page is enlarged where lines are looked for."""

LARGEST_SIDE = 736
"""Pixels to which a larger write box is made smaller where lines are looked for: its lines stand so far apart that as
many are found as on the whole picture, for a third of the time. They are read as they are."""

SAME_LINE = 0.5
"""Of a line's height: pieces whose middles lie nearer than this stand side by side."""


class RapidOcr:
    """Nothing is fetched: its package ships the small models of PP-OCRv6."""

    def __init__(self, argument: str = "") -> None:
        if argument:
            raise Rejected("rapidocr takes nothing behind its name", code="no_engine")

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        if not LATIN.intersection(languages[:1]):
            return []
        found = _reader(layout is Layout.PAGE)(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))
        if found.txts is None:
            return []
        pieces = [
            (np.asarray(box, dtype=np.float64), str(text), float(score))
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]
        return [Line(tuple(words), 1, 1) for words in _rows(pieces)]


@cache
def _reader(whole_page: bool) -> Any:
    """Half a second, so neither at every start nor for every file."""
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    if whole_page:
        params = {"Det.limit_type": "min", "Det.limit_side_len": SMALLEST_SIDE}
    else:  # nothing that was seen is left out for being read badly: it would be missing without a word
        params = {"Det.limit_type": "max", "Det.limit_side_len": LARGEST_SIDE, "Global.text_score": 0.0}
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error", **params, **threads})


def _rows(pieces: Sequence[tuple[NDArray[np.float64], str, float]]) -> Iterator[list[Word]]:
    """Pieces that stand side by side, from left to right, row by row from the top."""
    rows: list[tuple[float, list[tuple[NDArray[np.float64], str, float]]]] = []
    for piece in sorted(pieces, key=lambda one: float(one[0][:, 1].mean())):
        middle, height = float(piece[0][:, 1].mean()), float(np.ptp(piece[0][:, 1]))
        if rows and abs(middle - rows[-1][0]) < SAME_LINE * height:
            rows[-1][1].append(piece)
        else:
            rows.append((middle, [piece]))
    for _, row in rows:
        words = [word for piece in sorted(row, key=lambda one: float(one[0][:, 0].min())) for word in _words(*piece)]
        if words:
            yield words


def _words(corners: NDArray[np.float64], text: str, score: float) -> Iterator[Word]:
    """The words of a piece, each as broad as its part of the letters: the model tells places of whole pieces only."""
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    letter = (right - left) / max(len(text), 1)
    at = 0
    for word in text.split():
        at = text.index(word, at)
        box = (round(left + at * letter), round(top), round(len(word) * letter), round(bottom - top))
        yield Word(word, box, score)
        at += len(word)
