"""Files that somebody might send to bring a reader down, by what is wrong with them. None is large itself."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image

from tests.paper_kit import as_jpeg, as_pdf, as_tiff


def paper() -> NDArray[np.uint8]:
    """A grey page with nothing on it."""
    return np.full((1100, 800), 240, np.uint8)


def _saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _file(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf([paper()]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def wide_png() -> bytes:
    return _saved(Image.new("1", (13_000, 13_000)), "PNG")


def large_jpeg() -> bytes:
    """Just below the most pixels that are read, in colour."""
    return _saved(Image.new("RGB", (11_300, 11_300), "white"), "JPEG", quality=30)


def many_frames() -> bytes:
    """A TIFF of 5,000 pictures, which all are the same bytes."""
    start, strip = 8, bytes(38 * 400)
    directory = start + len(strip)
    tags = ((256, 300), (257, 400), (258, 1), (259, 1), (262, 0), (273, start), (277, 1), (278, 400), (279, len(strip)))
    size = 2 + 12 * len(tags) + 4
    out = [struct.pack("<2sHI", b"II", 42, directory), strip]
    for frame in range(1, 5_001):
        following = directory + frame * size if frame < 5_000 else 0
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        out.append(struct.pack("<H", len(tags)) + entries + struct.pack("<I", following))
    return b"".join(out)


def animated_gif() -> bytes:
    frames = [Image.new("L", (600, 800), tone) for tone in range(60)]
    return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def animated_webp() -> bytes:
    frames = [Image.new("L", (600, 800), 100 + tone) for tone in range(40)]
    return _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])


def moving_png() -> bytes:
    """Sixty pictures of twelve million pixels, each drawn upon the one before; all are the same bytes."""
    width, height, frames = 4_000, 3_000, 60
    rows = zlib.compress(bytes((width + 1) * height))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"acTL", struct.pack(">II", frames, 0)),
    ]
    for frame in range(frames):
        number = 2 * frame - 1 if frame else 0
        chunks.append((b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, 1, 10, 0, 0)))
        chunks.append((b"fdAT", struct.pack(">I", number + 1) + rows) if frame else (b"IDAT", rows))
    chunks.append((b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def raw_pdf(page: str, stream: bytes = b"", resources: str = "", extra: bytes = b"") -> bytes:
    """A PDF of one page, written by hand; `extra` is object 5."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>{page}>>".encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        *([extra] if extra else []),
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


A4 = "/MediaBox[0 0 595 842]"


def gigabyte() -> bytes:
    """A content stream that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"0 0 m 9 9 l S\n" * 80_000) for _ in range(900)]
    return raw_pdf(A4, b"".join([*parts, packer.flush()]))


def endless_form() -> bytes:
    """A drawing that draws itself."""
    inner = zlib.compress(b"/F Do /F Do")
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Filter/FlateDecode/Length %d>>"
        b"stream\n%s\nendstream" % (len(inner), inner)
    )
    return raw_pdf(A4, zlib.compress(b"/F Do"), "/XObject<</F 5 0 R>>", form)


def huge_box() -> bytes:
    return raw_pdf("/MediaBox[0 0 1000000000 1000000000]", zlib.compress(b"0 0 9 9 re f"))


def _picture(filter_name: str, width: int, height: int, data: bytes, bits: int = 8) -> bytes:
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent %d/Filter/%s"
        b"/Length %d>>stream\n%s\nendstream" % (width, height, bits, filter_name.encode(), len(data), data)
    )
    return raw_pdf(A4, zlib.compress(b"q 595 0 0 842 0 0 cm /I Do Q"), "/XObject<</I 5 0 R>>", image)


def jbig2_bomb() -> bytes:
    """A page of JBIG2 (ITU-T T.88) that says it is 60,000 dots wide and high."""
    size = struct.pack(">II", 60_000, 60_000)
    information = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + size + bytes(8) + bytes([4]) + bytes(2)
    return _picture("JBIG2Decode", 60_000, 60_000, information, bits=1)


def flate_bomb() -> bytes:
    """A picture of 30,000 by 30,000 dots in some hundreds of kilobytes."""
    packer = zlib.compressobj(9)
    row = bytes(30_000) * 100
    return _picture(
        "FlateDecode", 30_000, 30_000, b"".join([packer.compress(row) for _ in range(300)] + [packer.flush()])
    )


def lying_jpeg() -> bytes:
    """A small JPEG whose header says 65,000 by 65,000."""
    data = bytearray(as_jpeg(paper()))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    return _picture("DCTDecode", 65_000, 65_000, bytes(data))


def scripted() -> bytes:
    """Scripts that would run when it is opened, and a program to be started."""
    with pikepdf.open(io.BytesIO(as_pdf([paper()]))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="while(true){app.alert('x')}")
        pdf.Root.OpenAction = script
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="/bin/sh")
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=launch)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def cut_off_pdf() -> bytes:
    whole = as_pdf([paper()])
    return whole[: len(whole) // 2]


def cut_off_tiff() -> bytes:
    whole = as_tiff([paper()] * 3)
    return whole[: len(whole) // 2]


def endless_pages() -> bytes:
    """A tree of pages that is its own branch, and says it has a million."""
    return raw_pdf(A4).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R 3 0 R]/Count 1000000")


def endless_pattern(pages: int) -> bytes:
    """Pages that are filled with a pattern of patterns of patterns."""
    pdf, inner = pikepdf.new(), None
    for _ in range(8):
        drawn = b"0 0 1 1 re f" if inner is None else b"/Pattern cs /P scn 0 0 100 100 re f"
        pattern = pikepdf.Stream(pdf, drawn)
        pattern.Type, pattern.PatternType, pattern.PaintType, pattern.TilingType = pikepdf.Name.Pattern, 1, 1, 1
        pattern.BBox, pattern.XStep, pattern.YStep = pikepdf.Array([0, 0, 100, 100]), 1, 1
        pattern.Resources = pikepdf.Dictionary() if inner is None else pikepdf.Dictionary(Pattern={"/P": inner})
        inner = pdf.make_indirect(pattern)
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[-1].Resources = pikepdf.Dictionary(Pattern={"/P": inner})
        pdf.pages[-1].Contents = pikepdf.Stream(pdf, b"/Pattern cs /P scn 0 0 595 842 re f")
    return _file(pdf)


def endless_words() -> bytes:
    """A page with a million words on it, one upon another."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    line = b"(" + b"woorden en letters " * 50 + b") Tj 0 -0.01 Td "
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"BT /F 2 Tf 10 830 Td " + line * 3_000 + b"ET")
    return _file(pdf)


def many_fields() -> bytes:
    """A form with so many fields that each of them takes long to find."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    fields = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String(f"f{number}"),
                V=pikepdf.String("x" * 100),
                Rect=[10, 10, 100, 20],
            )
        )
        for number in range(40_000)
    ]
    pdf.pages[0].Annots = pikepdf.Array(fields)
    pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array(fields)))
    return _file(pdf)


TRAPS: dict[str, Callable[[], bytes]] = {
    trap.__name__: trap
    for trap in (
        locked,
        wide_png,
        large_jpeg,
        many_frames,
        animated_gif,
        animated_webp,
        moving_png,
        gigabyte,
        endless_form,
        huge_box,
        jbig2_bomb,
        flate_bomb,
        lying_jpeg,
        scripted,
        cut_off_pdf,
        cut_off_tiff,
        endless_pages,
    )
}
