"""What somebody typed in the boxes of a form on screen, where its fields still say so.

The picture need not show it: a viewer may not have the letters, or the box the room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from channels.printed.layout import PageLayout
from scans.documents import PageImage, TypedText
from scans.geometry import apply
from scans.pages import FoundPage

INSIDE = 2.0
"""mm that a field may reach beyond the box that it fills."""

FILLED = 0.5
"""Part of a box's width and height that its field takes at least."""


def typed_in_boxes(
    typed: Sequence[TypedText], layout: PageLayout, page: PageImage, found: FoundPage
) -> Mapping[int, str]:
    """By the number of a box in `layout`, what was typed in the field on it. Fields elsewhere say nothing."""
    out: dict[int, str] = {}
    for one in typed:
        x, y, w, h = _on_paper(one.box, page, found)
        for at, box in enumerate(layout.boxes):
            inside = (
                x >= box.x - INSIDE
                and y >= box.y - INSIDE
                and x + w <= box.x + box.w + INSIDE
                and y + h <= box.y + box.h + INSIDE
            )
            if inside and box.kind != "tick" and w >= FILLED * box.w and h >= FILLED * box.h:
                out[at] = one.text
    return out


def _on_paper(box: tuple[float, float, float, float], page: PageImage, found: FoundPage) -> tuple[float, ...]:
    """A place in the picture as x, y, width and height in mm on the upright page."""
    x, y, w, h = box
    rows, columns = page.image.shape
    corners = np.array([(x, y), (x + w, y), (x, y + h), (x + w, y + h)], dtype=np.float32)
    corners *= np.array([columns, rows], dtype=np.float32)
    at = apply(np.asarray(np.linalg.inv(found.to_image), dtype=np.float64), corners)
    (left, top), (right, bottom) = at.min(axis=0), at.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)
