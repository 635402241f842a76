"""What a page's blank paper shows where nobody wrote: what shines through from the back, creases, noise.

A box that shows no more than that is empty, however uneven the paper is; on paper that a copier made wholly white, the
least hint in a box is what is left of a stroke.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM

STEP = 8
"""Pixels of the canvas to one of the map in which blank paper is looked for: a millimetre."""

MOST = 64
FEWEST = 12
"""So many places are looked at; with fewer, nothing is known of the paper."""

MARGIN = 14.0
"""mm from the edges within which paper may be torn, or not paper at all."""


@dataclass(frozen=True, slots=True)
class Blank:
    """The most that blank paper shows in a place as large as a box's middle: how much `darker` it is than what is
    around it, and how many mm the longest `hint` of a stroke is."""

    darker: float = 0.0
    hint: float = 0.0


def blank_paper(page: InkPage, side: float, around: float) -> Blank:
    """The blank paper of a page, in squares of `side` mm with `around` mm more on each side."""
    seen = [_seen(page, top, left, side, around) for top, left in _places(page, side + 2 * around)]
    if len(seen) < FEWEST:
        return Blank()
    darker, hints = zip(*seen, strict=True)
    return Blank(max(darker), max(hints))


def beside_print(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed], away: float) -> float:
    """mm of the longest hint of a stroke, on average, so many mm beside the outlines of boxes, in squares as large as
    the boxes are so far inside: JPEG's ripples around print, which are outside boxes as well as inside."""
    hints: list[float] = []
    for outline, at in zip(outlines, placed, strict=True):
        side = round((min(outline.w, outline.h) - 2 * away) * PX_PER_MM)
        top, left = round((at.y + away) * PX_PER_MM), round((at.x + away) * PX_PER_MM)
        for down, across in ((0.0, outline.w), (0.0, -outline.w), (outline.h, 0.0), (-outline.h, 0.0)):
            first, start = top + round(down * PX_PER_MM), left + round(across * PX_PER_MM)
            part = page.ink[max(0, first) : first + side, max(0, start) : start + side]
            if part.shape == (side, side) and float(part.max()) < page.trace:
                hints.append(page.hint(part))
    return float(np.mean(hints)) if hints else 0.0


def _places(page: InkPage, side: float) -> Iterator[tuple[int, int]]:
    """Top and left in pixels of squares of `side` mm without ink, spread over the page."""
    # Every other point: no printed line is thinner.
    inked = np.greater(page.ink[::2, ::2], page.threshold) * np.uint8(255)
    size = (page.ink.shape[1] // STEP, page.ink.shape[0] // STEP)
    least = cv2.resize(inked[: size[1] * STEP // 2, : size[0] * STEP // 2], size, interpolation=cv2.INTER_AREA) > 0
    margin = round(MARGIN * PX_PER_MM / STEP)
    taken = np.ones(least.shape, np.uint8)
    taken[margin:-margin, margin:-margin] = least[margin:-margin, margin:-margin]
    reach = round(side * PX_PER_MM / STEP)
    # Anchored at its top left corner: a point is free if the whole square right of and below it is.
    near = cv2.dilate(taken, np.ones((reach, reach), np.uint8), anchor=(0, 0))
    rows, columns = np.nonzero(near[:: reach // 2, :: reach // 2] == 0)
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(MOST, len(rows))).round().astype(int))
    for at in chosen.tolist():
        yield int(rows[at]) * (reach // 2) * STEP, int(columns[at]) * (reach // 2) * STEP


def _seen(page: InkPage, top: int, left: int, side: float, around: float) -> tuple[float, float]:
    beside, long = round(around * PX_PER_MM), round(side * PX_PER_MM)
    whole: NDArray[np.float32] = page.ink[top : top + long + 2 * beside, left : left + long + 2 * beside]
    middle: Ink = whole[beside:-beside, beside:-beside]
    paper = float(np.median(whole))
    return max(0.0, float(middle.mean()) - paper), page.hint(middle)
