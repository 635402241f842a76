"""Looks for our registration markers in a picture, first the cheap way, then with more care."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey
from scans.geometry import Points
from scans.registration import DICTIONARY, MARKERS

LOOK_PX_PER_MM = 4.0
"""Scale at which markers are looked for first; a marker is then 36 pixels wide."""


def looks(image: Grey, dpi: float) -> Iterator[dict[int, Points]]:
    """The markers found so far, by number: corners in pixels (4 × 2), clockwise from the marker's own top left.

    Each further look costs more time and may know more; the caller stops when it is content.
    """
    seen: dict[int, Points] = {}
    for scale, view in _views(image, dpi):
        for number, corners in _detect(view, scale).items():
            if number not in seen:
                seen[number] = _refined(image, corners, scale)
        yield dict(seen)


@cache
def _detector() -> cv2.aruco.ArucoDetector:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.cornerRefinementWinSize = 4
    parameters.adaptiveThreshWinSizeMin = 7
    parameters.adaptiveThreshWinSizeMax = 47
    parameters.adaptiveThreshWinSizeStep = 20
    parameters.minMarkerPerimeterRate = 0.02
    parameters.maxMarkerPerimeterRate = 0.5
    parameters.errorCorrectionRate = 0.6
    return cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(DICTIONARY), parameters)


def _views(image: Grey, dpi: float) -> Iterator[tuple[float, Grey]]:
    look = min(1.0, LOOK_PX_PER_MM * 25.4 / dpi)
    small = _shrunk(image, look)
    yield look, small
    finer = min(1.0, look * 1.7)
    yield finer, _evened(cv2.GaussianBlur(_shrunk(image, finer), (3, 3), 0))
    yield look, _evened(cv2.GaussianBlur(small, (5, 5), 0))
    if min(small.shape) > 800:
        yield look / 2, _shrunk(image, look / 2)


def _shrunk(image: Grey, scale: float) -> Grey:
    if scale >= 0.98:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _evened(image: NDArray[np.generic]) -> Grey:
    return np.asarray(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(np.asarray(image, np.uint8)), np.uint8)


def _detect(view: Grey, scale: float) -> dict[int, Points]:
    corners, numbers, _ = _detector().detectMarkers(view)
    out: dict[int, Points] = {}
    found_numbers = [] if not corners else np.asarray(numbers).ravel().astype(int).tolist()
    for found, number in zip(corners, found_numbers, strict=True):
        if number in MARKERS and number not in out:
            out[number] = ((np.asarray(found).reshape(4, 2) + 0.5) / scale - 0.5).astype(np.float32)
    return out


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
