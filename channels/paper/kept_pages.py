"""Pages as they are kept, to be shown beside what was read from them."""

from __future__ import annotations

import cv2

from scans.documents import Grey

KEPT_DPI = 150.0
"""A letter stays well readable, and a page costs about 200 kB."""

QUALITY = 80
"""JPEG quality."""


def kept(image: Grey, dpi: float = KEPT_DPI) -> bytes:
    """A page as JPEG, at most at `KEPT_DPI`; a form's canvas is kept as it is, because `dpi` is not said."""
    factor = KEPT_DPI / dpi
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 0.95 else image
    _, packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return packed.tobytes()
