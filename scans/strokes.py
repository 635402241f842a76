"""Whether two scans show the same pen strokes, or two people's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.ink import InkPage
from scans.pages import PX_PER_MM

INSET = 0.8
"""mm inside an outline: what is printed is left out."""

NEAR = 0.35
"""mm within which a stroke counts as the same; two scans of one paper agree to 0.2 mm once their boxes are aligned."""

SAME = 0.86
"""Part of all strokes that must have their like in the other scan."""

FEWEST = 40
"""Pixels of stroke on a page from which it was written on at all: one small tick."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The insides of all boxes of a page, each as it lies, in one strip of booleans a box."""

    insides: tuple[NDArray[np.bool_], ...]
    written: bool


def strokes(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed]) -> Strokes:
    """What was written in the boxes of a page."""
    insides: list[NDArray[np.bool_]] = []
    for outline, at in zip(outlines, placed, strict=True):
        top, left = round((at.y + INSET) * PX_PER_MM), round((at.x + INSET) * PX_PER_MM)
        height, width = round((outline.h - 2 * INSET) * PX_PER_MM), round((outline.w - 2 * INSET) * PX_PER_MM)
        inside = page.weight(top, left, height, width) >= 0.5
        whole = np.zeros((height, width), dtype=np.bool_)
        whole[: inside.shape[0], : inside.shape[1]] = inside
        insides.append(_without_dots(whole, outline.cells))
    return Strokes(tuple(insides), sum(int(inside.sum()) for inside in insides) >= FEWEST)


def _without_dots(inside: NDArray[np.bool_], cells: int) -> NDArray[np.bool_]:
    """Without ruling, dust, and the lines between a comb's cells."""
    for n in range(1, cells):
        middle = round((n * (inside.shape[1] + 2 * INSET * PX_PER_MM) / cells) - INSET * PX_PER_MM)
        inside[:, max(0, middle - 4) : middle + 5] = False
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    keep = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= 0.9 * PX_PER_MM
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.bool_)


def same_strokes(one: Strokes, other: Strokes) -> bool:
    """Whether two scans of one page of one sheet show the same strokes; two unwritten ones do."""
    if not one.written and not other.written:
        return True
    total, matched = 0, 0
    for a, b in zip(one.insides, other.insides, strict=True):
        for strokes_, against in ((a, b), (b, a)):
            count = int(strokes_.sum())
            if count:
                total += count
                matched += int((strokes_ & _grown(against)).sum())
    return matched >= SAME * total


def _grown(strokes_: NDArray[np.bool_]) -> NDArray[np.bool_]:
    reach = 2 * round(NEAR * PX_PER_MM) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    return np.asarray(cv2.dilate(strokes_.astype(np.uint8), kernel) > 0, dtype=np.bool_)
