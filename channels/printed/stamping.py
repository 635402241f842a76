"""Draws on a typeset page what a machine needs to find and to know it: markers, and the identity code twice.

Everything is drawn as filled rectangles in one path a page, so that no viewer or printer blurs it or leaves hairlines.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Sequence

import pikepdf
import segno

from channels.printed.stamp_font import embedded_font
from scans.identity import Identity, PageIdentity, SeparatorIdentity, spoken
from scans.registration import CODE_SIZE, CODES, MARKER_SIZE, MARKERS, MODULES, PAGE_HEIGHT, marker_bits

_POINT = 72 / 25.4
_SHEET_AT = (52.0, 275.5)
PARTICIPATION_AT = (52.0, 281.0)
"""Where the sheet's name and the participation code stand for people, mm from the top left, on the base line."""


_MASK = 0
"""The pattern laid over the code. Trying all eight takes four times as long, and every reader reads each."""

AddMore = Callable[[pikepdf.Pdf, pikepdf.Object], None]
"""Adds something else to a PDF of one copy; it gets the embedded font too."""


def stamp(
    pdf: bytes,
    identities: Sequence[Sequence[Identity]],
    more: AddMore | None = None,
    before: Iterator[Sequence[pikepdf.Page]] | None = None,
    tick: Callable[[int], object] = lambda _: None,
) -> bytes:
    """`pdf`, the pages of one copy, repeated for each copy's identities (one a page) and stamped with them.

    `before` has the pages of another document that go before each copy, and get no stamp. `tick` is told of each copy
    that is done.

    One copy keeps the tags that make it accessible on screen; a print run shares its pages' contents and has none.
    """
    with pikepdf.open(io.BytesIO(pdf)) as out:
        font = embedded_font(out)
        if more is not None:
            more(out, font)
        if len(identities) > 1:
            for key in ("/StructTreeRoot", "/MarkInfo", "/Outlines"):
                if key in out.Root:
                    del out.Root[key]
        originals = list(out.pages)
        markers = out.make_stream(_markers())
        for page in originals:
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Identity"))
            page.contents_add(markers)
        plain = [page.Contents for page in originals]
        for copy, pages in enumerate(identities):
            leading = next(before) if before is not None else ()
            if copy:
                out.pages.extend(leading)
            else:
                out.pages[0:0] = leading
            for at, identity in enumerate(pages):
                if copy:
                    out.pages.append(originals[at])
                page = out.pages[-1] if copy else originals[at]
                parts = list(plain[at]) if isinstance(plain[at], pikepdf.Array) else [plain[at]]
                own = out.make_stream(zlib.compress(_identity(identity)), Filter=pikepdf.Name.FlateDecode)
                page.obj.Contents = pikepdf.Array([*parts, own])
            tick(1)
        target = io.BytesIO()
        out.save(target, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


A3 = 2**0.5
"""How much longer the sides of A3 are than those of A4 (ISO 216)."""


def enlarged(pdf: bytes, times: float) -> bytes:
    """The same pages so many times as long and wide, with all that is on them: what finds them sees no difference."""
    with pikepdf.open(io.BytesIO(pdf)) as out:
        before = out.make_stream(f"q {times:.6f} 0 0 {times:.6f} 0 0 cm\n".encode("ascii"))
        after = out.make_stream(b"\nQ")
        for page in out.pages:
            box = [float(edge) * times for edge in page.mediabox]
            page.obj.MediaBox = pikepdf.Array([round(edge, 3) for edge in box])
            for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if name in page.obj:
                    del page.obj[name]
            parts = list(page.obj.Contents) if isinstance(page.obj.Contents, pikepdf.Array) else [page.obj.Contents]
            page.obj.Contents = pikepdf.Array([before, *parts, after])
        target = io.BytesIO()
        out.save(target, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _markers() -> bytes:
    drawn = [
        _squares(_runs(marker_bits(number).tolist()), x, y, MARKER_SIZE / MODULES) for number, (x, y) in MARKERS.items()
    ]
    return _artifact("0 g " + " ".join(drawn))


def _identity(identity: Identity) -> bytes:
    matrix = segno.make_qr(identity.payload(), error="m", boost_error=True, mask=_MASK).matrix
    runs = _runs(matrix)
    squares = " ".join(_squares(runs, x, y, CODE_SIZE / len(matrix)) for x, y in CODES)
    of = "" if isinstance(identity, SeparatorIdentity) else f"{identity.consultation}-{identity.version}  "
    words = _text(of + spoken(identity.sheet), 9, *_SHEET_AT)
    if isinstance(identity, PageIdentity) and identity.participation is not None:
        words += " " + _text(grouped(identity.participation), 12, *PARTICIPATION_AT)
    return _artifact(f"0 g {squares} {words}")


def grouped(digits: str) -> str:
    """A code as people read it: `123 456 789`."""
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def _artifact(drawing: str) -> bytes:
    """Told to screen readers as decoration; its state kept from the page's own."""
    return f"/Artifact BMC q {drawing} Q EMC\n".encode("ascii")


def _text(text: str, size: float, x: float, y: float) -> str:
    return f"BT /Identity {size} Tf {x * _POINT:.2f} {(PAGE_HEIGHT - y) * _POINT:.2f} Td ({text}) Tj ET"


def _squares(runs: str, x: float, y: float, module: float) -> str:
    """Runs of modules with their top left corner at (x, y); all lengths in mm."""
    scale = module * _POINT
    return f"q {scale:.4f} 0 0 {scale:.4f} {x * _POINT:.3f} {(PAGE_HEIGHT - y) * _POINT:.3f} cm {runs} f Q"


def _runs(rows: Sequence[Sequence[int]]) -> str:
    """A rectangle for each run of black modules in a row, in modules from the top left, y upwards."""
    drawn: list[str] = []
    for r, row in enumerate(rows, start=1):
        bits = bytes(map(bool, row))
        start = bits.find(1)
        while start >= 0:
            end = bits.find(0, start)
            end = len(bits) if end < 0 else end
            drawn.append(f"{start} {-r} {end - start} 1 re")
            start = bits.find(1, end)
    return " ".join(drawn)
