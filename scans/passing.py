"""What passes a box on both sides is not of the box: a fold with its shadow, or dirt on a scanner's glass.

`scans.ruled` finds such lines where they are level and dark. Here a page is looked at again without what is as dark
left and right of a box, or above and below it, for a fold in paper that is bent is neither.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM
from scans.specks import CLEAR, NEAR

AROUND = 2.5
"""mm around a box that are given with it."""

ASTRAY = 2
"""Pixels by which a line that passes may lie higher or lower within the box than beside it."""

SURELY = 2.0
"""So many times as dark as beside the box it may be within, for it is grainy."""


def without_passing(page: InkPage, outline: Outline, at: Placed) -> tuple[InkPage, Placed] | None:
    """The part of a page with one box, and where that is there; None if nothing passes the box."""
    around, beyond = round(AROUND * PX_PER_MM), (round(CLEAR * PX_PER_MM), round(NEAR * PX_PER_MM))
    top, left = round(at.y * PX_PER_MM) - around, round(at.x * PX_PER_MM) - around
    height, width = (round(side * PX_PER_MM) + 2 * around for side in (outline.h, outline.w))
    part = page.ink[max(0, top) : top + height, max(0, left) : left + width]
    if part.shape != (height, width):
        return None
    rows, columns = (_passing(view, around, beyond, page.trace) for view in (part, part.T))
    if not rows.any() and not columns.any():
        return None
    rest = part - SURELY * np.maximum(rows[:, None], columns[None, :])
    ink: Ink = np.maximum(rest, np.minimum(part, np.median(part))).astype(np.float32)
    return replace(page, ink=ink), replace(at, x=at.x - left / PX_PER_MM, y=at.y - top / PX_PER_MM)


def _passing(part: Ink, around: int, beyond: tuple[int, int], trace: float) -> NDArray[np.float32]:
    """How dark each row is on both sides of the box; nothing where there is no line."""
    near, far = beyond
    sides = part[:, around - far : around - near], part[:, part.shape[1] - around + near : part.shape[1] - around + far]
    both = np.minimum(np.median(sides[0], axis=1), np.median(sides[1], axis=1))
    dark = np.maximum(both - np.median(both), 0).astype(np.float32)
    if float(dark.max()) <= trace:
        return np.zeros_like(dark)
    return np.asarray(cv2.dilate(dark, np.ones((2 * ASTRAY + 1, 1), np.uint8)), dtype=np.float32).ravel()
