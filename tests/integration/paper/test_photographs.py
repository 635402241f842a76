"""Photographs as telephones make them are read like any other page, and say nothing of where they were made."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from channels.paper.batch import read_file
from intake.files import media_type
from models.errors import Rejected
from scans.documents import Decoder
from scans.engines.tesseract import Tesseract
from scans.kinds import FileKind, kind_of
from scans.print import read_print
from tests.paper_kit import FIXTURES

TELEPHONE = (FIXTURES / "brief-2-telefoon.heic").read_bytes()
"""The photograph of brief-2 as HEIC, lying on its side, with an orientation (6) and a maker in its metadata."""


def as_webp() -> bytes:
    out = io.BytesIO()
    Image.open(FIXTURES / "brief-2-foto.jpg").save(out, "WEBP", quality=60)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "told"), [(TELEPHONE, FileKind.HEIF, "image/heic"), (as_webp(), FileKind.WEBP, "image/webp")]
)
def test_the_kind_is_told_from_the_content(data: bytes, kind: FileKind, told: str) -> None:
    assert kind_of(data) is kind
    assert media_type(data) == told


@pytest.mark.parametrize("data", [TELEPHONE, as_webp()], ids=["heic", "webp"])
def test_a_telephone_photograph_is_read_upright(data: bytes) -> None:
    wanted = " ".join((FIXTURES / "brief-2.txt").read_text(encoding="utf-8").split())
    with Decoder() as decoder, decoder.open(data) as document:
        page = document.image(1)
        assert document.pages == 1
    assert page.image.shape[0] > page.image.shape[1]
    read = " ".join(line.text for line in read_print(page.image, page.dpi, Tesseract(), ["nl"]).lines)
    assert Levenshtein.distance(read, wanted) / len(wanted) <= 0.02


def test_what_a_photograph_says_of_its_maker_is_not_in_the_page_that_is_kept() -> None:
    assert b"Verzonnen" in TELEPHONE
    (letter,) = read_file(TELEPHONE, known=lambda *_: None).documents
    kept = Image.open(io.BytesIO(letter.page_images[1]))
    assert not kept.getexif()
    assert b"Verzonnen" not in letter.page_images[1]


@pytest.mark.parametrize(
    "damaged",
    [TELEPHONE[:40], TELEPHONE[:2000], TELEPHONE[: len(TELEPHONE) // 2], b"\0\0\0\x18ftypheic" + bytes(400)],
    ids=["the start", "the head", "half", "nothing behind the name"],
)
def test_a_broken_photograph_is_refused_and_the_reader_goes_on(damaged: bytes) -> None:
    with Decoder() as decoder:
        with pytest.raises(Rejected) as refused, decoder.open(damaged) as document:
            document.image(1)
        assert refused.value.code in ("not_a_document", "unreadable_page")
        with decoder.open(TELEPHONE) as document:
            assert document.image(1).image.size


def test_a_film_is_no_photograph() -> None:
    assert kind_of(b"\0\0\0\x18ftypisom" + bytes(40)) is None
    assert kind_of(b"\0\0\0\x18ftyphevc" + bytes(40)) is None


def test_a_photograph_that_claims_to_be_enormous_is_refused_before_it_is_unpacked() -> None:
    at = TELEPHONE.index(b"ispe") + 8
    huge = TELEPHONE[:at] + (30_000).to_bytes(4, "big") * 2 + TELEPHONE[at + 8 :]
    with Decoder() as decoder, pytest.raises(Rejected) as refused, decoder.open(huge) as document:
        document.image(1)
    assert refused.value.code in ("too_large", "not_a_document", "unreadable_page")
