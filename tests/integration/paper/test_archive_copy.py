"""What came on paper is kept a second time as PDF/A, with what was read as text that can be searched and copied."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import pdfa
from PIL import Image

from channels.paper.archive import ArchivePage, archive_copy
from channels.paper.batch import read_file
from channels.paper.form import make_form
from channels.paper.results import Document, ReadText
from models.definition import Definition
from tests.paper_kit import FIXTURES, Pen, as_pdf, fill, square

MOMENT = datetime(2026, 11, 23, 12, 0, 0, 987, tzinfo=UTC)


def _page(*texts: ReadText, size: tuple[int, int] = (827, 1169), dpi: int = 100) -> ArchivePage:
    image = io.BytesIO()
    Image.new("L", size, 240).save(image, "JPEG", dpi=(dpi, dpi))
    return ArchivePage(image.getvalue(), texts)


def _copy_of(document: Document) -> bytes:
    pages = [ArchivePage(document.page_images[page], document.page_texts[page]) for page in document.pages]
    return archive_copy(pages, title="Brief", language="nl", made_at=MOMENT)


def _words(pdf: bytes, page: int = 0) -> str:
    return str(pdfium.PdfDocument(pdf)[page].get_textpage().get_text_range())


def _letter(name: str) -> Document:
    (document,) = read_file((FIXTURES / name).read_bytes(), known=lambda *_: None).documents
    return document


@pytest.mark.parametrize("name", ["brief-1-scan-200dpi.jpg", "brief-2-foto.jpg"])
def test_the_copy_of_a_letter_is_a_pdf_a_with_its_words_where_they_stand(name: str) -> None:
    document = _letter(name)
    copy = _copy_of(document)
    report = pdfa.validate_written(io.BytesIO(copy), "2b")
    assert report.passed, report.findings
    (page,) = document.pages
    text = _words(copy)
    for line in document.page_texts[page]:
        assert "".join(line.text.split()) in "".join(text.split())
    shown = pdfium.PdfDocument(copy)[0]
    height = shown.get_height() / 72 * 25.4
    for line in document.page_texts[page]:
        x, y, w, h = line.box
        found = shown.get_textpage().get_text_bounded(*_points(x - 2, height - y - h - 2, x + w + 2, height - y + 2))
        assert "".join(line.text.split()) in "".join(str(found).split())


def _points(*sides: float) -> tuple[float, ...]:
    return tuple(side / 25.4 * 72 for side in sides)


def test_the_text_is_not_seen() -> None:
    bare, read = (
        archive_copy([page], title="x", language="nl", made_at=MOMENT)
        for page in (_page(), _page(ReadText("Geachte heer", (20, 30, 80, 6))))
    )
    pictures = [pdfium.PdfDocument(one)[0].render(scale=1, grayscale=True).to_pil().tobytes() for one in (bare, read)]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize(
    "text", ["Nova ğüşıöç ëï € ’", "ساحة جديدة", "Нова площа їєґ", "Zażółć gęślą jaźń", "Een 🙂 lach"]
)
def test_any_script_is_kept(text: str) -> None:
    copy = archive_copy([_page(ReadText(text, (20, 30, 120, 6)))], title=text, language="nl", made_at=MOMENT)
    found = "".join(_words(copy).split())
    for word in text.replace("🙂", "\ufffd").split():
        assert word in found or word[::-1] in found
    with pikepdf.open(io.BytesIO(copy)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == text


def test_the_same_pages_give_the_same_file_and_the_day_is_that_of_arrival() -> None:
    made = [archive_copy([_page()], title="x", language="nl", made_at=MOMENT) for _ in range(2)]
    later = archive_copy([_page()], title="x", language="nl", made_at=MOMENT + timedelta(days=1))
    assert made[0] == made[1] != later
    with pikepdf.open(io.BytesIO(made[0])) as pdf, pdf.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"].startswith("2026-11-23T12:00:00")


def test_a_page_is_as_large_as_the_paper() -> None:
    copy = archive_copy([_page(), _page(size=(1169, 827))], title="x", language="nl", made_at=MOMENT)
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pdfium.PdfDocument(copy)]
    assert sizes == [(210, 297), (297, 210)]


def test_the_copy_of_a_form_has_what_was_written_and_no_name_or_address(square_form: tuple[Definition, bytes]) -> None:
    definition, scan = square_form
    (document,) = read_file(scan, known=lambda *_: definition).documents
    copy = _copy_of(document)
    assert pdfa.validate_written(io.BytesIO(copy), "2b").passed
    assert len(pdfium.PdfDocument(copy)) == len(document.pages)
    words = "".join("".join(_words(copy, page).split()) for page in range(len(document.pages)))
    assert "1506AB" in words
    assert "47" in words
    assert not {text.text for texts in document.page_texts.values() for text in texts} - {"1506AB", "47"}


@pytest.fixture
def square_form() -> tuple[Definition, bytes]:
    definition = square()
    form = make_form(definition, 1, language="nl")
    return definition, as_pdf(
        fill(form, definition, {"first": "dock", "age": 47, "where": "1506AB"}, Pen(3)).pages, 305
    )
