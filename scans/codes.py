"""Reads the identity code of a page: where it should stand, or wherever it is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from scans.documents import Grey
from scans.geometry import Matrix, Points
from scans.registration import CODE_SIZE, CODES

SCALES = (10.0, 6.0, 16.0)
"""Pixels to the mm at which a code is tried; blur, noise and coarse fax each have one at which they read best."""

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

QUIET = 4.0
"""mm around the code that are looked at with it."""


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code with its four corners in pixels, clockwise from the code's own top left."""

    payload: str
    corners: Points


def read_code(image: Grey, to_image: Matrix) -> str | None:
    """The code on a page of which we know how it lies; either print of it will do."""
    for scale in SCALES:
        for x, y in CODES:
            side = round((CODE_SIZE + 2 * QUIET) * scale)
            shift = np.array([[1 / scale, 0, x - QUIET], [0, 1 / scale, y - QUIET], [0, 0, 1.0]])
            crop = cv2.warpPerspective(
                image,
                to_image @ shift,
                (side, side),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=(255,),
            )
            found = _decode(np.asarray(crop, dtype=np.uint8)) or _decode(_smooth(crop))
            if found:
                return found[0].payload
    return None


def codes_anywhere(image: Grey) -> list[SeenCode]:
    """All codes in the picture that say the same as the first; used when markers are missing."""
    for view, scale in ((image, 1.0), (_half(image), 0.5)):
        found = _decode(view)
        if found:
            return [SeenCode(c.payload, c.corners / scale) for c in found if c.payload == found[0].payload]
    return []


def _decode(view: Grey) -> list[SeenCode]:
    out: list[SeenCode] = []
    for found in zxingcpp.read_barcodes(view, formats=_FORMATS):
        if found.valid:
            at = found.position
            corners = [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
            out.append(SeenCode(found.text, np.array(corners, dtype=np.float32)))
    return out


def _smooth(crop: cv2.typing.MatLike) -> Grey:
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), 1.6), dtype=np.uint8)


def _half(image: Grey) -> Grey:
    return np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)
