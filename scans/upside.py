"""Tells a page that stands on its head, before anything on it is read.

Far more letters rise above the others of their line than hang below it: in Latin and Cyrillic script, capitals, digits
and b, d, f, h, k, l, t against g, j, p, q, y. It is a guess that saves reading a page twice; reading proves it.
"""

from __future__ import annotations

import numpy as np

from scans.documents import Grey
from scans.normalise import half, pieces_of_ink

FEWEST_TALL = 24
"""Tall letters from which their majority tells anything."""

MAJORITY = 1.7
"""So many times as many must hang as rise, to take a page for one on its head."""

TALL = 1.25
"""Times the median letter's height."""

NEIGHBOURS = 9
"""Letters on both sides of a tall one that show where its line runs."""


def on_its_head(clean: Grey) -> bool:
    """Whether most tall letters hang below their line. `clean` as from `normalise`, its lines level."""
    left, top, width, height, _ = pieces_of_ink(half(clean), 140).T
    letters = (height >= 8) & (height <= 60) & (width <= 60) & (width >= 3)
    if int(letters.sum()) < 4 * FEWEST_TALL:
        return False
    left, top, height = (side[letters].astype(np.float32) for side in (left, top, height))
    middle, usual = top + height / 2, float(np.median(height))
    rising = hanging = 0
    for at in np.flatnonzero(height >= TALL * usual)[:400]:
        beside = np.flatnonzero((np.abs(middle - middle[at]) < 0.75 * usual) & (height < TALL * usual))
        if beside.size < NEIGHBOURS:
            continue
        nearest = beside[np.argsort(np.abs(left[beside] - left[at]))[:NEIGHBOURS]]
        above = float(np.median(top[nearest])) - top[at]
        below = top[at] + height[at] - float(np.median(top[nearest] + height[nearest]))
        rising += bool(above > below + 1)
        hanging += bool(below > above + 1)
    return rising + hanging >= FEWEST_TALL and hanging > MAJORITY * rising
