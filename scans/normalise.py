"""Makes a picture of a letter into a flat, straight, black-on-white page at 300 dpi, as print recognition wants it.

Each step looks first whether it is needed: a step that guesses makes a good page worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey

DPI = 300
MM = DPI / 25.4
"""Pixels to the mm of a normalised page."""

A4 = (210.0, 297.0)

LARGEST = 4600
"""Pixels. The longest side of a normalised page; A3 at 300 dpi is 4961, and is read just as well."""

STEEPEST = 12.0
"""Degrees of skew that are straightened; a page that lies more askew is on its side, or not a scan."""


SHARP = 22
"""Grey levels by which paper is brighter than the table, within a sixtieth of the picture."""

FAINTEST_INK = 26
"""Of 255: how much darker than paper the faintest ink is. It must also stand out from the paper's own grain."""

SPECK = 9
"""Pixels. The dot on an i has 20 and more at 300 dpi."""

MANY_SPECKS = 250
"""On a page; fewer do no harm."""


@dataclass(frozen=True, slots=True)
class NormalPage:
    """`clean` is for recognition, `plain` the same page with its own tones, for people. Both at `DPI`."""

    clean: Grey
    plain: Grey


def normalise(image: Grey, dpi: float) -> NormalPage:
    """`image` flat and straight; not yet turned the right way up."""
    plain = cut_out(image)
    if plain is None:
        factor = min(DPI / dpi, LARGEST / max(image.shape))
        plain = image if abs(factor - 1) < 0.03 else _resized(image, factor)
    clean = cleaned(plain)
    angle = skew(clean)
    if abs(angle) >= 0.15:
        clean, plain = rotated(clean, angle), rotated(plain, angle)
    return NormalPage(clean, plain)


def cut_out(image: Grey) -> Grey | None:
    """The sheet laid flat as A4 where it is photographed on something darker; None if no such sheet is seen."""
    corners = _sheet(image)
    if corners is None:
        return None
    width, height = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    size = A4 if width < height else (A4[1], A4[0])
    w, h = round(size[0] * MM), round(size[1] * MM)
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(cv2.warpPerspective(image, matrix, (w, h), flags=cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)


def _sheet(image: Grey) -> NDArray[np.float32] | None:
    """The corners of a bright sheet on a darker ground, clockwise from the top left; None unless it surely is one."""
    scale = 600 / max(image.shape)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.morphologyEx(cv2.GaussianBlur(small, (0, 0), 2), cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    _, bright = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inside, outside = smooth[bright > 0], smooth[bright == 0]
    if outside.size < 0.03 * smooth.size or float(np.median(inside)) - float(np.median(outside)) < 40:
        return None
    contours, _ = cv2.findContours(np.asarray(bright), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    sheet = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(sheet)
    area = cv2.contourArea(hull)
    if area < 0.3 * smooth.size or cv2.contourArea(sheet) < 0.93 * area:
        return None
    corners = _four_corners(hull)
    if corners is None or cv2.contourArea(corners) < 0.95 * area:
        return None
    ordered = _clockwise(corners)
    width = (np.linalg.norm(ordered[1] - ordered[0]) + np.linalg.norm(ordered[2] - ordered[3])) / 2
    height = (np.linalg.norm(ordered[3] - ordered[0]) + np.linalg.norm(ordered[2] - ordered[1])) / 2
    if not 1.15 <= max(width, height) / min(width, height) <= 1.75:
        return None
    if not _has_edges(cv2.GaussianBlur(small, (0, 0), 1), ordered):
        return None
    return np.asarray(ordered / scale, dtype=np.float32)


def _has_edges(small: cv2.typing.MatLike, corners: NDArray[np.float32]) -> bool:
    """Whether paper ends sharply at the sides that lie within the picture, and at least two do: a shadow's edge is
    soft, and a page that fills the picture needs no cutting out."""
    height, width = small.shape[:2]
    middle = corners.mean(axis=0)
    within = 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = start + np.linspace(0.06, 0.94, 40)[:, None] * (end - start)
        along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
        outward = np.array([along[1], -along[0]])
        outward = outward if float(np.dot(points[20] - middle, outward)) > 0 else -outward
        far, near = points + 7 * outward, points - 7 * outward
        if (far < 1).any() or (far >= np.array([width - 1, height - 1])).any():
            continue
        within += 1
        steps = _at(small, near) - _at(small, far)
        if float(np.mean(steps >= SHARP)) < 0.8:
            return False
    return within >= 2


def _at(image: cv2.typing.MatLike, points: NDArray[np.floating]) -> NDArray[np.float32]:
    spots = np.clip(np.round(points).astype(int), 0, np.array(image.shape[1::-1]) - 1)
    return np.asarray(image[spots[:, 1], spots[:, 0]], dtype=np.float32)


def _four_corners(hull: cv2.typing.MatLike) -> NDArray[np.float32] | None:
    around = cv2.arcLength(hull, closed=True)
    for slack in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        found = cv2.approxPolyDP(hull, slack * around, closed=True)
        if len(found) == 4:
            return np.asarray(found, dtype=np.float32).reshape(4, 2)
    return None


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [int(total.argmin()), int(difference.argmax()), int(total.argmax()), int(difference.argmin())]
    return corners[order]


def cleaned(plain: Grey) -> Grey:
    """Paper to white and ink to black, whatever the light."""
    small = cv2.resize(plain, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))), 21)
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 3), plain.shape[::-1], interpolation=cv2.INTER_LINEAR)
    even = np.minimum(plain.astype(np.float32) * 255.0 / np.maximum(paper.astype(np.float32), 16.0), 255.0)
    noise = float(np.median(np.abs(np.diff(even[::3], axis=1))))
    if noise > 6:
        even = cv2.GaussianBlur(even, (0, 0), 0.8 if noise < 15 else 1.2)
    grey = np.asarray(even, dtype=np.uint8)
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink, paper_tones = grey[grey < level], grey[grey >= level]
    black = min(float(np.median(ink)) if ink.size else 0.0, level - 20)
    white = min(level + 0.75 * (255 - level), 235.0)
    grain = float(paper_tones.std()) if paper_tones.size else 0.0
    if float(np.median(paper_tones) if paper_tones.size else 255) - black < max(FAINTEST_INK, 5 * grain):
        # Nothing on this page is ink: stretching the contrast would only make the paper's grain look like it.
        black, white = 0.0, 235.0
    clean = np.clip((even - black) * 255.0 / max(white - black, 1.0), 0, 255).astype(np.uint8)
    return without_specks(clean)


def without_specks(clean: Grey) -> Grey:
    """A coarse fax or a dirty copier leaves hundreds of dots smaller than any full stop; they are taken off."""
    ink = np.where(clean < 128, 255, 0).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    specks = stats[:, cv2.CC_STAT_AREA] <= SPECK
    specks[0] = False
    if int(specks.sum()) < MANY_SPECKS:
        return clean
    away = cv2.dilate(specks[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    keep = ~specks[labels] & (ink > 0)
    return np.where(away & ~keep, 255, clean).astype(np.uint8)


def skew(clean: Grey) -> float:
    """Degrees by which the lines of text must be turned (anticlockwise) to lie level."""
    small = cv2.resize(clean, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ink = np.where(small < 140, 255, 0).astype(np.uint8)
    rows, columns = np.nonzero(_text_only(ink))
    if rows.size < 400:
        return 0.0
    best = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=lambda angle: _sharpness(rows, columns, angle))
    fine = max(np.arange(best - 0.5, best + 0.51, 0.1), key=lambda angle: _sharpness(rows, columns, angle))
    upright = _sharpness(rows, columns, 0.0)
    return float(fine) if _sharpness(rows, columns, float(fine)) > 1.02 * upright else 0.0


def _text_only(ink: Grey) -> Grey:
    """Without what is far larger or smaller than a letter: edges, stamps, dust."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall = stats[:, cv2.CC_STAT_HEIGHT]
    keep = (tall >= 3) & (tall <= 60) & (stats[:, cv2.CC_STAT_WIDTH] <= 200) & (stats[:, cv2.CC_STAT_AREA] >= 5)
    keep[0] = False
    return np.where(keep[labels], 255, 0).astype(np.uint8)


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    """How sharply ink gathers in rows once turned: level text has full lines and empty gaps."""
    turned = rows - np.tan(np.radians(-angle)) * columns * -1.0
    counts = np.bincount((turned - turned.min()).astype(np.intp))
    return float(np.square(np.diff(counts.astype(np.float64))).sum())


def rotated(image: Grey, degrees: float) -> Grey:
    """`image` turned anticlockwise about its middle, on white, nothing cut off that was text."""
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    out = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(out, dtype=np.uint8)


def _resized(image: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def is_blank(clean: Grey) -> bool:
    """Whether nothing was written or printed on a page. `clean` as from `cleaned`."""
    small = cv2.resize(clean, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    edge = round(6 * MM / 4)
    ink = np.where(small[edge:-edge, edge:-edge] < 120, 255, 0).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    letters = (stats[1:, cv2.CC_STAT_HEIGHT] >= 4) & (stats[1:, cv2.CC_STAT_AREA] >= 8)
    return int(letters.sum()) < 6


def is_paper(clean: Grey) -> bool:
    """Whether a picture is of paper with strokes on it, printed or by hand, rather than of anything else."""
    small = cv2.resize(clean, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    white, between = float((small > 235).mean()), float(((small > 90) & (small < 215)).mean())
    return white >= 0.7 and between <= 0.2
