"""Straight lines that run through a box and on: a fold, or dirt on a scanner's glass. Nobody writes them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.pages import PX_PER_MM

Inked = NDArray[np.bool_]

RUNS_ON = 0.9
BROADEST = 0.6
"""A line that fills so much of its row, and is no broader than so many mm."""


def ruled(around: Inked, on: int) -> Inked:
    """Where in a part of a page such lines are. `around` has the part and `on` pixels more on each side."""
    inside = around[on:-on, on:-on]
    out = np.zeros(inside.shape, dtype=np.bool_)
    for view, whole, found in ((inside, around, out), (inside.T, around.T, out.T)):
        rows = _through(view, whole, on)
        if 0 < int(rows.sum()) <= BROADEST * PX_PER_MM:
            found[cv2.dilate(rows.astype(np.uint8), np.ones((3, 1), np.uint8)).ravel() > 0] = True
    return out


def _through(inside: Inked, around: Inked, on: int) -> Inked:
    """The rows that are ink from side to side, and beyond both."""
    through = np.count_nonzero(inside, axis=1) >= RUNS_ON * inside.shape[1]
    # What is full of ink has such rows everywhere: none of them is a line.
    if not 0 < np.count_nonzero(through) <= 2 * BROADEST * PX_PER_MM:
        return np.zeros(len(through), dtype=np.bool_)
    beyond = [around[on:-on, part].mean(axis=1) >= RUNS_ON for part in (slice(0, on // 2), slice(-(on // 2), None))]
    near = cv2.dilate((beyond[0] & beyond[1]).astype(np.uint8), np.ones((5, 1), np.uint8)).ravel()
    return np.asarray(through & (near > 0), dtype=np.bool_)
