"""Makes a picture of a letter into a flat, straight, black-on-white page at 300 dpi, as print recognition wants it.

Each step looks first whether it is needed: a step that guesses makes a good page worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey
from scans.faint import brought_out, darkened, traces_of
from scans.sheet import find_sheet

DPI = 300
MM = DPI / 25.4
"""Pixels to the mm of a normalised page."""

A4 = (210.0, 297.0)

LARGEST = 4600
"""Pixels. The longest side of a normalised page; A3 at 300 dpi is 4961, and is read just as well."""

STEEPEST = 12.0
"""Degrees of skew that are straightened; a page that lies more askew is on its side, or not a scan."""

SIDEWAYS = 1.3
"""By how much ink must gather more sharply in columns than in rows, to take a page for one that lies on its side."""

FAINTEST_INK = 26
"""Of 255: how much darker than paper the faintest ink is. It must also stand out from the paper's own grain."""

FEWEST_LETTERS = 6
"""Fewer pieces as large as letters are holes, staples and dust."""

CRUMB = 3
MANY_CRUMBS = 40
"""Pixels at 75 dpi, and how many of such pieces dust leaves at most: what is left of faded print is many more."""

SPARSE, FAINTER = 100, 2
"""Fewer pieces of ink than this on a page: then traces are looked for, and so many times as many are the writing."""

ROUGHEST_PAPER = 11.0
DARKEST_PAPER = 50.0
"""Of 255: how much paper varies from spot to spot at 75 dpi, and how dark it is on the poorest scan."""

DARKEST_SHADE = 16
"""Of 255: paper in the deepest shadow is taken to be as light as this."""

SPECK = 9
"""Pixels. The dot on an i has 20 and more at 300 dpi."""

MANY_SPECKS = 250
"""On a page; fewer do no harm."""


@dataclass(frozen=True, slots=True)
class NormalPage:
    """`clean` is for recognition, `plain` the same page with its own tones, for people. Both at `DPI`.

    `faint`: nothing but traces was on it; then both show them as dark as ink.
    """

    clean: Grey
    plain: Grey
    faint: bool = False


def normalise(image: Grey, dpi: float) -> NormalPage:
    """`image` flat and straight, its lines level; it may still stand on its head."""
    plain = cut_out(image)
    if plain is None:
        factor = min(DPI / dpi, LARGEST / max(image.shape))
        plain = image if abs(factor - 1) < 0.03 else _resized(image, factor)
    clean, faint = cleaned(plain), False
    small = quarter(clean)
    pieces = _pieces(small)[1]
    if pieces < SPARSE and not is_grainy(plain):
        traces = traces_of(plain)
        if faint := traces.written and (is_blank(small) or traces.pieces >= FAINTER * pieces):
            plain = darkened(plain, traces)
            clean = brought_out(plain, traces)
            small = quarter(clean)
    letters = letters_only(small)
    if sideways(letters):
        clean, plain, letters = (np.ascontiguousarray(np.rot90(one)) for one in (clean, plain, letters))
    angle = skew(letters)
    if abs(angle) >= 0.15:
        clean, plain = rotated(clean, angle), rotated(plain, angle, cv2.INTER_LINEAR)
    return NormalPage(clean, plain, faint)


def cut_out(image: Grey) -> Grey | None:
    """The sheet laid flat as A4 where it is photographed on something darker; None if no such sheet is seen."""
    corners = find_sheet(image)
    if corners is None:
        return None
    width, height = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    size = A4 if width < height else (A4[1], A4[0])
    w, h = round(size[0] * MM), round(size[1] * MM)
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(cv2.warpPerspective(image, matrix, (w, h), flags=cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)


def cleaned(plain: Grey) -> Grey:
    """Paper to white and ink to black, whatever the light."""
    small = cv2.resize(plain, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))), 21)
    paper = np.maximum(cv2.GaussianBlur(paper, (0, 0), 3), DARKEST_SHADE)
    paper = cv2.resize(paper, plain.shape[::-1], interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(plain, paper, scale=255), dtype=np.uint8)
    noise = _median(_tones(cv2.absdiff(even[::3, 1:], even[::3, :-1])), otherwise=0.0)
    if noise > 6:
        even = np.asarray(cv2.GaussianBlur(even, (0, 0), 0.8 if noise < 15 else 1.2), dtype=np.uint8)
    level, _ = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    tones = _tones(even)
    ink, paper_tones = np.where(level > _TONES, tones, 0), np.where(level <= _TONES, tones, 0)
    black = min(_median(ink, otherwise=0.0), level - 20)
    white = min(level + 0.75 * (255 - level), 235.0)
    if _median(paper_tones, otherwise=255.0) - black < max(FAINTEST_INK, 5 * _spread(paper_tones)):
        # Nothing on this page is ink: stretching the contrast would only make the paper's grain look like it.
        black, white = 0.0, 235.0
    stretched = np.clip((_TONES - black) * 255.0 / max(white - black, 1.0), 0, 255).astype(np.uint8)
    return without_specks(np.asarray(cv2.LUT(even, stretched), dtype=np.uint8))


_TONES = np.arange(256)


def _tones(grey: NDArray[np.generic]) -> NDArray[np.floating]:
    """How many pixels there are of each grey level."""
    counts = cv2.calcHist([np.ascontiguousarray(grey)], [0], None, [256], [0, 256])
    return np.asarray(counts, dtype=np.float32).ravel()


def _median(counts: NDArray[np.floating], *, otherwise: float) -> float:
    """The middle one of so many pixels of each grey level."""
    total = float(counts.sum())
    return float(np.searchsorted(np.cumsum(counts, dtype=np.float64), total / 2)) if total else otherwise


def _spread(counts: NDArray[np.floating]) -> float:
    """The standard deviation of so many pixels of each grey level."""
    if not counts.any():
        return 0.0
    mean = np.average(_TONES, weights=counts)
    return float(np.sqrt(np.average((_TONES - mean) ** 2, weights=counts)))


def without_specks(clean: Grey) -> Grey:
    """A coarse fax or a dirty copier leaves hundreds of dots smaller than any full stop; they are taken off."""
    _, ink = cv2.threshold(clean, 127, 255, cv2.THRESH_BINARY_INV)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    specks = stats[:, cv2.CC_STAT_AREA] <= SPECK
    specks[0] = False
    if int(specks.sum()) < MANY_SPECKS:
        return clean
    away = cv2.dilate(specks[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    keep = ~specks[labels] & (ink > 0)
    return np.where(away & ~keep, 255, clean).astype(np.uint8)


def quarter(page: Grey) -> Grey:
    """A page at a quarter of its scale, at which letters are still apart."""
    return np.asarray(cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)


def half(page: Grey) -> Grey:
    """A page at half of its scale, at which small print can still be told by its letters."""
    return np.asarray(cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def pieces_of_ink(page: Grey, palest: int) -> NDArray[np.int32]:
    """OpenCV's statistics (`CC_STAT_…`) of each piece of ink that is no paler than `palest` of 255: n × 5."""
    _, ink = cv2.threshold(page, palest, 255, cv2.THRESH_BINARY_INV)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(stats[1:], np.int32)


def skew(letters: Grey) -> float:
    """Degrees by which the lines of text must be turned (anticlockwise) to lie level. `letters` as from
    `letters_only`."""
    rows, columns = np.nonzero(letters)
    if rows.size < 400:
        return 0.0
    best = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=lambda angle: _sharpness(rows, columns, angle))
    fine = max(np.arange(best - 0.5, best + 0.51, 0.1), key=lambda angle: _sharpness(rows, columns, angle))
    upright = _sharpness(rows, columns, 0.0)
    return float(fine) if _sharpness(rows, columns, float(fine)) > 1.02 * upright else 0.0


def sideways(letters: Grey) -> bool:
    """Whether the lines of text run down the page rather than across it. `letters` as from `letters_only`."""
    rows, columns = np.nonzero(letters)
    if rows.size < 400:
        return False
    rows, columns = rows[:: max(1, rows.size // 30_000)], columns[:: max(1, rows.size // 30_000)]
    angles = np.arange(-STEEPEST, STEEPEST + 0.1, 1.0)
    across = max(_sharpness(rows, columns, angle) / letters.shape[0] for angle in angles)
    down = max(_sharpness(columns, rows, angle) / letters.shape[1] for angle in angles)
    return bool(down > SIDEWAYS * across)


def letters_only(small: Grey) -> Grey:
    """255 where the ink of text is on a page at a `quarter` of its scale: without what is far larger or smaller than a
    letter, such as edges, stamps and dust."""
    _, ink = cv2.threshold(small, 139, 255, cv2.THRESH_BINARY_INV)
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


def rotated(image: Grey, degrees: float, how: int = cv2.INTER_CUBIC) -> Grey:
    """`image` turned anticlockwise about its middle, on white, nothing cut off that was text.

    :param how: OpenCV's interpolation; linear is three times as fast, and good enough for people.
    """
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    out = cv2.warpAffine(image, matrix, (width, height), flags=how, borderValue=(255,))
    return np.asarray(out, dtype=np.uint8)


def _resized(image: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


def is_blank(small: Grey) -> bool:
    """Whether nothing dark enough to be print or ink is on a page; see `scans/faint.py`.

    :param small: a `quarter` of what `cleaned` gives.
    """
    letters, crumbs = _pieces(small)
    return letters < FEWEST_LETTERS and crumbs < MANY_CRUMBS


def _pieces(small: Grey) -> tuple[int, int]:
    """How many pieces of ink are as large as letters, and how many are at least crumbs."""
    edge = round(6 * MM / 4)
    found = pieces_of_ink(np.ascontiguousarray(small[edge:-edge, edge:-edge]), 119)
    height, area = found[:, cv2.CC_STAT_HEIGHT], found[:, cv2.CC_STAT_AREA]
    return int(((height >= 4) & (area >= 8)).sum()), int((area >= CRUMB).sum())


def is_grainy(plain: Grey) -> bool:
    """Whether a picture is nothing but noise, or too dark to be paper."""
    small = quarter(plain).astype(np.float32)
    rough = np.abs(small - np.asarray(cv2.GaussianBlur(small, (0, 0), 4), dtype=np.float32))
    return float(np.median(rough)) * 1.48 > ROUGHEST_PAPER or float(np.median(small)) < DARKEST_PAPER


def is_paper(small: Grey) -> bool:
    """Whether a picture is of paper with strokes on it, printed or by hand, rather than of anything else.

    :param small: a `quarter` of what `cleaned` gives.
    """
    white, between = float((small > 235).mean()), float(((small > 90) & (small < 215)).mean())
    return white >= 0.7 and between <= 0.2
