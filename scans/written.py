"""What was written in a write box, as a picture: without the printed ruling, and with all that belongs to the writing,
down to the dot on an i and what is left of a pale pen's stroke."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.documents import Grey
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM

INSET = 0.8
"""mm within a box's outline, so that none of it is taken for writing."""

SURE, DOT = 0.35, 0.9
"""Where it is asked whether anything was written at all: the weight from which ink is surely some, and mm from corner
to corner that a dot of the ruling, or dust, does not reach."""

FEWEST_STROKES = 6.0
"""mm of strokes, end to end, from which a box counts as written in."""

FAINT = 2.0
"""Times the page's `trace`. As dark, what runs on from a stroke is the stroke still: a pale pen's comes and goes."""

BLACK = 0.6
"""Darker than a trace by this is black in the picture, so that most pens keep their greys: cut off sharply, a fine
stroke looks broken to a recogniser that learnt from photographs."""

RULINGS = (8.5, 12.0)
"""mm from one ruled line to the next, in forms of 12 and of 18 points, as `channels/printed/boxes.typ` draws them."""

FIRST_DOT, DOTS_APART = 2.6, 1.8
"""mm from a box's left side to the middle of its ruling's first dot, and from each dot to the next."""

BESIDE = 0.4
"""mm that a dot of the ruling may lie beside its place, on a page that was curled; most lie within 0.15."""

STROKE = 1.15
"""mm from corner to corner, with a stroke's pale edges, as the next two. What is smaller is a dot, or dust."""

LARGEST_PRINTED = 0.85
"""mm. What is larger on a dot's place is written on it. Fax makes a twentieth of the printed dots larger than this,
copiers more, but they leave few; on other pages the largest have 0.7."""

SMALLEST_WRITTEN = 0.5
"""mm. A fine pen's dot on an i is as large; most specks of fax are smaller."""

REACH = 2.5
"""mm from a stroke: where the dot of an i, a comma and a full stop are."""

TOUCHES = 0.5
"""mm: what is so near to a stroke belongs to it, however small."""


def written(page: InkPage, outline: Outline, at: Placed) -> Grey | None:
    """What was written in a box, black on white without the box and its ruling; None if nothing was."""
    top, left = round((at.y + INSET) * PX_PER_MM), round((at.x + INSET) * PX_PER_MM)
    height, width = round((outline.h - 2 * INSET) * PX_PER_MM), round((outline.w - 2 * INSET) * PX_PER_MM)
    weight = page.weight(top, left, height, width)
    if weight.size == 0 or not _anything(weight):
        return None
    ink = page.ink[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
    pieces = _Pieces.of(ink > FAINT * page.trace)
    dark = np.isin(np.arange(len(pieces.sides)), pieces.labels[ink > page.threshold])
    strokes = dark & (pieces.sides >= STROKE)
    ruling = (pieces.sides < LARGEST_PRINTED) & on_ruling(pieces.middles / PX_PER_MM + INSET, outline.h)
    kept = strokes | (dark & _dots(pieces, strokes) & ~ruling)
    kept[0] = False
    around = cv2.dilate(kept[pieces.labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    shown = around & (kept[pieces.labels] | (pieces.labels == 0))
    return np.where(shown, 255 - np.clip((ink - page.trace) / BLACK, 0, 1) * 255, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What hangs together: the number of each point's piece (0 is paper), and by number how many mm a piece measures
    from corner to corner and where its middle is, in pixels."""

    labels: NDArray[np.int32]
    sides: NDArray[np.float64]
    middles: NDArray[np.float64]

    @staticmethod
    def of(inked: NDArray[np.bool_]) -> _Pieces:
        _, labels, stats, middles = cv2.connectedComponentsWithStats(inked.astype(np.uint8), connectivity=8)
        sides = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) / PX_PER_MM
        sides[0] = 0
        return _Pieces(np.asarray(labels, np.int32), sides, np.nan_to_num(np.asarray(middles, np.float64)))


def _anything(weight: Ink) -> bool:
    sides = _Pieces.of(weight > SURE).sides
    return float(sides[sides >= DOT].sum()) >= FEWEST_STROKES


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


def _dots(pieces: _Pieces, strokes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is too small for a stroke, but stands where a dot, a comma or a broken stroke's rest would."""
    paper = np.where(strokes[pieces.labels], 0, 255).astype(np.uint8)
    away = cv2.distanceTransform(paper, cv2.DIST_L2, 3) / PX_PER_MM
    column, row = pieces.middles.round().astype(int).T
    near = away[row, column]
    return np.asarray((near <= TOUCHES) | ((near <= REACH) & (pieces.sides >= SMALLEST_WRITTEN)), dtype=np.bool_)
