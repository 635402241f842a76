"""How dark each point of a page is against the paper around it, so that shadow, grey paper and faint copies do not
count."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from scans.documents import Grey
from scans.pages import PX_PER_MM
from scans.registration import MARKER_SIZE, MARKERS

Ink = NDArray[np.float32]
"""0 is paper, 1 is black; as large as the canvas."""

PAPER_SCALE = 4
"""The paper's own brightness is looked for at a quarter of the canvas's scale."""

WHITEST_MM = 3.5
"""mm. Wider than any stroke and most of a box, so that what is filled in is not taken for paper."""

DARKEST_PAPER = 24
"""Of 255. Where a picture is darker than this there is no paper to compare with."""

FAINTEST = 0.16
"""Part of the paper's brightness that a stroke must swallow: a hard pencil on a poor scan reaches 0.2."""

TRACE = 0.05
"""The same of a stroke that was all but lost on the way, as a pencil's on a copied copy. JPEG's ripples reach 0.04."""

HINT = 0.4
"""Part of `trace` from which something is a hint of a stroke where the page's other boxes show none."""

WHITE = 0.002
"""Noise up to which a hint means anything: a copier leaves all paper white, and of a pencil a hint."""

STAINED, DARKEST_STAIN = 0.94, 0.55
"""Brightness, of paper's, that a stain mostly lies between."""

LONG_STAIN = 30.0
"""mm. Longer than any mark in a box."""

UNEVEN = 1.6
"""Times its usual darkness that a stain is in places."""

_STAIN = np.ones((3, 3), np.uint8)
"""1.5 mm: broader than a pen's stroke."""

USUAL_BLACK = 0.85
"""How dark print is on most pages. Where it is paler, so is the pen: a faint copy, a photograph out of focus."""

PALEST_PRINT = 0.25
"""A marker that is paler than this is covered or gone."""

MOST_GAIN = 2.4
"""Beyond this, what the picture lost does not come back."""

_PAPER = 255.0
_DARKNESS = np.linspace(1.0, 0.0, 256, dtype=np.float32)

_AROUND = 17
"""Pixels: a stroke is compared with 2 mm around it."""

_BRIDGE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
"""Gaps of half a millimetre in a stroke are the pen's or the scanner's, not the writer's."""

FULL_FROM = 0.28
"""What is this much darker than the faintest stroke counts wholly."""


@dataclass(frozen=True, slots=True)
class InkPage:
    """`ink` is darkness, `noise` its standard deviation on empty paper, `threshold` what separates ink from paper,
    `trace` what separates a trace of it from paper where that is smooth."""

    ink: Ink
    noise: float
    threshold: float
    trace: float

    def weight(self, top: int, left: int, height: int, width: int) -> Ink:
        """How surely each point of a part of the page is ink, 0 to 1; clipped at the page's edges."""
        part = self.ink[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
        weight: Ink = np.clip((part - self.threshold) / FULL_FROM, 0.0, 1.0).astype(np.float32)
        return weight

    def traced(self, top: int, left: int, height: int, width: int, long: float, broad: float) -> bool:
        """Whether there is a trace of a stroke, so many mm long and broader than so many, in a part of the page. Stains
        and what shows through the paper have no such sharp edges; folds run straight from side to side."""
        sides = _sharp(self.ink[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)], self.trace)
        return bool(((sides[:, 1] >= long * PX_PER_MM) & (sides[:, 0] > broad * PX_PER_MM)).any())

    def hint(self, part: Ink) -> float:
        """mm along the longest of what stands out at all in a part of the page. Says nothing by itself, but another
        part of the same page may say less."""
        return float(_sharp(part, HINT * self.trace)[:, 1].max(initial=0)) / PX_PER_MM


def _sharp(part: Ink, level: float) -> NDArray[np.int32]:
    """The shorter and the longer side, in pixels, of each thing that is so much darker than what is around it."""
    if part.size == 0 or float(part.max()) - float(part.min()) <= level:
        return np.zeros((0, 2), dtype=np.int32)
    sharp = part - cv2.blur(part, (_AROUND, _AROUND), borderType=cv2.BORDER_REFLECT)
    trace = cv2.morphologyEx((sharp > level).astype(np.uint8), cv2.MORPH_CLOSE, _BRIDGE)
    _, _, stats, _ = cv2.connectedComponentsWithStats(trace, connectivity=8)
    sides: NDArray[np.int32] = np.sort(stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]], axis=1)
    return sides


def ink_page(canvas: Grey) -> InkPage:
    """The ink on a flat page."""
    even = evened(canvas)
    noise = _noise(even)
    blurred = np.asarray(
        cv2.GaussianBlur(even, (0, 0), 0.7 if noise < 0.03 else 1.1 if noise < 0.08 else 1.6), np.uint8
    )
    gain = _gain(blurred)
    ink = np.asarray(cv2.LUT(blurred, np.minimum(_DARKNESS * np.float32(gain), 1.0)), dtype=np.float32)
    left_over = _noise(blurred) * gain
    return InkPage(ink=ink, noise=noise, threshold=max(FAINTEST, 4.5 * left_over), trace=max(TRACE, 5 * left_over))


def evened(canvas: Grey) -> Grey:
    """The page divided by the paper's brightness: 255 is paper. In whole numbers: four times as fast as in others."""
    small = cv2.resize(canvas, None, fx=1 / PAPER_SCALE, fy=1 / PAPER_SCALE, interpolation=cv2.INTER_AREA)
    reach = round(WHITEST_MM * PX_PER_MM / PAPER_SCALE) | 1
    paper = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach)))
    coarse = cv2.resize(paper, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST)
    paper = cv2.max(cv2.medianBlur(coarse, 7), np.full_like(coarse, DARKEST_PAPER))
    whole = cv2.resize(paper, (canvas.shape[1], canvas.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(canvas, whole, scale=_PAPER), dtype=np.uint8)
    small = cv2.divide(small, cv2.resize(paper, small.shape[::-1], interpolation=cv2.INTER_LINEAR), scale=_PAPER)
    return _unstained(even, np.asarray(small, dtype=np.uint8))


def _unstained(even: Grey, small: Grey) -> Grey:
    """The page with stains for paper, such as the ring of a cup: what is broad and pale, and far longer than any mark.
    `small` is the same page at the scale of paper."""
    broad = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _STAIN)
    _, dark = cv2.threshold(broad, STAINED * _PAPER, _PAPER, cv2.THRESH_BINARY_INV)
    # A quarter of the points suffices to see that there is none, as on most pages.
    fewer = cv2.resize(dark, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if not _long(cv2.connectedComponentsWithStats(fewer, connectivity=8)[2], 2 * PAPER_SCALE).size:
        return even
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    out = even
    for label in _long(stats, PAPER_SCALE):
        x, y, w, h = stats[label, :4].tolist()
        around = (slice(max(0, y - 2), y + h + 2), slice(max(0, x - 2), x + w + 2))
        own = labels[around] == label
        usual = float(np.median(broad[around][own]))
        if usual < DARKEST_STAIN * _PAPER:
            continue
        if out is even:
            out = even.copy()
        # Not darker than the stain mostly is, or what is filled in on it were paper, too.
        floor = max(1, round(_PAPER - UNEVEN * (_PAPER - usual)))
        own_and_edge = cv2.dilate(own.astype(np.uint8), _STAIN) > 0
        paper = np.where(own_and_edge, np.maximum(broad[around], floor), 255).astype(np.uint8)
        part = out[tuple(slice(one.start * PAPER_SCALE, one.stop * PAPER_SCALE) for one in around)]
        part[:] = cv2.divide(part, cv2.resize(paper, part.shape[::-1], interpolation=cv2.INTER_LINEAR), scale=_PAPER)
    return out


def _long(stats: MatLike, scale: int) -> NDArray[np.intp]:
    """The labels of what is longer than any mark, `scale` pixels of the canvas to one."""
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0)
    return np.flatnonzero(sides >= LONG_STAIN * PX_PER_MM / scale - 2) + 1


def _gain(even: Grey) -> float:
    """By how much ink must be darkened to be as dark as print usually is, told from the black of the markers."""
    side = round(MARKER_SIZE * PX_PER_MM)
    corners = [(round(x * PX_PER_MM), round(y * PX_PER_MM)) for x, y in MARKERS.values()]
    black = [1 - float(np.quantile(even[y : y + side, x : x + side], 0.3)) / _PAPER for x, y in corners]
    printed = [one for one in black if one >= PALEST_PRINT]
    return float(np.clip(USUAL_BLACK / np.median(printed), 1.0, MOST_GAIN)) if printed else 1.0


def _noise(even: Grey) -> float:
    """The standard deviation of paper at the scale of a pixel (1 is white), by the median so that strokes do not
    count."""
    upper, lower = (np.asarray(even[first:-1:9, ::4], dtype=np.float32) / _PAPER for first in (0, 1))
    rows = min(len(upper), len(lower))
    steps, sample = np.abs(lower[:rows] - upper[:rows]), lower[:rows]
    paper = steps[sample > 0.6]
    return 0.0 if paper.size < 500 else float(np.median(paper)) * 1.05
