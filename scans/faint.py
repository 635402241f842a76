"""Traces: writing so pale that it is lost where a page's contrast is drawn up for print. Nothing that anybody wrote may
be taken for an empty page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey

Darkness = NDArray[np.float32]
"""How much darker than the paper around it, of 255."""

HALF = 150 / 25.4
"""Pixels to the mm at which traces are looked for: half of a normalised page's."""

EDGE = 6.0
"""mm along the edges where a sheet's own shadow lies."""

FAINTEST, ABOVE_GRAIN = 2.5, 5.0
"""Of 255, and times the paper's own grain: how much darker than what lies within a mm a trace is."""

SHORTEST, TALLEST, WIDEST, SMALLEST = 1.2, 15.0, 50.0, 12
"""mm, mm, mm and half pixels squared of a piece of writing, which may be a letter or a word."""

THIN, LONG = 0.7, 4.0
"""mm: what is thinner and longer than this is a fold, a streak of the glass or a rule."""

DARK, FULL, ROUND = 40.0, 0.6, 1.6
"""Of 255, of its outline, and the longer to the shorter side: a dark dot is dirt or a hole."""

FEWEST = 6
"""Pieces from which somebody may have written something."""

PAPER_DPI = 40
"""What the paper itself is like is seen at this."""

GROWN = 1.0
"""mm around the traces that are brought out with them."""

SOFT = 1.3
"""Pixels at 300 dpi over which the grain is evened out."""

BLACK = 200
"""Of 255: as dark are traces made."""


@dataclass(frozen=True, slots=True)
class Traces:
    """`mask` is 255 where a piece of writing is, at half of a normalised page's size; `contrast` of 255."""

    mask: Grey
    pieces: int
    contrast: float

    @property
    def written(self) -> bool:
        """Whether somebody may have written this, or it shows through from the other side."""
        return self.pieces >= FEWEST


def traces_of(plain: Grey) -> Traces:
    """What is a little darker than the paper of a page at 300 dpi, in pieces as large as letters or words."""
    half = np.asarray(cv2.resize(plain, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    fine = np.asarray(cv2.GaussianBlur(_darkness(half), (0, 0), 0.9), np.float32)
    here = fine - cv2.GaussianBlur(fine, (0, 0), 7)
    edge = round(EDGE * HALF)
    inner = here[edge:-edge, edge:-edge]
    if inner.size == 0:
        return Traces(np.zeros(here.shape, np.uint8), 0, 0.0)
    grain = 1.48 * float(np.median(np.abs(inner - np.median(inner))))
    dark = np.zeros(here.shape, np.uint8)
    dark[edge:-edge, edge:-edge] = inner > max(FAINTEST, ABOVE_GRAIN * grain)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sides = (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_AREA)
    tall, wide, area = (stats[:, at].astype(np.float64) for at in sides)
    longer, shorter = np.maximum(tall, wide), np.minimum(tall, wide)
    piece = (longer >= SHORTEST * HALF) & (tall <= TALLEST * HALF) & (wide <= WIDEST * HALF) & (area >= SMALLEST)
    piece &= ~((shorter <= THIN * HALF) & (longer >= LONG * HALF))
    darkest = _darkest(fine, np.asarray(labels, np.int32), count)
    piece &= darkest >= FAINTEST
    piece &= ~((area >= FULL * tall * wide) & (longer <= ROUND * shorter) & (darkest >= DARK))
    piece[0] = False
    mask = piece[labels]
    contrast = float(np.percentile(fine[mask], 75)) if mask.any() else 0.0
    return Traces(np.where(mask, 255, 0).astype(np.uint8), int(piece.sum()), contrast)


def darkened(plain: Grey, traces: Traces) -> Grey:
    """The page at 300 dpi with its traces as dark as ink, for people."""
    soft = cv2.GaussianBlur(_darkness(plain), (0, 0), SOFT)
    return np.asarray(255 - np.clip(soft * (BLACK / max(traces.contrast, 1.0)), 0, 255), np.uint8)


def brought_out(dark: Grey, traces: Traces) -> Grey:
    """As `darkened` gives it, with the traces black on white, and nothing else: for recognition."""
    reach = 2 * round(GROWN * HALF) + 1
    near = cv2.dilate(traces.mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    near = cv2.resize(near, dark.shape[::-1], interpolation=cv2.INTER_NEAREST)
    ink = (255 - dark.astype(np.float32)) / BLACK
    # From a quarter of the writing's own darkness on something is ink; from the whole of it on, black.
    stretched = 255 - 255 * np.clip((ink - 0.25) / 0.75, 0, 1)
    return np.where(near > 0, stretched, 255).astype(np.uint8)


def _darkness(plain: Grey) -> Darkness:
    """Of each pixel, whatever the light."""
    factor = PAPER_DPI * 297 / 25.4 / max(plain.shape)
    small = cv2.resize(plain, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.medianBlur(small, 31), (0, 0), 3)
    whole = np.maximum(cv2.resize(paper, plain.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32), 16)
    return cast(Darkness, 255 - np.minimum(plain.astype(np.float32) * (255 / whole), 300))


def _darkest(fine: Darkness, labels: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """The darkest spot of each piece."""
    out = np.zeros(count)
    np.maximum.at(out, labels[labels > 0], fine[labels > 0])
    return out
