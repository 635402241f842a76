"""The archive copy of a document that came on paper: its pages with an invisible layer of what was read, as PDF/A-2b.

One copy for each form or letter, not for each file: it can be found, handed out and erased with the one submission that
it belongs to.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pikepdf
from pikepdf import Dictionary, Name, Pdf, pdfa
from PIL import Image

from channels.paper.glyphless import NARROW, encoded, glyphless_font
from channels.paper.results import ReadText

FLAVOUR = "2b"
"""ISO 19005-2, level B: what is on the page looks the same for ever."""

_POINT = 72 / 25.4
_INVISIBLE = 3


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A page as JPEG, which says its own resolution, and what was read on it."""

    image: bytes = field(repr=False)
    texts: tuple[ReadText, ...]


def archive_copy(pages: Sequence[ArchivePage], *, title: str, language: str, made_at: datetime) -> bytes:
    """A PDF/A-2b of these pages. The same pages and moment give the same bytes.

    What was written is opened again and checked, rule by rule, before it is given back.

    :raises pikepdf.pdfa.PdfaError: it would not be a PDF/A, which is a fault of ours.
    """
    with Pdf.new() as pdf:
        font = glyphless_font(pdf)
        for page in pages:
            _add(pdf, page, font)
        pdf.Root.Lang = pikepdf.String(language)
        pdfa.prepare(pdf, FLAVOUR)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
            for moment in ("CreateDate", "ModifyDate", "MetadataDate"):
                metadata[f"xmp:{moment}"] = made_at.isoformat(timespec="seconds")
        out = io.BytesIO()
        pdfa.save(pdf, out, FLAVOUR, repair=False, deterministic_id=True)
    return out.getvalue()


def _add(pdf: Pdf, page: ArchivePage, font: pikepdf.Object) -> None:
    with Image.open(io.BytesIO(page.image), formats=("JPEG",)) as picture:
        width, height = picture.size
        across, down = picture.info["dpi"]
        grey = picture.mode == "L"
    size = (width * 72 / float(across), height * 72 / float(down))
    image = pdf.make_stream(
        page.image,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )
    words = " ".join(_placed(page.texts, size[1]))
    drawing = f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Page Do Q BT {_INVISIBLE} Tr {words} ET\n"
    pdf.add_blank_page(page_size=size)
    added = pdf.pages[-1]
    added.Resources = Dictionary(XObject=Dictionary(Page=image), Font=Dictionary(Read=font))
    added.Contents = pdf.make_stream(drawing.encode("ascii"))


def _placed(texts: Sequence[ReadText], height: float) -> Iterator[str]:
    """Each line stretched over the place where it was read, so that a reader marks the right spot."""
    for one in texts:
        x, y, w, h = (side * _POINT for side in one.box)
        lines = [line for line in one.text.splitlines() if line.strip()]
        for at, line in enumerate(lines):
            size = h / len(lines)
            natural = len(line) * NARROW / 1000 * size
            yield (
                f"/Read {size:.2f} Tf {100 * w / natural:.1f} Tz "
                f"1 0 0 1 {x:.2f} {height - y - size * (at + 0.8):.2f} Tm <{encoded(line).hex()}> Tj"
            )
