"""A scanner's PDF, each page of which is one JPEG: decoded by itself, and yet what any viewer would show."""

import io
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw

from scans.documents import Decoder

COLOURS = [(255, 255, 255), (200, 30, 40), (30, 160, 60), (40, 60, 200), (120, 120, 120), (0, 0, 0)]


def striped(mode: str) -> Image.Image:
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for at, colour in enumerate(COLOURS):
        draw.rectangle((100, 100 + 250 * at, 1100, 320 + 250 * at), colour)
    return page.convert(mode)


def scanned(mode: str, space: object, *, cut: int | None = None, more: dict[str, Any] | None = None) -> bytes:
    jpeg, out = io.BytesIO(), io.BytesIO()
    striped(mode).save(jpeg, "JPEG", quality=95)
    with pikepdf.new() as pdf:
        image = pdf.make_stream(jpeg.getvalue()[:cut])
        image.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=1240,
            Height=1754,
            BitsPerComponent=8,
            ColorSpace=space(pdf) if callable(space) else space,
            Filter=pikepdf.Name.DCTDecode,
            **(more or {}),
        )
        page = pdf.add_blank_page(page_size=(595.2, 841.92))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
        page.Contents = pdf.make_stream(b"q 595.2 0 0 841.92 0 0 cm /Page Do Q")
        pdf.save(out)
    return out.getvalue()


def read(data: bytes) -> NDArray[np.uint8]:
    with Decoder() as decoder, decoder.open(data) as document:
        return document.image(1, 150).image


def shown(data: bytes) -> NDArray[np.uint8]:
    """As pdfium draws the whole page."""
    return np.asarray(pdfium.PdfDocument(data)[0].render(scale=150 / 72).to_pil().convert("L"))


def profiled(pdf: pikepdf.Pdf) -> pikepdf.Array:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_stream(profile, N=3)])


def spot(pdf: pikepdf.Pdf) -> pikepdf.Array:
    """A single ink, of which 255 is all of it: black."""
    ink = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.Black, pikepdf.Name.DeviceGray, ink])


@pytest.mark.parametrize(
    ("mode", "space", "more"),
    [
        ("L", pikepdf.Name.DeviceGray, {}),
        ("RGB", pikepdf.Name.DeviceRGB, {}),
        ("RGB", profiled, {}),
        ("CMYK", pikepdf.Name.DeviceCMYK, {}),
        ("L", pikepdf.Name.DeviceGray, {"Decode": [1, 0]}),
        ("L", spot, {}),
    ],
    ids=["grey", "colour", "colour-profile", "four-inks", "turned-round", "one-ink"],
)
def test_the_page_is_what_a_viewer_shows(mode: str, space: object, more: dict[str, Any]) -> None:
    data = scanned(mode, space, more=more)
    ours, theirs = read(data).astype(int), shown(data).astype(int)
    assert ours.shape == (1754, 1240)
    assert float(np.abs(ours - theirs[:1754, :1240])[4:-4, 4:-4].mean()) < 3


def test_of_a_damaged_picture_the_part_that_is_whole_is_shown() -> None:
    page = read(scanned("RGB", pikepdf.Name.DeviceRGB, cut=25_000))
    assert abs(int(page[200, 600]) - 255) < 3
    assert page.shape == (1754, 1240)


def test_a_picture_finer_than_needed_is_made_smaller() -> None:
    data = scanned("RGB", pikepdf.Name.DeviceRGB)
    with Decoder() as decoder, decoder.open(data) as document:
        small = document.image(1, 75)
    assert small.image.shape == (877, 620)
    assert small.dpi == pytest.approx(75, abs=0.2)
