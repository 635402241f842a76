"""Page images as staff see them: cut out around an answer, or whole with the answer's box outlined."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, UnidentifiedImageError

from models.errors import Rejected

Box = tuple[float, float, float, float]
"""x, y, width and height in mm, from the top left of the upright page."""

A4_WIDTH = 210.0
A4_LENGTH = 297.0
MARGIN = 5.0
"""mm around a crop, so that what was written over the edge is seen too."""
SMALLEST_CROP = (70.0, 16.0)
"""mm: a single tick box says nothing without what stands beside it."""
WIDEST = 1400
"""Pixels of a whole page: enough to read, and quick to load."""
OUTLINE = (200, 30, 90)
HIDDEN = (96, 96, 96)


def crop(content: bytes, box: Box | None, hidden: Sequence[Box] = ()) -> bytes:
    """A JPEG of what lies around `box`; of the whole image without one.

    :param hidden: what is not for these eyes.

    :raises Rejected: it is no image.
    """
    image = _without(_open(content), hidden)
    if box is not None:
        scale = _pixels_per_mm(image)
        x, y, width, height = box
        spare_x = max(MARGIN, (SMALLEST_CROP[0] - width) / 2)
        spare_y = max(MARGIN, (SMALLEST_CROP[1] - height) / 2)
        left, top = max(0.0, x - min(spare_x, MARGIN)), max(0.0, y - spare_y)
        right, bottom = x + width + 2 * spare_x - min(spare_x, MARGIN), y + height + spare_y
        edges = (left * scale, top * scale, min(right * scale, image.width), min(bottom * scale, image.height))
        if edges[2] - edges[0] >= 1 and edges[3] - edges[1] >= 1:
            image = image.crop(edges)
    return _as_jpeg(image)


def outlined(content: bytes, boxes: Sequence[Box], hidden: Sequence[Box] = ()) -> bytes:
    """A JPEG of the whole page, with each box outlined.

    :param hidden: what is not for these eyes.

    :raises Rejected: it is no image.
    """
    image = _without(_open(content), hidden)
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    scale = _pixels_per_mm(image)
    pen = ImageDraw.Draw(image)
    for x, y, width, height in boxes:
        corners = (x - 1) * scale, (y - 1) * scale, (x + width + 1) * scale, (y + height + 1) * scale
        if corners[2] > corners[0] and corners[3] > corners[1]:
            pen.rectangle(corners, outline=OUTLINE, width=max(3, round(scale * 0.7)))
    return _as_jpeg(image)


def _without(image: Image.Image, hidden: Sequence[Box]) -> Image.Image:
    """With these places painted over."""
    scale, brush = _pixels_per_mm(image), ImageDraw.Draw(image)
    for x, y, width, height in hidden:
        brush.rectangle((x * scale, y * scale, (x + width) * scale, (y + height) * scale), fill=HIDDEN)
    return image


def _open(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content)).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Rejected("this is no image that can be shown", code="not_an_image") from error


def _pixels_per_mm(image: Image.Image) -> float:
    """Pages are A4 here: upright, or lying on their side."""
    return image.width / (A4_WIDTH if image.height >= image.width else A4_LENGTH)


def _as_jpeg(image: Image.Image) -> bytes:
    """Its pixels, and nothing that a camera or a program noted beside them."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
