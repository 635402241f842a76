"""Pages as they are kept, to be shown beside what was read from them."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from scans.documents import Grey
from scans.pages import PX_PER_MM

KEPT_DPI = 150.0
"""A letter stays well readable, and a page costs about 200 kB."""

QUALITY = 80
"""JPEG quality."""


def kept(image: Grey, dpi: float | None = None) -> bytes:
    """A page as JPEG that says its resolution, at most at `KEPT_DPI`; a form's canvas, without `dpi`, as it is."""
    factor = KEPT_DPI / dpi if dpi else 1.0
    if factor < 0.95:
        image, dpi = np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)), KEPT_DPI
    said = round(dpi or PX_PER_MM * 25.4)
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=QUALITY, dpi=(said, said))
    return out.getvalue()
