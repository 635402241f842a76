"""How much thicker a box's outline is somewhere than those of the page's other boxes.

A stroke that crosses a printed line makes it thicker, even where a copier or a fax left nothing else of the stroke: two
faint things together were dark enough to stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.ink import InkPage
from scans.pages import PX_PER_MM

BAND = 0.6
"""mm on both sides of an outline that belong to it."""

ENDS = 3
"""Pixels at both ends of a side that are left out: corners."""

SMOOTH = 5
"""Pixels along a side: as broad as a stroke."""

APART = 1.5
"""mm along the outline between two strokes, or two places where one crosses it."""

FEWEST = 4
"""Boxes that can tell how thick outlines are on this page."""

TIMES = 6.0
"""So many times what outlines usually differ by, none is thicker by chance."""

RAGGED = 2.0
"""So many times what they have at a second place in half of the boxes: a fax's lines are ragged everywhere."""


@dataclass(frozen=True, slots=True)
class Swollen:
    """The mm of black that an outline has beyond what is usual there and what chance adds on this page, where it has
    `most`, and at the `next` such place. A stroke mostly goes in and out; dirt lies in one place."""

    most: float = 0.0
    next: float = 0.0


def swollen(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed]) -> list[Swollen]:
    """One for each box; none of it where nothing is known."""
    out = [Swollen()] * len(outlines)
    sizes = [(round(one.w * PX_PER_MM), round(one.h * PX_PER_MM)) for one in outlines]
    for size in set(sizes):
        alike = [n for n, one in enumerate(sizes) if one == size]
        if len(alike) < FEWEST or size[0] != size[1]:
            continue
        sides = np.stack([_sides(page, placed[n], size[0]) for n in alike])
        beyond = sides - np.median(sides, axis=0)
        peaks = np.array([_peaks(one) for one in beyond])
        usual = max(TIMES * 1.48 * float(np.median(np.abs(beyond))), RAGGED * float(np.median(peaks[:, 1])))
        for n, (most, following) in zip(alike, np.maximum(peaks - usual, 0.0).tolist(), strict=True):
            out[n] = Swollen(most, following)
    return out


def _peaks(sides: NDArray[np.float32]) -> tuple[float, float]:
    """The most along four sides, and the most at a place apart from it; sides meet at corners."""
    along = sides[[0, 3, 1, 2]].copy()
    along[2:] = along[2:, ::-1]
    whole = along.ravel()
    at = int(whole.argmax())
    apart = round(APART * PX_PER_MM)
    rest = np.roll(whole, -at)[apart : len(whole) - apart]
    return float(whole[at]), float(rest.max(initial=0.0))


def _sides(page: InkPage, at: Placed, long: int) -> NDArray[np.float32]:
    """mm of black across each of the four sides, point by point: 4 × n."""
    band = round(BAND * PX_PER_MM)
    top, left = round(at.y * PX_PER_MM) - band, round(at.x * PX_PER_MM) - band
    part = np.zeros((long + 2 * band + 1, long + 2 * band + 1), np.float32)
    seen = page.ink[max(0, top) : top + len(part), max(0, left) : left + len(part)]
    part[: seen.shape[0], : seen.shape[1]] = seen
    broad = 2 * band + 1
    middle = slice(band, band + long)
    sides = np.stack(
        [
            part[:broad, middle].sum(axis=0),
            part[-broad:, middle].sum(axis=0),
            part[middle, :broad].sum(axis=1),
            part[middle, -broad:].sum(axis=1),
        ]
    )
    smooth = np.asarray(cv2.blur(sides.astype(np.float32), (SMOOTH, 1)), dtype=np.float32)
    return smooth[:, ENDS:-ENDS] / np.float32(PX_PER_MM)
