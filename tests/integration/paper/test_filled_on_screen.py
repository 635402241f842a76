"""A form that somebody filled in on screen is read like one filled in with a pen, sent back as a file or printed."""

import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from pikepdf.form import CheckboxField, ExtendedAppearanceStreamGenerator, Form, RadioButtonGroup, TextField

from channels.paper.batch import read_file
from channels.paper.form import make_form
from channels.paper.results import Document
from models.definition import Definition
from models.reading import Value
from models.vocabulary import AnswerState
from tests.paper_kit import DAMAGES, as_tiff, printed, square

TICKED = {"first": "dock", "safe": "2", "again": "yes", "when": "evening"}
TYPED = {"age": "47", "where": "1506AB", "why": "Het is er donker en er is geen stoep"}
CONTACT = {"contact.name": "J. Voorbeeld", "contact.phone": "075 000 00 00"}
ANSWERS: dict[str, Value] = {
    "first": "dock",
    "also": ["light", "bench"],
    "safe": 2,
    "why": TYPED["why"],
    "again": True,
    "when": "evening",
    "age": 47,
    "where": "1506AB",
}


def _filled(definition: Definition, *, drawn: bool, large: bool = False) -> bytes:
    """The form as a viewer saves it. Not every viewer draws what was typed: some leave that to who opens it next."""
    with pikepdf.open(io.BytesIO(make_form(definition, 1, language="nl", large=large).pdf)) as pdf:
        form = Form(pdf, ExtendedAppearanceStreamGenerator if drawn else None)
        for name, option in TICKED.items():
            field = form[name]
            assert isinstance(field, RadioButtonGroup)
            field.value = pikepdf.Name(f"/{option}")
        for name in ("also.light", "also.bench", "contact.wanted"):
            box = form[name]
            assert isinstance(box, CheckboxField)
            box.checked = True
        for name, text in (TYPED | CONTACT).items():
            line = form[name]
            assert isinstance(line, TextField)
            line.value = text
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def _read(data: bytes, definition: Definition) -> Document:
    reading = read_file(data, known=lambda *_: definition)
    (document,) = reading.documents
    assert reading.problems == ()
    return document


def _assert_read(document: Document) -> None:
    read = {one.question: one for one in document.readings}
    assert {key: one.value for key, one in read.items()} == ANSWERS
    assert {key for key, one in read.items() if one.state is not AnswerState.READ} == {"why"}
    assert document.wants_outcome
    assert [option for option, _ in document.contact] == ["name", "phone"]


@pytest.mark.parametrize("drawn", [True, False])
def test_a_form_sent_back_as_a_file_is_read_once_and_right(drawn: bool) -> None:
    definition = square()
    _assert_read(_read(_filled(definition, drawn=drawn), definition))


def test_a_form_printed_after_filling_it_in_is_read_when_it_is_scanned() -> None:
    definition = square()
    pages = [DAMAGES["skewed"](page, np.random.default_rng(3)) for page in printed(_filled(definition, drawn=True))]
    _assert_read(_read(as_tiff(pages), definition))


def test_large_print_can_be_filled_in_on_screen_too() -> None:
    definition = square()
    _assert_read(_read(_filled(definition, drawn=True, large=True), definition))


def test_of_one_question_only_one_box_can_be_ticked() -> None:
    definition = square()
    with pikepdf.open(io.BytesIO(make_form(definition, 1, language="nl").pdf)) as pdf:
        group = Form(pdf)["first"]
        assert isinstance(group, RadioButtonGroup)
        group.value = pikepdf.Name("/trees")
        group.value = pikepdf.Name("/dock")
        saved = io.BytesIO()
        pdf.save(saved)
    (first, *_) = _read(saved.getvalue(), definition).readings
    assert (first.value, first.state) == ("dock", AnswerState.READ)


def _typed(words: str, change: Callable[[pikepdf.Pdf, pikepdf.Object], None] | None = None) -> bytes:
    """The form with `words` in its box as a viewer saves it that draws nothing there."""
    with pikepdf.open(io.BytesIO(make_form(square(), 1, language="nl").pdf)) as pdf:
        (field,) = (one for one in pdf.Root.AcroForm.Fields if str(one.get("/T", "")) == "why")
        field.V = pikepdf.String(words)
        blank = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
        field.AP = pikepdf.Dictionary(N=blank)
        if change is not None:
            change(pdf, field)
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def _why(document: Document) -> Value | None:
    return next((one.value for one in document.readings if one.question == "why"), None)


@pytest.mark.parametrize("words", ["Ґанок темний, їм страшно.", "الإضاءة ضعيفة جدا", "Het is er zó donker. " * 90])
def test_words_that_the_viewer_could_not_draw_or_that_the_box_cannot_hold_are_kept_whole(words: str) -> None:
    document = _read(_typed(words), square())
    (why,) = (one for one in document.readings if one.question == "why")
    assert (why.value, why.state, why.confidence) == (words.strip(), AnswerState.UNCERTAIN, 1.0)
    assert words.strip() in {text.text.strip() for texts in document.page_texts.values() for text in texts}


def test_words_are_kept_of_a_page_that_was_turned_in_the_viewer() -> None:
    def turn(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
        for page in pdf.pages:
            page.rotate(90, relative=True)

    assert _why(_read(_typed("Er is geen stoep.", turn), square())) == "Er is geen stoep."


def test_a_field_that_stands_on_no_box_of_the_form_says_nothing() -> None:
    def move(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
        field.Rect = [10, 10, 400, 40]

    assert _why(_read(_typed("Onzichtbaar.", move), square())) is None


@pytest.mark.parametrize("renamed", [True, False])
def test_two_people_who_typed_other_words_in_copies_of_one_file_stay_two(renamed: bool) -> None:
    both = pikepdf.Pdf.new()
    original = _typed("Er is geen stoep.")
    for words in ("Er is geen stoep.", "Het is er te donker."):
        with pikepdf.open(io.BytesIO(original)) as pdf:
            (field,) = (one for one in pdf.Root.AcroForm.Fields if str(one.get("/T", "")) == "why")
            field.V = pikepdf.String(words)
            both.add_pages_from(pdf)
    for field in both.Root.AcroForm.Fields:
        if not renamed and str(field.T).startswith("why"):
            field.T = pikepdf.String("why")
    saved = io.BytesIO()
    both.save(saved)
    reading = read_file(saved.getvalue(), known=lambda *_: square())
    assert [_why(one) for one in reading.documents] == ["Er is geen stoep.", "Het is er te donker."]


def test_a_digit_typed_in_a_comb_that_a_viewer_drew_without_cells_is_what_was_typed() -> None:
    def squeeze(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
        (age,) = (one for one in pdf.Root.AcroForm.Fields if str(one.get("/T", "")) == "age")
        age.V, age.AP = pikepdf.String("47"), pikepdf.Dictionary(N=field.AP.N)

    read = {one.question: one for one in _read(_typed("", squeeze), square()).readings}
    assert (read["age"].value, read["age"].state) == (47, AnswerState.READ)
