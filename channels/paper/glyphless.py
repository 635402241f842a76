"""A font without pictures: text that is searched and copied but not seen, in any script."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Pdf, String

NARROW = 500
"""Width of every character, in thousandths of the font's size."""

_NAME = "/AAAAAA+Glyphless"
_UNKNOWN = "\ufffd"
_SYMBOLIC = 4
_LONG_AGO = 2_082_844_800
"""1970, in seconds since 1904 as fonts count them."""


def encoded(text: str) -> bytes:
    """`text` as this font's codes: its UTF-16 units. What lies beyond Unicode's first plane has no code here."""
    return "".join(c if c <= "\uffff" and not "\ud800" <= c <= "\udfff" else _UNKNOWN for c in text).encode("utf-16-be")


def glyphless_font(pdf: Pdf) -> pikepdf.Object:
    """The font, added to `pdf`: every code is drawn as nothing, and means the character of that number."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(_NAME),
        Flags=_SYMBOLIC,
        FontBBox=Array([0, -200, NARROW, 800]),
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=0,
        FontFile2=pdf.make_stream(_file(), Length1=len(_file())),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(_NAME),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=pdf.make_stream(b"\0\1" * 0x10000),
        DW=NARROW,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode()),
        )
    )


@cache
def _file() -> bytes:
    """A TrueType font of two empty glyphs."""
    builder = FontBuilder(unitsPerEm=1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "empty"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph(), "empty": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (NARROW, 0), "empty": (NARROW, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Glyphless", "styleName": "Regular"})
    builder.setupPost()
    # The moment of making is no part of the font: the same pages give the same file.
    builder.updateHead(created=_LONG_AGO, modified=_LONG_AGO)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


@cache
def _to_unicode() -> bytes:
    """Code n is character n. A range may not cross a border of 256 codes, and 100 of them stand together (Adobe
    Technical Note 5411)."""
    rows = [high for high in range(256) if not 0xD8 <= high <= 0xDF]
    blocks = []
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        ranges = "\n".join(
            f"<{high:02X}{low:02X}> <{high:02X}{top:02X}> <{high:02X}{low:02X}>"
            for high in part
            for low, top in [(1 if high == 0 else 0, 0xFD if high == 0xFF else 0xFF)]
        )
        blocks.append(f"{len(part)} beginbfrange\n{ranges}\nendbfrange")
    body = "\n".join(blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
