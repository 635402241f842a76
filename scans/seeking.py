"""Looks for printed markers where they should stand, however blurred they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.blur import COARSE, LIKELY, Blur
from scans.documents import Grey
from scans.geometry import Matrix, Points, apply, seen_from_above
from scans.registration import MARKER_SIZE, MARKERS, MODULES, marker_bits, marker_corners

PX = 6.0
"""Pixels to the mm at which markers are compared."""

AROUND = 2.0
"""mm of white paper that is compared with a marker."""

SURE = 0.55
"""How well a marker must match, its black border left aside. Of those that were there, moved, out of focus or curled,
nearly all had 0.7 and more; of those that were covered none more than 0.5, most less than 0.2."""

PERHAPS_THERE = 0.35
"""The same of a marker that may lie otherwise than was thought."""

PERHAPS = 0.55
"""The same of a square that is worth a longer look."""

SMALLEST = 0.01
"""Side of a marker in longer sides of the picture, of a sheet that takes a third of that."""

MOST_BESIDE = 1.2
"""mm by which a marker's corner may be elsewhere than where a marker that lay flat would have it."""

NARROW = 1.0
"""mm around markers that were seen, in which they are compared to tell how they are blurred."""

_SIDE, _EDGE = round(MARKER_SIZE * PX), round(AROUND * PX)
_CORNERS = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float32) * _SIDE + _EDGE - 0.5
"""Of a marker in its pattern, in pixels whose middles are whole numbers."""

_LIKENESS = cv2.TM_CCOEFF_NORMED
_BORDER = round(MARKER_SIZE * PX / MODULES)
_INNER = slice(_EDGE + _BORDER, _EDGE + _SIDE - _BORDER)


def window(image: Grey, to_image: Matrix, left: float, top: float, side: float, px: float) -> Grey:
    """A square part of the page (mm) seen from straight above, so many pixels to the mm; white where the picture
    ends."""
    shift = np.array([[1 / px, 0, left + 0.5 / px], [0, 1 / px, top + 0.5 / px], [0, 0, 1.0]])
    return seen_from_above(image, to_image @ shift, (round(side * px), round(side * px)))


def seek(image: Grey, to_image: Matrix, number: int, reach: float, blur: Blur) -> tuple[Points, float]:
    """The corners of a marker in pixels of the picture, at most `reach` mm from its place, and how well it matches
    there: 1 at most."""
    part = _surroundings(image, to_image, number, reach)
    pattern = _pattern(number, blur)
    x, y = cv2.minMaxLoc(_scores(part, pattern))[3]
    there = part[y : y + pattern.shape[0], x : x + pattern.shape[1]].astype(np.float32)
    corners, match = _CORNERS, _likeness(there, pattern)
    if match >= PERHAPS_THERE:
        lies = _aslant(there, pattern)
        flat = cv2.warpAffine(there, lies, pattern.shape, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        better = _likeness(np.asarray(flat, dtype=np.float32), pattern)
        if better > match:
            corners, match = (_CORNERS @ lies[:, :2].T + lies[:, 2]).astype(np.float32), better
    shift = np.array([x, y], dtype=np.float32) / PX - reach - AROUND
    return apply(to_image, (corners + 0.5) / PX + np.array(MARKERS[number], dtype=np.float32) + shift), match


def _likeness(there: NDArray[np.float32], pattern: NDArray[np.float32]) -> float:
    """Of a marker's border and of what is inside it, the less."""
    inside = cv2.matchTemplate(there[_INNER, _INNER], np.ascontiguousarray(pattern[_INNER, _INNER]), _LIKENESS)
    return float(min(_scores(there, pattern)[0, 0], np.nan_to_num(np.asarray(inside))[0, 0]))


def _aslant(there: NDArray[np.float32], pattern: NDArray[np.float32]) -> NDArray[np.float32]:
    """How a marker lies that is turned or aslant by a little, from its pattern to what is seen (2 × 3)."""
    straight = np.eye(2, 3, dtype=np.float32)
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    whole = np.full(pattern.shape, 255, dtype=np.uint8)
    try:
        found = cv2.findTransformECC(pattern, there, straight.copy(), cv2.MOTION_AFFINE, until, whole, 1)[1]
    except cv2.error:
        return straight
    lies = np.asarray(found, dtype=np.float32)
    beside = float(np.abs(_CORNERS @ lies[:, :2].T + lies[:, 2] - _CORNERS).max())
    return lies if beside <= MOST_BESIDE * PX else straight


def seek_all(image: Grey, to_image: Matrix, reach: float, blur: Blur) -> dict[int, Points]:
    """The corners of the markers that are surely there."""
    sought = {number: seek(image, to_image, number, reach, blur) for number in MARKERS}
    return {number: corners for number, (corners, match) in sought.items() if match >= SURE}


def recognised(image: Grey, squares: Iterable[Points]) -> dict[int, Points]:
    """Those of `squares` that are most like our markers, blurred somehow."""
    best: dict[int, tuple[float, Points]] = {}
    for square in squares:
        sides = np.linalg.norm(square - np.roll(square, 1, axis=0), axis=1)
        if float(sides.min()) < max(SMALLEST * max(image.shape), float(sides.max()) / 2):
            continue
        for turn in range(4):
            corners = np.roll(square, -turn, axis=0)
            lies = cv2.getPerspectiveTransform(marker_corners(0), corners).astype(np.float64)
            part = _surroundings(image, lies, 0, 0.0)[_INNER, _INNER].astype(np.float32).ravel()
            part = part - part.mean()
            likeness = _insides() @ part / max(float(np.linalg.norm(part)), 1.0)
            number, match = int(likeness.argmax()) // len(COARSE), float(likeness.max())
            if match >= PERHAPS and match > best.get(number, (0.0, corners))[0]:
                best[number] = (match, corners)
    return {number: corners for number, (_, corners) in best.items()}


@cache
def _insides() -> NDArray[np.float32]:
    """What is inside the border of each marker, in each coarse blur of it, a row each."""
    rows = [_pattern(number, blur)[_INNER, _INNER].ravel() for number in sorted(MARKERS) for blur in COARSE]
    even = np.stack([row - row.mean() for row in rows])
    return np.asarray(even / np.linalg.norm(even, axis=1, keepdims=True), dtype=np.float32)


def blur_of(image: Grey, markers: Mapping[int, Points], among: Iterable[Blur] = LIKELY) -> Blur:
    """What was done to markers whose corners were seen: the blur with which they are most like themselves."""
    parts: list[tuple[int, Grey]] = []
    for number, corners in markers.items():
        lies = cv2.getPerspectiveTransform(marker_corners(number), corners).astype(np.float64)
        parts.append((number, _surroundings(image, lies, number, NARROW)))

    def likeness(blur: Blur) -> float:
        return sum(float(_scores(part, _pattern(number, blur)).max()) for number, part in parts)

    nearest = max(among, key=likeness)
    return max([nearest, *nearest.like()], key=likeness)


@cache
def _pattern(number: int, blur: Blur) -> NDArray[np.float32]:
    """A marker and what is around it so blurred; 1 is paper."""
    black = cv2.resize(marker_bits(number).astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_NEAREST)
    framed = cv2.copyMakeBorder(1 - black, _EDGE, _EDGE, _EDGE, _EDGE, cv2.BORDER_CONSTANT, value=(1.0,))
    return np.asarray(cv2.filter2D(framed, -1, blur.kernel(PX), borderType=cv2.BORDER_REPLICATE), dtype=np.float32)


def _surroundings(image: Grey, to_image: Matrix, number: int, reach: float) -> Grey:
    left, top = MARKERS[number]
    grown = AROUND + reach
    return window(image, to_image, left - grown, top - grown, MARKER_SIZE + 2 * grown, PX)


def _scores(part: NDArray[np.generic], pattern: NDArray[np.float32]) -> NDArray[np.float32]:
    found = cv2.matchTemplate(part.astype(np.float32), pattern, _LIKENESS)
    # What is all of one tone has no likeness to anything.
    return np.nan_to_num(np.asarray(found, dtype=np.float32), posinf=0.0, neginf=0.0)
