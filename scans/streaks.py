"""Thin dark lines down a page: dirt on the glass of a feeder or a copier.

They cut letters in two, and tell a reader of whole pages that there are two columns.
"""

from __future__ import annotations

import cv2
import numpy as np

from scans.documents import Grey
from scans.normalise import MM

FLATTENED = 6
"""So many pixels one above the other are taken together where streaks are looked for: letters grow pale, streaks do
not."""

INK = 170
"""Of 255: what is darker may be a streak."""

STRAIGHT = 4.0
"""mm that a line goes on within its column of pixels, however askew; only letters of headings are so tall."""

LONG = 0.25
"""Part of the page's height."""

THIN = 0.6
"""mm: broader is the shadow of an edge, or a bar."""

BESIDE = 2
"""Pixels on both sides that go with it."""


def without_streaks(clean: Grey) -> Grey:
    """A page at 300 dpi whose lines of text are level: its streaks are filled with what is beside them."""
    height, width = clean.shape
    flat = cv2.resize(clean, (width, height // FLATTENED), interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(flat, INK, 255, cv2.THRESH_BINARY_INV)
    straight = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(STRAIGHT * MM / FLATTENED), 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(straight, connectivity=8)
    long, area = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    streak = (long >= LONG * len(flat)) & (area <= THIN * MM * long)
    streak[0] = False
    if not streak.any():
        return clean
    mask = cv2.dilate(np.where(streak[labels], 255, 0).astype(np.uint8), np.ones((1, 2 * BESIDE + 1), np.uint8))
    mask = np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
    return np.asarray(cv2.inpaint(clean, mask, BESIDE + 1, cv2.INPAINT_TELEA), np.uint8)
