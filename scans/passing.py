"""What passes a box on both sides is not of the box: a fold with its shadow, or dirt on a scanner's glass.

`scans.ruled` finds such lines where they are level and dark. Here a page is looked at again without what is as dark
left and right of a box, or above and below it, for a fold in paper that is bent is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from scans.anchors import Outline, Placed
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM
from scans.specks import CLEAR, NEAR

AROUND = 2.0
"""mm around a box that are cleared with it: marks that missed it are looked for so far."""

_ASTRAY = np.ones((5, 1), np.uint8)
"""By two pixels, a line that passes may lie higher or lower within the box than beside it."""

SURELY = 2.0
"""So many times as dark as beside the box it may be within, for it is grainy."""

PAPER = 0.25
"""Part of a box and what is around it that is certainly paper, lines or no lines."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """A page without what passes its boxes, and how dark that makes the middle of each box, some mm inside."""

    page: InkPage
    darker: tuple[float, ...]


def without_passing(
    page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed], inside: float, beyond: float = NEAR
) -> Cleared | None:
    """The page without what passes these boxes, whose middle begins so many mm `inside`, and runs on for so many mm
    `beyond` them; None if nothing does."""
    cleared: Ink | None = None
    darker: list[float] = []
    for outline, at in zip(outlines, placed, strict=True):
        around = round(max(AROUND, beyond) * PX_PER_MM)
        top, left = round(at.y * PX_PER_MM) - around, round(at.x * PX_PER_MM) - around
        height, width = (round(side * PX_PER_MM) + 2 * around for side in (outline.h, outline.w))
        where = slice(max(0, top), top + height), slice(max(0, left), left + width)
        part = page.ink[where]
        darker.append(0.0)
        if part.shape != (height, width):
            continue
        rows, columns = _passing(part, around, beyond, page.trace), _passing(part.T, around, beyond, page.trace).T
        if rows.any() or columns.any():
            cleared = page.ink.copy() if cleared is None else cleared
            broad = np.maximum(cv2.dilate(rows, _ASTRAY), cv2.dilate(columns, _ASTRAY.T))
            cleared[where] = np.maximum(part - SURELY * broad, np.minimum(part, np.quantile(part, PAPER)))
            edge = around + round(inside * PX_PER_MM)
            darker[-1] = float(np.maximum(rows[edge:-edge], columns[:, edge:-edge]).mean())
    return None if cleared is None else Cleared(replace(page, ink=cleared), tuple(darker))


def _passing(part: Ink, around: int, beyond: float, trace: float) -> Ink:
    """How dark each row is beside the box, where it is so on both sides: n × 1; nothing where there is no line."""
    near, far = around - round(CLEAR * PX_PER_MM), around - round(beyond * PX_PER_MM)
    before, after = part[:, far:near], part[:, part.shape[1] - near : part.shape[1] - far]
    sides = [np.median(side, axis=1, keepdims=True) for side in (before, after)]
    dark = [np.maximum(side - np.median(side), 0).astype(np.float32) for side in sides]
    if min(float(side.max()) for side in dark) <= trace:
        return np.zeros_like(dark[0])
    near_both = [cv2.dilate(side, _ASTRAY) for side in dark]
    both: Ink = np.minimum((dark[0] + dark[1]) / 2, np.minimum(near_both[0], near_both[1])).astype(np.float32)
    return both
