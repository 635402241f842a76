"""Looks for our registration markers in a picture, first the cheap way, then with more care."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from scans.documents import Grey
from scans.geometry import Points
from scans.registration import DICTIONARY, MARKERS

LOOK_PX_PER_MM = 4.0
"""About the scale at which markers are looked for first; a marker is then 36 pixels wide."""

QUICK = (23, 23)
THOROUGH = (7, 47)
"""Pixels: from the narrowest to the widest surroundings against which a point is told black from white. One width finds
all four markers on nine pages of ten, at a third of the time."""


PATIENCE = 1.5
"""Seconds of processor time for one look; an ordinary page takes a tenth of that. A picture that takes more is full of
what looks like markers, for which the time grows with the square of their number: it is not looked at again."""


@dataclass(frozen=True, slots=True)
class _View:
    """The picture at `scale`, and how markers are looked for in it."""

    picture: Grey
    scale: float
    windows: tuple[int, int] = THOROUGH


@dataclass(frozen=True, slots=True)
class Look:
    """What was found so far. `markers` by number: corners in pixels (4 × 2), clockwise from the marker's own top left;
    `squares`: the corners of what is like a marker, but cannot be read, clockwise from any."""

    markers: dict[int, Points]
    squares: list[Points]


def looks(image: Grey, dpi: float) -> Iterator[Look]:
    """Each further look costs more time and may know more; the caller stops when it is content."""
    seen: dict[int, Points] = {}
    squares: list[Points] = []
    for view in _views(image, dpi):
        began = time.process_time()
        markers, unread = _detect(view)
        for number, corners in markers.items():
            if number not in seen:
                seen[number] = _refined(image, corners, view.scale)
        squares += unread
        took = time.process_time() - began
        yield Look(dict(seen), list(squares))
        if took > PATIENCE:
            return


@cache
def _detector(windows: tuple[int, int]) -> cv2.aruco.ArucoDetector:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.cornerRefinementWinSize = 4
    parameters.adaptiveThreshWinSizeMin, parameters.adaptiveThreshWinSizeMax = windows
    parameters.adaptiveThreshWinSizeStep = 20
    parameters.minMarkerPerimeterRate = 0.02
    parameters.maxMarkerPerimeterRate = 0.5
    parameters.errorCorrectionRate = 0.6
    return cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(DICTIONARY), parameters)


def _views(image: Grey, dpi: float) -> Iterator[_View]:
    scale, small = _reduced(image, max(1, round(dpi / 25.4 / LOOK_PX_PER_MM)))
    yield _View(small, scale, QUICK)
    yield _View(small, scale)
    finer = min(1.0, LOOK_PX_PER_MM * 25.4 / dpi * 1.7)
    yield _View(_evened(cv2.GaussianBlur(_shrunk(image, finer), (3, 3), 0)), finer)
    yield _View(_evened(cv2.GaussianBlur(small, (5, 5), 0)), scale)
    if min(small.shape) > 800:
        yield _View(_shrunk(small, 0.5), scale / 2)


def _reduced(image: Grey, times: int) -> tuple[float, Grey]:
    """The picture so many times smaller, and its scale. Whole numbers cost a third of what others do."""
    if times == 1:
        return 1.0, image
    height, width = image.shape[0] // times, image.shape[1] // times
    whole = image[: height * times, : width * times]
    return 1 / times, np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _shrunk(image: Grey, scale: float) -> Grey:
    if scale >= 0.98:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _evened(image: NDArray[np.generic]) -> Grey:
    return np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(np.asarray(image, np.uint8)), np.uint8)


def _detect(view: _View) -> tuple[dict[int, Points], list[Points]]:
    """The markers in a view, and what is as square."""
    corners, numbers, rejected = _detector(view.windows).detectMarkers(view.picture)
    out: dict[int, Points] = {}
    found_numbers = [] if not corners else np.asarray(numbers).ravel().astype(int).tolist()
    for found, number in zip(corners, found_numbers, strict=True):
        if number in MARKERS and number not in out:
            out[number] = _in_picture(found, view.scale)
    return out, [_in_picture(found, view.scale) for found in rejected]


def _in_picture(corners: MatLike, scale: float) -> Points:
    return np.asarray((np.asarray(corners).reshape(4, 2) + 0.5) / scale - 0.5, dtype=np.float32)


def _refined(image: Grey, corners: Points, scale: float) -> Points:
    """Corners at the picture's own resolution."""
    if scale >= 0.98:
        return corners
    window = max(2, round(1.5 / scale))
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 20, 0.05)
    inside = (corners > window).all() and (corners[:, 0] < image.shape[1] - window).all()
    if not inside or not (corners[:, 1] < image.shape[0] - window).all():
        return corners
    fine = cv2.cornerSubPix(image, corners.reshape(-1, 1, 2).copy(), (window, window), (-1, -1), criteria)
    fine = np.asarray(fine, dtype=np.float32).reshape(4, 2)
    moved = np.linalg.norm(fine - corners, axis=1).max()
    return fine if moved <= 2.0 / scale else corners
