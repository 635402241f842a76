"""Typed letters are read well, from a crooked scan and from a phone, and say what they are about; a person decides."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from channels.paper.batch import Document, read_file
from models.definition import Definition
from models.vocabulary import AnswerState
from scans.documents import Decoder
from scans.engines.tesseract import Tesseract
from scans.print import read_print
from tests.paper_kit import FIXTURES, Grey, as_pdf, noisy, square, turned

SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"


@pytest.fixture(scope="module")
def plein() -> Definition:
    return square().model_copy(update={"code": "4821", "title": {"nl": "Een nieuw plein voor Zaandijk"}})


def typed(text: str, size: int = 46) -> Grey:
    """A letter at 300 dpi, set in a common typeface."""
    page = Image.new("L", (2480, 3508), 250)
    ImageDraw.Draw(page).multiline_text((300, 320), text, 30, ImageFont.truetype(SERIF, size), spacing=16)
    return np.asarray(page)


def _letters(data: bytes, *consultations: Definition) -> list[Document]:
    reading = read_file(data, known=lambda *_: None, consultations=consultations)
    assert reading.problems == ()
    return list(reading.documents)


@pytest.mark.parametrize(
    ("picture", "text", "most"),
    [("brief-1-scan-200dpi.jpg", "brief-1.txt", 0.01), ("brief-2-foto.jpg", "brief-2.txt", 0.01)],
)
def test_a_letter_is_read_almost_without_errors(picture: str, text: str, most: float) -> None:
    wanted = " ".join((FIXTURES / text).read_text(encoding="utf-8").split())
    with Decoder() as decoder, decoder.open((FIXTURES / picture).read_bytes()) as document:
        page = document.image(1)
    read = " ".join(line.text for line in read_print(page.image, page.dpi, Tesseract(), ["nl"]).lines)
    assert Levenshtein.distance(read, wanted) / len(wanted) <= most


def test_a_letter_says_what_it_is_about_and_who_wrote_it(plein: Definition) -> None:
    (letter,) = _letters((FIXTURES / "brief-1-scan-200dpi.jpg").read_bytes(), plein, square())
    assert (letter.kind, letter.consultation) == ("letter", "4821")
    assert letter.correspondence is not None
    assert letter.correspondence.date == "12 november 2026"
    assert "1544 ZZ Zaandijk" in letter.correspondence.sender
    (statement,) = letter.readings
    assert (statement.question, statement.state) == ("statement", AnswerState.UNCERTAIN)
    assert str(statement.value).startswith("In de krant las ik")
    assert "Voorbeeld-Jansen" not in str(statement.value)
    assert "1544" not in str(statement.value)


def test_numbered_points_are_statements_of_their_own(plein: Definition) -> None:
    (letter,) = _letters((FIXTURES / "brief-2-foto.jpg").read_bytes(), plein)
    points = [str(reading.value) for reading in letter.readings if str(reading.value)[:2] in ("1.", "2.", "3.")]
    assert len(points) == 3
    assert points[0].startswith("1. De markt op donderdag")
    assert points[2].endswith("aan de andere kant van het spoor.")
    assert all(reading.where is not None for reading in letter.readings)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_letter_may_lie_any_way_up(turns: int) -> None:
    text = (FIXTURES / "brief-1.txt").read_text(encoding="utf-8")[:600]
    page = np.ascontiguousarray(np.rot90(typed(text), turns))
    (letter,) = _letters(as_pdf([page], 300))
    assert "drieënveertig" in str(letter.readings[0].value)


def test_pages_that_go_on_belong_to_the_letter_before_them(plein: Definition) -> None:
    first = typed(
        "Zaandijk, 3 november 2026\n\nGeachte heer, mevrouw,\n\nOp het plein is het in de avond erg donker.\n"
        "Ik durf er niet langs en loop een heel eind om."
    )
    second = typed(
        "Vervolg, blad 2\n\nDaarom vraag ik u om meer lantaarns te plaatsen.\n\nMet vriendelijke groet,\nA. Verzonnen"
    )
    other = typed("Beste mensen,\n\nIk wil graag dat de bankjes bij de kerk blijven staan.\n\nHoogachtend,\nB. Bedacht")
    letters = _letters(as_pdf([first, second, other], 300), plein)
    assert [letter.pages for letter in letters] == [(1, 2), (3,)]
    assert "meer lantaarns" in str(letters[0].readings[-1].value)
    assert "bankjes" not in str(letters[0].readings[-1].value)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Betreft: traject 4821", "4821"),
        ("Onderwerp: het nieuwe plein in Zaandijk", "4821"),
        ("Ik woon op 4821 AB en betaal 4821,50 euro", None),
        ("Betreft: nummers 4821 en 5310", None),
        ("Betreft: een losse stoeptegel", None),
    ],
)
def test_a_consultation_is_proposed_only_if_one_is_named(subject: str, expected: str | None, plein: Definition) -> None:
    text = f"{subject}\n\nGeachte heer, mevrouw,\n\nGraag wil ik dat er iets gebeurt aan de overlast in mijn straat."
    (letter,) = _letters(as_pdf([typed(text)], 300), plein, square())
    assert letter.consultation == expected


def test_a_page_that_a_program_made_is_read_without_recognising() -> None:
    import typst

    text = "Geachte gemeente,\n\nEr moeten méér ooievaars komen. Het café is te luid.\n\nHoogachtend,\n\nC. Naam"
    pdf = typst.compile(text.encode())
    (letter,) = _letters(pdf)
    (statement,) = letter.readings
    assert statement.value == "Er moeten méér ooievaars komen. Het café is te luid."
    assert statement.confidence == 1.0
    assert statement.state is AnswerState.UNCERTAIN


def test_what_nobody_can_read_is_said_to_be_illegible(plein: Definition) -> None:
    rng = np.random.default_rng(5)
    page = np.full((2339, 1654), 245, np.uint8)
    import cv2

    for row in range(14):
        steps = np.cumsum(rng.normal(0, 1, (260, 2)) * [0, 9], axis=0)
        line = np.stack([200 + np.arange(260) * 4.6, 300 + row * 110 + steps[:, 1] % 60], axis=1)
        cv2.polylines(page, [line.astype(np.int32)], False, (30,), 4, cv2.LINE_AA)
    (letter,) = _letters(as_pdf([noisy(turned(page, 1.0), rng, 3)], 200), plein)
    assert [(reading.value, reading.state) for reading in letter.readings] == [(None, AnswerState.ILLEGIBLE)]


def test_the_page_image_is_small_enough_to_keep() -> None:
    (letter,) = _letters((FIXTURES / "brief-1-scan-200dpi.jpg").read_bytes())
    assert len(letter.page_images[1]) < 400_000
    assert Image.open(io.BytesIO(letter.page_images[1])).size[0] == pytest.approx(1240, abs=20)
