"""Reads tick boxes: empty, marked, blacked out, or not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM

INSET = 0.7
"""mm inside the outline's middle where a mark is looked for; keeps the printed line out, even half a millimetre off."""

EMPTY_BELOW = 0.020
MARKED_FROM = 0.045
"""Part of the inside that is ink. Dust stays below the first; the smallest ticks people make are above the second."""

SHORT = 1.0
LONG = 1.6
"""mm: the longest connected stroke. Dust is shorter than the first, a deliberate stroke longer than the second."""

BLACK_FROM = 0.88
"""Part of the inside that is ink, from which a box is blacked out: how the form says that a mark is undone."""


class Mark(StrEnum):
    EMPTY = "empty"
    MARKED = "marked"
    BLACK = "black"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ReadMark:
    """`confidence` (0 to 1) is in the mark as named; `strength` is the part of the inside that is ink."""

    mark: Mark
    confidence: float
    strength: float


def read_marks(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed]) -> list[ReadMark]:
    """One reading for each tick box.

    Most boxes of a form stay empty, so what the emptier half of them holds is this page's dirt and is taken off.
    """
    seen = [_look(page, outline, at) for outline, at in zip(outlines, placed, strict=True)]
    dirt = float(np.median(sorted(s.strength for s in seen)[: max(1, len(seen) // 2)])) if len(seen) >= 6 else 0.0
    return [_judge(s, min(dirt, 0.03)) for s in seen]


@dataclass(frozen=True, slots=True)
class _Seen:
    strength: float
    stroke: float
    aligned: bool


def _look(page: InkPage, outline: Outline, at: Placed) -> _Seen:
    inside = _part(page, outline, at, -INSET)
    if inside.size == 0:
        return _Seen(0.0, 0.0, aligned=False)
    return _Seen(float(inside.mean()), _longest(inside >= 0.5), aligned=at.seen)


def _part(page: InkPage, outline: Outline, at: Placed, grow: float) -> Ink:
    top, left = round((at.y - grow) * PX_PER_MM), round((at.x - grow) * PX_PER_MM)
    height, width = round((outline.h + 2 * grow) * PX_PER_MM), round((outline.w + 2 * grow) * PX_PER_MM)
    return page.weight(top, left, height, width)


def _longest(ink: NDArray[np.bool_]) -> float:
    """mm across the largest connected piece of ink, corner to corner."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    if count < 2:
        return 0.0
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].astype(np.float64)
    return float(np.hypot(sides[:, 0], sides[:, 1]).max()) / PX_PER_MM


def _judge(seen: _Seen, dirt: float) -> ReadMark:
    strength = max(0.0, seen.strength - dirt)
    if strength >= BLACK_FROM:
        return ReadMark(Mark.BLACK, _between(strength, BLACK_FROM - 0.1, 1.0), strength)
    amount = _between(strength, EMPTY_BELOW, MARKED_FROM)
    length = _between(seen.stroke, SHORT, LONG)
    ink = min(amount, length)
    if ink >= 1.0:
        certain = 0.9 + 0.1 * _between(strength, MARKED_FROM, 0.12)
        return ReadMark(Mark.MARKED, certain if seen.aligned else certain - 0.25, strength)
    if ink <= 0.0:
        certain = 1.0 - 0.1 * max(amount, length)
        return ReadMark(Mark.EMPTY, certain, strength)
    return ReadMark(Mark.UNSURE, abs(ink - 0.5) + 0.3, strength)


def _between(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high`, straight in between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
