"""Finds one of our printed pages in a picture, however it lies, and lays it flat.

The flat page ("canvas") is upright, `PX_PER_MM` pixels to the mm, so that a place in mm on the printed page is a place
on the canvas. What the paper did beyond perspective (curl, folds) is left to `scans.anchors`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scans.codes import codes_anywhere, read_code
from scans.documents import Grey
from scans.geometry import Matrix, seen_from_above
from scans.markers import Look, looks
from scans.poses import by_codes, cornered, homography, plausible
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH
from scans.thorough import look_near, look_thoroughly, with_fourth

PX_PER_MM = 8
"""Canvas scale, 203 dpi: strokes of 0.3 mm keep two pixels, and a page costs a quarter of what 16 px would."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of ours. `to_image` maps mm on the page to pixels of the picture (3 × 3); `markers` counts those seen."""

    payload: str
    canvas: Grey
    to_image: Matrix
    markers: int


@dataclass(frozen=True, slots=True)
class LostPage:
    """Surely a page of ours, but its code cannot be read, or not enough of it is left to lay it flat."""

    payload: str | None


def find_page(image: Grey, dpi: float) -> FoundPage | LostPage | None:
    """The printed page in `image`; None if nothing in it is ours. `dpi` is only a first guess at the scale."""
    ours = False
    look, before = Look({}, []), 0
    for number, look in enumerate(looks(image, dpi)):
        markers = look.markers
        if len(markers) == 3 > before:
            markers = with_fourth(image, markers)
        before = len(look.markers)
        if number <= 1 and len(markers) == 3:
            # The fourth is mostly there, too, and tells better than anything how the page lies.
            continue
        flat = homography(markers, image.shape) if len(markers) >= 2 else None
        if flat is None or not plausible(flat, image):
            continue
        ours = ours or len(markers) >= 3
        if len(markers) == 2:
            # Two markers carry a page only if the codes between them confirm it.
            break
        payload = read_code(image, flat)
        if payload is not None:
            if len(markers) == 3:
                codes = [code for code in codes_anywhere(image).ours if code.payload == payload]
                flat = cornered(codes, markers, image, flat)
            return FoundPage(payload, lay_flat(image, flat), flat, len(markers))
    found = _by_codes_or_blurred(image, look)
    return LostPage(None) if found is None and ours else found


def _by_codes_or_blurred(image: Grey, look: Look) -> FoundPage | LostPage | None:
    codes = codes_anywhere(image)
    payload = codes.ours[0].payload if codes.ours else None
    flat = by_codes(codes.ours, look.markers, image) if payload is not None else None
    if payload is not None and flat is not None:
        more = look_near(image, flat)
        if more is not None and len(more.markers) > max(2, len(look.markers)):
            return FoundPage(payload, lay_flat(image, more.flat), more.flat, len(more.markers))
        return FoundPage(payload, lay_flat(image, flat), flat, len(look.markers))
    found = look_thoroughly(image, look, [*(code.corners for code in codes.ours), *codes.unread])
    if found is None:
        return None if payload is None else LostPage(payload)
    payload = found.payload or payload
    if payload is None:
        return LostPage(None)
    return FoundPage(payload, lay_flat(image, found.flat), found.flat, len(found.markers))


def lay_flat(image: Grey, to_image: Matrix, px_per_mm: float = PX_PER_MM) -> Grey:
    """The page seen from straight above, white where the picture ends."""
    size = (round(PAGE_WIDTH * px_per_mm), round(PAGE_HEIGHT * px_per_mm))
    scale = np.diag([1 / px_per_mm, 1 / px_per_mm, 1.0])
    return seen_from_above(image, to_image @ scale, size)
