"""Whatever somebody sends, the answer is a reason, and the reader goes on."""

import io
import zlib

import numpy as np
import pikepdf
import pytest
from PIL import Image

from channels.paper.batch import FileReading, read_file
from models.errors import Rejected
from scans.documents import Decoder
from scans.limits import Limits
from tests.paper_kit import as_jpeg, as_pdf, as_tiff


def _page() -> np.ndarray:
    return np.full((1100, 800), 240, np.uint8)


def _locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf([_page()]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def _wide_png() -> bytes:
    out = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(out, "PNG")
    return out.getvalue()


def _raw_pdf(page: str, stream: bytes = b"", resources: str = "", extra: bytes = b"") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>{page}>>".encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        *([extra] if extra else []),
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


def _gigabyte() -> bytes:
    """A content stream that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"0 0 m 9 9 l S\n" * 80_000) for _ in range(900)]
    return _raw_pdf("/MediaBox[0 0 595 842]", b"".join([*parts, packer.flush()]))


def _endless_form() -> bytes:
    """A drawing that draws itself."""
    inner = zlib.compress(b"/F Do /F Do")
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Filter/FlateDecode/Length %d>>"
        b"stream\n%s\nendstream" % (len(inner), inner)
    )
    return _raw_pdf("/MediaBox[0 0 595 842]", zlib.compress(b"/F Do"), "/XObject<</F 5 0 R>>", form)


def _huge_box() -> bytes:
    return _raw_pdf("/MediaBox[0 0 1000000000 1000000000]", zlib.compress(b"0 0 9 9 re f"))


def _read(data: bytes) -> FileReading:
    return read_file(data, known=lambda *_: None)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_document"),
        (b"\x00\x01\x02" * 4_000, "not_a_document"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 100, "not_a_document"),
        (b"%PDF-1.7\nthis is not one", "not_a_document"),
        (b"GIF89a" + b"\0" * 50, "not_a_document"),
        (b"\xff\xd8\xff\xe0 no picture", "not_a_document"),
        (_locked, "encrypted"),
        (_wide_png, "too_large"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_reason(data: object, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        _read(data() if callable(data) else bytes(data))  # type: ignore[call-overload]
    assert refused.value.code == code
    assert len(refused.value.message) > 20


def test_the_name_of_a_file_is_never_believed_only_its_content() -> None:
    assert _read(as_tiff([_page()])).pages == 1
    assert _read(as_jpeg(_page())).pages == 1
    assert _read(b"junk before\n" + as_pdf([_page()])).pages == 1


def test_more_pages_or_bytes_than_the_limit_are_too_large() -> None:
    for limits, data in (
        (Limits(pages=3), as_tiff([_page()] * 5)),
        (Limits(pages=3), as_pdf([_page()] * 5)),
        (Limits(file_bytes=500), as_pdf([_page()])),
    ):
        with Decoder(limits) as decoder, pytest.raises(Rejected) as refused:
            read_file(data, known=lambda *_: None, decoder=decoder)
        assert refused.value.code == "too_large"


@pytest.mark.parametrize("make", [_gigabyte, _endless_form, _huge_box])
def test_a_trap_costs_its_own_page_and_the_reader_goes_on(make: object) -> None:
    with Decoder(Limits(seconds=10)) as decoder:
        reading = read_file(make(), known=lambda *_: None, decoder=decoder)  # type: ignore[operator]
        assert [p.code for p in reading.problems] in (["unreadable_page"], ["too_large"], ["blank_page"])
        assert reading.documents == ()
        after = read_file(as_pdf([_page()]), known=lambda *_: None, decoder=decoder)
        assert [p.code for p in after.problems] == ["blank_page"]


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with Decoder(Limits(seconds=0.0005)) as decoder, pytest.raises(Rejected):
        read_file(as_pdf([_page()]), known=lambda *_: None, decoder=decoder)


def test_a_broken_page_costs_nothing_else() -> None:
    grain = np.random.default_rng(2).integers(200, 255, (1100, 800)).astype(np.uint8)
    first, *others = [Image.fromarray(grain) for _ in range(3)]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, compression="tiff_adobe_deflate")
    data = bytearray(out.getvalue())
    middle = len(data) // 2
    data[middle - 60_000 : middle + 60_000] = bytes(120_000)
    reading = _read(bytes(data))
    assert [(p.page, p.code) for p in reading.problems][1] == (2, "unreadable_page")
    assert {p.page for p in reading.problems} | {n for d in reading.documents for n in d.pages} == {1, 2, 3}


def test_a_photograph_of_something_else_is_told_to_be_unreadable() -> None:
    rng = np.random.default_rng(8)
    import cv2

    fur = np.asarray(cv2.resize(rng.integers(0, 255, (60, 80)).astype(np.uint8), (2000, 1500)), np.uint8)
    reading = _read(as_jpeg(cv2.GaussianBlur(fur, (0, 0), 6)))
    assert [p.code for p in reading.problems] == ["unreadable_page"]
    assert reading.documents == ()


def test_a_colourful_or_transparent_picture_is_a_page_too() -> None:
    for mode, kind in (
        ("RGB", "JPEG"),
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("1", "TIFF"),
        ("I;16", "PNG"),
        ("CMYK", "JPEG"),
    ):
        out = io.BytesIO()
        Image.new(mode, (700, 990)).save(out, kind)
        assert _read(out.getvalue()).pages == 1
