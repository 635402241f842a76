"""The one font that is added to a typeset PDF: for what is stamped on it and what people type into its fields.

Embedded, so that every printer and every screen shows the same.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf

from channels.printed.fonts import find_font

FIRST, LAST = 32, 255
"""The codes of Windows' Latin alphabet (ISO 32000-1, annex D.2) that are there; a few among them stand for nothing."""

_FLAGS_NONSYMBOLIC = 32


@dataclass(frozen=True, slots=True)
class _Subset:
    """A font file with the Latin alphabet only; lengths in thousandths of the font's size."""

    file: bytes
    widths: tuple[int, ...]
    ascent: int
    descent: int
    box: tuple[int, int, int, int]


def embedded_font(pdf: Pdf) -> pikepdf.Object:
    """The font, added to `pdf`.

    :raises TryAgain: it is not installed.
    """
    font = _latin()
    file = pdf.make_stream(font.file, Length1=len(font.file))
    name = Name("/AAAAAA+NotoSans")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_FLAGS_NONSYMBOLIC,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=714,
        StemV=80,
        FontFile2=file,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=Array(font.widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


@cache
def _latin() -> _Subset:
    with TTFont(find_font("NotoSans-Regular.ttf")) as font:
        letters = [bytes([code]).decode("cp1252", "ignore") for code in range(FIRST, LAST + 1)]
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[])
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(letters))
        cutter.subset(font)
        per_em = 1000 / font["head"].unitsPerEm
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        widths = [round(advances[glyphs.get(ord(c), ".notdef") if c else ".notdef"][0] * per_em) for c in letters]
        head, across = font["head"], font["hhea"]
        file = io.BytesIO()
        font.save(file)
        return _Subset(
            file=file.getvalue(),
            widths=tuple(widths),
            ascent=round(across.ascent * per_em),
            descent=round(across.descent * per_em),
            box=tuple(round(side * per_em) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        )
