"""Draws on a typeset page what a machine needs to find and to know it: markers, and the identity code twice.

Everything is drawn as filled rectangles in one path a page, so that no viewer or printer blurs it or leaves hairlines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf
import segno

from channels.paper.identity import Identity, PageIdentity, spoken
from scans.registration import CODE_SIZE, CODES, MARKER_SIZE, MARKERS, MODULES, PAGE_HEIGHT, marker_bits

_POINT = 72 / 25.4
_SHEET_AT = (52.0, 275.5)
_PARTICIPATION_AT = (52.0, 281.0)
"""Where the sheet's name and the participation code stand for people, mm from the top left, on the base line."""


def stamp(pdf: bytes, identities: Sequence[Sequence[Identity]]) -> bytes:
    """`pdf`, the pages of one copy, repeated for each copy's identities (one a page) and stamped with them.

    One copy keeps the tags that make it accessible on screen; a print run shares its pages' contents and has none.
    """
    with pikepdf.open(io.BytesIO(pdf)) as out:
        if len(identities) > 1:
            for key in ("/StructTreeRoot", "/MarkInfo", "/Outlines"):
                if key in out.Root:
                    del out.Root[key]
        originals = list(out.pages)
        font = out.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        markers = out.make_stream(_markers())
        for page in originals:
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Identity"))
            page.contents_add(markers)
        plain = [page.Contents for page in originals]
        for copy, pages in enumerate(identities):
            for at, identity in enumerate(pages):
                if copy:
                    out.pages.append(originals[at])
                page = out.pages[copy * len(originals) + at]
                parts = list(plain[at]) if isinstance(plain[at], pikepdf.Array) else [plain[at]]
                page.obj.Contents = pikepdf.Array([*parts, out.make_stream(_identity(identity))])
        target = io.BytesIO()
        out.save(target, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _markers() -> bytes:
    module = MARKER_SIZE / MODULES
    squares: list[str] = []
    for number, (x, y) in MARKERS.items():
        squares.extend(_runs(marker_bits(number).tolist(), x, y, module))
    return _artifact("0 g " + " ".join(squares) + " f")


def _identity(identity: Identity) -> bytes:
    matrix = segno.make_qr(identity.payload(), error="m", boost_error=True).matrix
    module = CODE_SIZE / len(matrix)
    squares = [run for x, y in CODES for run in _runs([[bool(bit) for bit in row] for row in matrix], x, y, module)]
    of = f"{identity.consultation}-{identity.version}  " if isinstance(identity, PageIdentity) else ""
    words = _text(of + spoken(identity.sheet), 9, *_SHEET_AT)
    if isinstance(identity, PageIdentity) and identity.participation is not None:
        words += " " + _text(_grouped(identity.participation), 12, *_PARTICIPATION_AT)
    return _artifact("0 g " + " ".join(squares) + " f " + words)


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def _artifact(drawing: str) -> bytes:
    """Told to screen readers as decoration; its state kept from the page's own."""
    return f"/Artifact BMC q {drawing} Q EMC\n".encode("ascii")


def _text(text: str, size: float, x: float, y: float) -> str:
    return f"BT /Identity {size} Tf {x * _POINT:.2f} {(PAGE_HEIGHT - y) * _POINT:.2f} Td ({text}) Tj ET"


def _runs(rows: list[list[bool]], x: float, y: float, module: float) -> Iterator[str]:
    """A rectangle for each run of black modules in a row, in PDF points from the bottom left."""
    for r, row in enumerate(rows):
        start = 0
        while start < len(row):
            if not row[start]:
                start += 1
                continue
            end = start
            while end < len(row) and row[end]:
                end += 1
            left, bottom = x + start * module, PAGE_HEIGHT - (y + (r + 1) * module)
            sides = (left, bottom, (end - start) * module, module)
            yield " ".join(f"{side * _POINT:.3f}" for side in sides) + " re"
            start = end
