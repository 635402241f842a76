"""How a page of ours lies in a picture, told from what was seen on it: a perspective from mm on the page to pixels."""

from __future__ import annotations

from itertools import permutations

import cv2
import numpy as np

from scans.codes import SeenCode
from scans.documents import Grey
from scans.geometry import Matrix, Points, apply, pixels_per_mm
from scans.registration import CODE_BESIDE, CODES, MARKERS, PAGE_HEIGHT, PAGE_WIDTH, code_corners, marker_corners

WORST_FIT = 2.5
"""mm. A marker that lies further from where the others put it was misread."""

AGREES = 0.7
"""mm between where a page's markers put its codes and where these are seen, that mean nothing."""

FOCAL = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25)
"""Focal lengths of telephones' cameras in longer sides of the picture: 24 to 28 mm, and up to twice enlarged, of
36 mm."""

PERSPECTIVE = 0.7
"""Part of what three markers are beside a page without perspective, below which they are seen with one."""


def homography(markers: dict[int, Points], size: tuple[int, ...]) -> Matrix | None:
    """mm → pixels from the markers' corners in a picture of `size` (height, width); of four, one that contradicts the
    others is left out."""
    usable = dict(markers)
    while len(usable) >= 2:
        page = np.concatenate([marker_corners(number) for number in usable])
        seen = np.concatenate(list(usable.values()))
        matrix = _fit(page, seen, size)
        if matrix is None:
            return None
        errors = np.linalg.norm(apply(matrix, page) - seen, axis=1) / pixels_per_mm(matrix)
        if errors.max() <= WORST_FIT:
            return matrix
        if len(usable) <= 3:
            return None
        usable = _best_three(usable, size)
    return None


def _best_three(markers: dict[int, Points], size: tuple[int, ...]) -> dict[int, Points]:
    def misfit(without: int) -> float:
        kept = {number: seen for number, seen in markers.items() if number != without}
        page = np.concatenate([marker_corners(number) for number in kept])
        seen = np.concatenate(list(kept.values()))
        matrix = _fit(page, seen, size)
        return np.inf if matrix is None else float(np.abs(apply(matrix, page) - seen).max())

    worst = min(markers, key=misfit)
    return {number: seen for number, seen in markers.items() if number != worst}


def _fit(page: Points, seen: Points, size: tuple[int, ...]) -> Matrix | None:
    """Four markers bear a perspective. Three do not: where their corners stand is never known exactly, and the page's
    fourth corner would be far off. They lie flat, as in a scan, or as a camera of a usual kind sees a flat page,
    whichever is the nearer. Two bear a similarity."""
    if len(page) < 12:
        return similar(page, seen)
    if len(page) == 12:
        scanned = _scanned(page, seen)
        aslant = min(
            (way for times in FOCAL for way in _photographed(page, seen, size, times)),
            key=lambda way: _beside(way, page, seen),
        )
        return aslant if _beside(aslant, page, seen) < PERSPECTIVE * _beside(scanned, page, seen) else scanned
    found = np.asarray(cv2.findHomography(page, seen, 0)[0])
    return found.astype(np.float64) if found.shape == (3, 3) else None


def similar(page: Points, seen: Points) -> Matrix | None:
    """The page turned and made larger or smaller, no more."""
    found = np.asarray(cv2.estimateAffinePartial2D(page, seen, method=cv2.LMEDS)[0])
    return np.vstack([found, [0.0, 0.0, 1.0]]).astype(np.float64) if found.shape == (2, 3) else None


def _scanned(page: Points, seen: Points) -> Matrix:
    terms = np.column_stack([page.astype(np.float64), np.ones(len(page))])
    plain = np.linalg.lstsq(terms, seen.astype(np.float64), rcond=None)[0].T
    return np.asarray(np.vstack([plain, [0.0, 0.0, 1.0]]), dtype=np.float64)


def _beside(way: Matrix, page: Points, seen: Points) -> float:
    return float(np.linalg.norm(apply(way, page) - seen))


def _photographed(page: Points, seen: Points, size: tuple[int, ...], times: float) -> list[Matrix]:
    """As a camera sees it that looks at the middle of the picture, its focal length so many times the longer side: a
    page that leans towards it may be one that leans away."""
    focal = times * max(size[:2])
    camera = np.array([[focal, 0, size[1] / 2], [0, focal, size[0] / 2], [0, 0, 1]], dtype=np.float64)
    flat = np.column_stack([page, np.zeros(len(page), dtype=np.float32)])
    _, turns, places, _ = cv2.solvePnPGeneric(flat, seen, camera, None, flags=cv2.SOLVEPNP_IPPE)
    out: list[Matrix] = []
    for first in zip(turns, places, strict=True):
        # What it begins with is the way of least algebra, up to centimetres from that which fits best.
        turn, at = cv2.solvePnPRefineLM(flat, seen, camera, None, *first)
        pose = np.column_stack([cv2.Rodrigues(turn)[0][:, :2], at])
        out.append(np.asarray(camera @ pose, dtype=np.float64))
    return out


def plausible(matrix: Matrix, image: Grey) -> bool:
    """Whether the page is convex, not mirrored, and neither tiny nor far larger than the picture."""
    corners = np.array([[0, 0], [PAGE_WIDTH, 0], [PAGE_WIDTH, PAGE_HEIGHT], [0, PAGE_HEIGHT]], dtype=np.float32)
    seen = apply(matrix, corners)
    sides = np.roll(seen, -1, axis=0) - seen
    turns = sides[:, 0] * np.roll(sides[:, 1], -1) - sides[:, 1] * np.roll(sides[:, 0], -1)
    if not (turns > 0).all():
        return False
    area = float(cv2.contourArea(seen))
    return 0.05 * image.size < area < 6 * image.size


def cornered(codes: list[SeenCode], markers: dict[int, Points], image: Grey, flat: Matrix) -> Matrix:
    """The page as three markers and the codes that can be seen say that it lies; `flat` if that agrees with them, or if
    none is seen where it tells more."""
    if not codes:
        return flat
    corners = np.stack([apply(flat, code_corners(at)) for at in range(len(CODES))])
    nearest = [int(np.argmin(np.linalg.norm(corners - code.corners, axis=2).mean(axis=1))) for code in codes]
    beside = CODE_BESIDE.get(next(iter(MARKERS.keys() - markers.keys())))
    if (beside not in nearest) if beside is not None else (len(set(nearest)) < len(CODES)):
        return flat
    off = max(np.linalg.norm(corners[at] - code.corners, axis=1).max() for at, code in zip(nearest, codes, strict=True))
    better = by_codes(codes, markers, image) if off > AGREES * pixels_per_mm(flat) else None
    return flat if better is None else better


def by_codes(codes: list[SeenCode], markers: dict[int, Points], image: Grey) -> Matrix | None:
    """The page from what is left: identity codes with their own corners, and any markers."""
    page = [marker_corners(number) for number in markers]
    seen = list(markers.values())
    best: tuple[float, Matrix] | None = None
    for places in permutations(range(len(CODES)), min(len(codes), len(CODES))):
        corners = [code_corners(place) for place in places]
        from_, to = (
            np.concatenate([*page, *corners]),
            np.concatenate([*seen, *(c.corners for c in codes[: len(places)])]),
        )
        if len(from_) < 8:
            continue
        matrix = _fit(from_, to, image.shape)
        if matrix is None or not plausible(matrix, image):
            continue
        worst = float(np.linalg.norm(apply(matrix, from_) - to, axis=1).max()) / pixels_per_mm(matrix)
        if best is None or worst < best[0]:
            best = (worst, matrix)
    return best[1] if best is not None and best[0] <= WORST_FIT else None
