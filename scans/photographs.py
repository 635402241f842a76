"""Photographs of sheets that belong together → one document. The pictures themselves go in as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, UnidentifiedImageError

from models.errors import Rejected

LONG_SIDE = 297 / 25.4 * 72
"""Points. A photograph does not say how large its sheet is; A4 is what is assumed of one that comes alone, too."""

COLOURS = {"L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB}


def one_document(photographs: Sequence[bytes]) -> bytes:
    """A PDF with a page for each JPEG, in that order. The same photographs give the same bytes.

    :raises Rejected: one of them is no JPEG in grey or colour, as cameras make them.
    """
    with pikepdf.new() as out:
        for data in photographs:
            width, height, colours = _told_by_header(data)
            scale = LONG_SIDE / max(width, height)
            box = (0, 0, width * scale, height * scale)
            picture = out.make_stream(
                data,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=width,
                Height=height,
                ColorSpace=colours,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            page = out.add_blank_page(page_size=(box[2], box[3]))
            page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Photograph)
            page.contents_add(f"q {box[2]:.3f} 0 0 {box[3]:.3f} 0 0 cm /Photograph Do Q".encode())
        made = io.BytesIO()
        out.save(made, static_id=True)
        return made.getvalue()


def _told_by_header(data: bytes) -> tuple[int, int, pikepdf.Name]:
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            return image.width, image.height, COLOURS[image.mode]
    except (UnidentifiedImageError, OSError, KeyError, Image.DecompressionBombError) as error:
        raise Rejected("the photograph is damaged; take it once more", code="damaged") from error
