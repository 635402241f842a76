"""Whatever somebody sends, the answer is a reason, and the reader goes on."""

import io
import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from benchmarks.hostile import MOST_MIB, MOST_SECONDS, measured
from channels.paper.batch import FileReading, read_file
from models.errors import Rejected
from scans.documents import Decoder
from scans.limits import Limits
from tests.paper_kit import as_jpeg, as_pdf, as_tiff
from tests.traps import TRAPS, endless_pattern, endless_words, many_fields, paper


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
    ],
)
def test_a_file_that_is_none_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        _read(data)
    assert refused.value.code == code
    assert len(refused.value.message) > 20


def test_the_name_of_a_file_is_never_believed_only_its_content() -> None:
    assert _read(as_tiff([paper()])).pages == 1
    assert _read(as_jpeg(paper())).pages == 1
    assert _read(b"junk before\n" + as_pdf([paper()])).pages == 1


def test_more_pages_or_bytes_than_the_limit_are_too_large() -> None:
    for limits, data in (
        (Limits(pages=3), as_tiff([paper()] * 5)),
        (Limits(pages=3), as_pdf([paper()] * 5)),
        (Limits(file_bytes=500), as_pdf([paper()])),
    ):
        with Decoder(limits) as decoder, pytest.raises(Rejected) as refused:
            read_file(data, known=lambda *_: None, decoder=decoder)
        assert refused.value.code == "too_large"


REFUSED = {
    "locked": "encrypted",
    "wide_png": "too_large",
    "many_frames": "too_large",
    "moving_png": "too_large",
    "animated_gif": "not_a_document",
    "cut_off_pdf": "not_a_document",
    "cut_off_tiff": "not_a_document",
    "endless_pages": "too_large",
}
"""What is said of traps that are refused as a whole; of others, at most their page."""


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_refused_or_read_within_half_a_minute_and_a_gibibyte(trap: str) -> None:
    cost = measured(trap)
    said = set(cost["said"])
    assert said in ([{REFUSED[trap]}] if trap in REFUSED else [{"unreadable_page"}, {"too_large"}, {"blank_page"}])
    assert cost["seconds"] <= MOST_SECONDS
    assert cost["mib"] <= MOST_MIB


@pytest.mark.parametrize("trap", ["gigabyte", "lying_jpeg"])
def test_a_trap_costs_its_own_page_and_the_reader_goes_on(trap: str) -> None:
    with Decoder(Limits(seconds=5)) as decoder:
        reading = read_file(TRAPS[trap](), known=lambda *_: None, decoder=decoder)
        assert [p.page for p in reading.problems] == [1]
        after = read_file(as_pdf([paper()]), known=lambda *_: None, decoder=decoder)
        assert [p.code for p in after.problems] == ["blank_page"]


def test_a_file_of_which_page_after_page_takes_too_long_is_given_up_as_a_whole() -> None:
    with Decoder(Limits(seconds=1.5)) as decoder:
        reading = read_file(endless_pattern(pages=40), known=lambda *_: None, decoder=decoder)
    codes = [problem.code for problem in reading.problems]
    assert codes[0] == "unreadable_page"
    assert codes[2:] == ["too_large"] * 38


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with Decoder(Limits(seconds=0.0005)) as decoder, pytest.raises(Rejected):
        read_file(as_pdf([paper()]), known=lambda *_: None, decoder=decoder)


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
    reading = _read(as_jpeg(np.asarray(cv2.GaussianBlur(fur, (0, 0), 6), np.uint8)))
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


@pytest.mark.parametrize("trap", [endless_words, many_fields])
def test_what_a_page_used_up_is_not_there_for_its_words_as_well(trap: Callable[[], bytes]) -> None:
    data, limits = trap(), Limits(seconds=4, usual=1)
    start = time.monotonic()
    with Decoder(limits) as decoder, decoder.open(data) as document:
        for ask in (document.image, document.typed, document.lines, document.lines):
            with suppress(Rejected):
                ask(1)
    assert time.monotonic() - start < 2 * limits.seconds + 4
