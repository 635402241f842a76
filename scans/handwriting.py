"""Reading what people wrote by hand. Fluent nonsense is worse than nothing: an engine that is not sure says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.documents import Grey
from scans.ink import InkPage
from scans.ocr import Layout, OcrEngine
from scans.pages import PX_PER_MM

DOUBTFUL = 0.55
"""A word less sure than this is not believed; more than a quarter of such words and nothing is shown."""

DOT = 0.9
"""mm. The ruling's dots, dust, and the dots of an i and of a sentence's end are smaller; strokes are longer."""

RULINGS = (8.5, 12.0)
"""mm from one ruled line to the next, in forms of 12 and of 18 points, as `channels/printed/boxes.typ` draws them."""

FIRST_DOT, DOTS_APART = 2.6, 1.8
"""mm from a box's left side to the middle of its ruling's first dot, and from each dot to the next."""

BESIDE = 0.4
"""mm that a dot of the ruling may lie beside its place, on a page that was curled; most lie within 0.15."""

LARGEST_PRINTED = 0.6
"""mm across. What is larger on a dot's place is written on it; fax makes them 0.5."""

SMALLEST_WRITTEN = 0.25
"""mm across: two points. A fine pen's dot on an i is as large, most of the specks of fax are smaller."""

REACH = 2.5
"""mm from a stroke: where the dot of an i, a comma and a full stop are."""

TOUCHES = 0.5
"""mm: what is so near to a stroke belongs to it, however small."""

INSET = 0.8
"""mm within a box's outline, so that none of it is taken for writing."""

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
        lines = self.engine.lines(image, languages, Layout.BLOCK)
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
    top, left = round((at.y + INSET) * PX_PER_MM), round((at.x + INSET) * PX_PER_MM)
    height, width = round((outline.h - 2 * INSET) * PX_PER_MM), round((outline.w - 2 * INSET) * PX_PER_MM)
    weight = page.weight(top, left, height, width)
    if weight.size == 0:
        return None
    _, labels, stats, centres = cv2.connectedComponentsWithStats((weight > 0.35).astype(np.uint8), connectivity=8)
    middles = np.nan_to_num(np.asarray(centres, np.float64))
    sides = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / PX_PER_MM
    strokes = sides >= DOT
    strokes[0] = False
    if float(sides[strokes].sum()) < FEWEST_STROKES:
        return None
    ruling = (sides < LARGEST_PRINTED) & on_ruling(middles / PX_PER_MM + INSET, outline.h)
    kept = strokes | (_dots(labels, sides, middles, strokes) & ~ruling)
    kept[0] = False
    around = cv2.dilate(kept[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(around & (kept[labels] | (labels == 0)), 255 - weight * 255, 255).astype(np.uint8)


def on_ruling(points: NDArray[np.float64], height: float) -> NDArray[np.bool_]:
    """Which of these points lie where a dot of the ruling is printed.

    :param points: n × 2, in mm from a box's top left corner.
    :param height: of the box, in mm; a whole number of lines.
    """
    across = np.abs(_beside(points[:, 0] - FIRST_DOT, DOTS_APART)) < BESIDE
    down = np.zeros(len(points), dtype=np.bool_)
    for apart in RULINGS:
        if abs(float(_beside(np.array([height]), apart)[0])) < BESIDE:
            down |= np.abs(_beside(points[:, 1], apart)) < BESIDE
    return across & down


def _beside(at: NDArray[np.float64], apart: float) -> NDArray[np.float64]:
    """How far each place is from the nearest multiple of `apart`."""
    nearest: NDArray[np.float64] = at - np.round(at / apart) * apart
    return nearest


def _dots(
    labels: MatLike, sides: NDArray[np.float64], middles: NDArray[np.float64], strokes: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """What is too small for a stroke, but stands where a dot, a comma or a broken stroke's rest would."""
    away = cv2.distanceTransform(np.where(strokes[labels], 0, 255).astype(np.uint8), cv2.DIST_L2, 3) / PX_PER_MM
    column, row = middles.round().astype(int).T
    near = away[row, column]
    return np.asarray((near <= TOUCHES) | ((near <= REACH) & (sides >= SMALLEST_WRITTEN)), dtype=np.bool_)
