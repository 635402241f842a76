"""A form that somebody filled in is read as they filled it in, whatever happened to the paper."""

import numpy as np
import pytest

from channels.paper.batch import read_file
from channels.paper.form import PrintedForm, make_form
from models.definition import Definition, OpenText
from models.reading import OnPage, Value
from models.vocabulary import AnswerState
from scans.documents import Decoder
from tests.paper_kit import (
    DAMAGES,
    Filled,
    Pen,
    as_jpeg,
    as_pdf,
    as_tiff,
    boxes_of,
    fill,
    random_answers,
    square,
)

SEEDS = {name: 7000 + n for n, name in enumerate(DAMAGES)}


@pytest.fixture(scope="module")
def definition() -> Definition:
    return square()


@pytest.fixture(scope="module")
def form(definition: Definition) -> PrintedForm:
    return make_form(definition, 1, language="nl")


def _filled(form: PrintedForm, definition: Definition, seed: int) -> Filled:
    rng = np.random.default_rng(seed)
    return fill(form, definition, random_answers(definition, rng), Pen(seed, width=float(rng.uniform(0.35, 0.7))))


@pytest.mark.parametrize("damage", DAMAGES)
def test_ticks_survive_what_happens_to_paper(damage: str, form: PrintedForm, definition: Definition) -> None:
    filled = _filled(form, definition, SEEDS[damage])
    rng = np.random.default_rng(SEEDS[damage])
    data = as_tiff([DAMAGES[damage](page, rng) for page in filled.pages[:2]])
    (document,) = read_file(data, known=lambda *_: definition).documents
    read = {reading.question: reading for reading in document.readings}
    for question in definition.questions:
        if question.type in ("choice", "choices", "scale", "yes_no") and question.key in read:
            assert read[question.key].value == filled.answers.get(question.key), question.key


def test_every_kind_of_answer_is_read_from_a_clean_scan(form: PrintedForm, definition: Definition) -> None:
    answers = {
        "first": "dock",
        "also": ["light", "bench"],
        "safe": 2,
        "why": "Het is er donker",
        "again": True,
        "when": "evening",
        "age": 47,
        "where": "1506AB",
    }
    filled = fill(form, definition, answers, Pen(3))
    (document,) = read_file(as_pdf(filled.pages, 305), known=lambda *_: definition).documents
    assert document.kind == "form"
    assert (document.consultation, document.version, document.language) == ("5310", 1, "nl")
    assert document.pages == (1, 2, 3, 4)
    assert document.complete
    read = {reading.question: reading for reading in document.readings}
    assert list(read) == [question.key for question in definition.questions]
    for question in definition.questions:
        reading = read[question.key]
        if isinstance(question, OpenText):
            assert reading.state in (AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE)
        else:
            assert (reading.value, reading.state) == (answers[question.key], AnswerState.READ), question.key


def test_every_answer_says_where_it_was_read(form: PrintedForm, definition: Definition) -> None:
    filled = _filled(form, definition, 12)
    (document,) = read_file(as_pdf(filled.pages[:2]), known=lambda *_: definition).documents
    for reading in document.readings:
        page, box = boxes_of(form.layout, reading.question)[0]
        assert isinstance(reading.where, OnPage)
        assert reading.where.page == page
        assert (reading.where.x, reading.where.y) == (box.x, box.y)
        assert document.page_images[page].startswith(b"\xff\xd8")


def test_a_photograph_without_a_scale_is_read(form: PrintedForm, definition: Definition) -> None:
    filled = _filled(form, definition, 21)
    photo = as_jpeg(DAMAGES["photographed"](filled.pages[0], np.random.default_rng(21)))
    (document,) = read_file(photo, known=lambda *_: definition).documents
    assert document.readings[0].value == filled.answers.get("first")


@pytest.mark.parametrize("covered", [[0], [1, 3], [0, 2]])
def test_markers_may_be_covered(covered: list[int], form: PrintedForm, definition: Definition) -> None:
    filled = _filled(form, definition, 33)
    page = filled.pages[0].copy()
    for corner in covered:
        x, y = [(10, 10), (180, 10), (180, 268), (10, 268)][corner]
        page[y * 12 : (y + 18) * 12, x * 12 : (x + 16) * 12] = 200
    (document,) = read_file(
        as_tiff([DAMAGES["skewed"](page, np.random.default_rng(3))]), known=lambda *_: definition
    ).documents
    read = {reading.question: reading.value for reading in document.readings}
    assert read["first"] == filled.answers.get("first")
    assert read["safe"] == filled.answers.get("safe")


def test_what_was_undone_does_not_count(form: PrintedForm, definition: Definition) -> None:
    filled = fill(form, definition, {"first": "dock", "again": False}, Pen(5))
    for question, option in (("first", "trees"), ("again", "yes")):
        page, box = next((page, box) for page, box in boxes_of(form.layout, question) if box.option == option)
        Pen(6).undo(filled.pages[page - 1], box)
    (document,) = read_file(as_pdf(filled.pages), known=lambda *_: definition).documents
    read = {reading.question: (reading.value, reading.state) for reading in document.readings}
    assert read["first"] == ("dock", AnswerState.READ)
    assert read["again"] == (False, AnswerState.READ)


def test_a_right_to_left_form_is_read(definition: Definition) -> None:
    form = make_form(definition, 1, language="ar")
    filled = fill(form, definition, {"first": "path", "safe": 4, "age": 70}, Pen(8))
    (document,) = read_file(as_pdf(filled.pages), known=lambda *_: definition).documents
    read = {reading.question: reading.value for reading in document.readings}
    assert document.language == "ar"
    assert (read["first"], read["safe"], read["age"]) == ("path", 4, 70)


@pytest.mark.parametrize("damage", ["flat", "skewed", "fax", "copied", "photographed"])
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_large_print_is_read_like_the_other(damage: str, language: str, definition: Definition) -> None:
    form = make_form(definition, 1, language=language, large=True)
    answers: dict[str, Value] = {"first": "path", "also": ["art"], "safe": 4, "again": True, "age": 70}
    filled = fill(form, definition, answers, Pen(8))
    rng = np.random.default_rng(11)
    data = as_tiff([DAMAGES[damage](page, rng) for page in filled.pages])
    (document,) = read_file(data, known=lambda *_: definition).documents
    read = {reading.question: reading.value for reading in document.readings}
    assert document.complete
    assert {key: read[key] for key in ("first", "also", "safe", "again")} == {
        k: answers[k] for k in answers if k != "age"
    }
    assert read["age"] in (70, None)


def test_both_prints_of_one_consultation_may_lie_in_one_pile(definition: Definition) -> None:
    prints = [make_form(definition, 1, language="nl", large=large) for large in (False, True)]
    filled = [fill(form, definition, {"first": "dock", "age": 47}, Pen(8)) for form in prints]
    data = as_pdf([page for one in filled for page in one.pages])
    documents = read_file(data, known=lambda *_: definition).documents
    assert len(documents) == 2
    for document in documents:
        read = {reading.question: reading.value for reading in document.readings}
        assert (read["first"], read["age"]) == ("dock", 47)


def test_one_decoder_reads_many_files(form: PrintedForm, definition: Definition) -> None:
    page = printed_page = _filled(form, definition, 44).pages[0]
    with Decoder() as decoder:
        for _ in range(3):
            reading = read_file(as_tiff([page]), known=lambda *_: definition, decoder=decoder)
            assert len(reading.documents) == 1
    assert printed_page is page
