"""Stains over print: coffee, a cup's ring, a fold's shadow. Darker than paper, paler than ink, broader than strokes.

The light on a page is evened out over centimetres, since a photograph's shadow is no narrower. A ring of a few mm is
left, and cuts words in two that anybody can read.
"""

from __future__ import annotations

import cv2
import numpy as np

from scans.documents import Grey
from scans.normalise import MM, quarter

BROADER = 5
"""Quarter pixels, 1.7 mm: strokes of pens and of print are narrower."""

DARKEST, PALEST = 60, 225
"""Of 255: a stain lies between. What is darker is no stain, or nothing can be told from it."""

SMALLEST, LARGEST = 10.0, 0.6
"""mm, and part of the page's side: of a stain's longer side. Letters that touch are smaller; a table seen beside the
sheet is larger, and so is the light on a page."""


def without_stains(clean: Grey) -> Grey:
    """A page at 300 dpi with its stains as white as the paper; what is written over them stays."""
    small = quarter(clean)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((BROADER, BROADER), np.uint8))
    between = cv2.inRange(ground, np.array(DARKEST), np.array(PALEST))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(between, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH]]
    stain = (sides.max(axis=1) >= SMALLEST * MM / 4) & (sides <= LARGEST * np.array(small.shape)).all(axis=1)
    stain[0] = False
    if not stain.any():
        return clean
    paper = cv2.GaussianBlur(np.where(stain[labels], ground, 255).astype(np.uint8), (0, 0), 0.7)
    paper = cv2.resize(paper, clean.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(clean, paper, scale=255), np.uint8)
