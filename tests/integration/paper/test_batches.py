"""A stack of paper, in any order: every page ends in one place, and the answers of two people are never mixed."""

import random

import numpy as np
import pytest

from channels.paper.batch import Document, FileReading, read_file
from channels.paper.form import PrintedForm, make_form
from channels.paper.separators import make_separators
from models.definition import Definition
from models.reading import Value
from tests.paper_kit import FIXTURES, Grey, Pen, as_pdf, fill, noisy, printed, scaled, square

PEOPLE: list[dict[str, Value]] = [
    {"first": "trees", "safe": 1, "again": True, "age": 31},
    {"first": "path", "safe": 4, "again": False, "age": 64},
    {"first": "dock", "safe": 5, "again": True, "age": 18},
]


@pytest.fixture(scope="module")
def definition() -> Definition:
    return square().model_copy(update={"contact": "none"})


@pytest.fixture(scope="module")
def printed_forms(definition: Definition) -> PrintedForm:
    return make_form(definition, 1, language="nl", copies=3)


@pytest.fixture(scope="module")
def filled(printed_forms: PrintedForm, definition: Definition) -> list[list[Grey]]:
    """Three people's forms, the two pages with questions of each, as scanned."""
    return [
        [scaled(page, 200) for page in fill(printed_forms, definition, answers, Pen(90 + n), copy=n).pages[:2]]
        for n, answers in enumerate(PEOPLE)
    ]


def _read(pages: list[Grey], definition: Definition) -> FileReading:
    reading = read_file(
        as_pdf(pages),
        known=lambda code, version: definition if (code, version) == ("5310", 1) else None,
        consultations=[definition],
    )
    accounted = [page for document in reading.documents for page in document.pages]
    named = {p.page for p in reading.problems if p.code != "missing_page"}
    assert len(accounted) == len(set(accounted))
    assert set(accounted) | named == set(range(1, len(pages) + 1))
    assert not set(accounted) & named
    return reading


def _answers(document: Document) -> dict[str, Value | None]:
    return {r.question: r.value for r in document.readings if r.question in PEOPLE[0]}


def _codes(reading: FileReading) -> list[tuple[int | None, str]]:
    return [(p.page, p.code) for p in reading.problems if "no questions" not in p.message]


def test_shuffled_forms_are_put_together(filled: list[list[Grey]], definition: Definition) -> None:
    order = [(person, page) for person in range(3) for page in range(2)]
    random.Random(4).shuffle(order)
    reading = _read([filled[person][page] for person, page in order], definition)
    read = sorted((_answers(document) for document in reading.documents), key=lambda a: str(a["first"]))
    assert read == sorted(PEOPLE, key=lambda a: str(a["first"]))
    assert all(document.complete for document in reading.documents)
    assert _codes(reading) == []


def test_a_missing_page_is_told_and_the_rest_is_read(filled: list[list[Grey]], definition: Definition) -> None:
    reading = _read([filled[0][0], *filled[1]], definition)
    assert [(document.pages, document.complete) for document in reading.documents] == [((1,), False), ((2, 3), True)]
    assert _codes(reading) == [(1, "missing_page")]


def test_a_page_scanned_twice_counts_once(filled: list[list[Grey]], definition: Definition) -> None:
    again = noisy(filled[0][0], np.random.default_rng(3), 4)
    reading = _read([*filled[0], again], definition)
    assert [document.pages for document in reading.documents] == [(1, 2)]
    assert _codes(reading) == [(3, "duplicate_page")]


def test_a_photocopied_form_that_two_people_filled_in_stays_two_people(
    printed_forms: PrintedForm, definition: Definition
) -> None:
    pages = [
        scaled(page, 200)
        for n, answers in enumerate(PEOPLE[:2])
        for page in fill(printed_forms, definition, answers, Pen(60 + n), copy=0).pages[:2]
    ]
    reading = _read(pages, definition)
    assert [document.pages for document in reading.documents] == [(1, 2), (3, 4)]
    assert [_answers(document) for document in reading.documents] == PEOPLE[:2]


def test_copies_whose_pages_cannot_be_told_apart_are_not_put_together(
    printed_forms: PrintedForm, definition: Definition
) -> None:
    one, two = (
        [scaled(page, 200) for page in fill(printed_forms, definition, answers, Pen(60 + n), copy=0).pages[:2]]
        for n, answers in enumerate(PEOPLE[:2])
    )
    reading = _read([one[0], two[0], two[1], one[1]], definition)
    assert [document.pages for document in reading.documents] == [(1,), (2,), (3,), (4,)]
    assert not any(document.complete for document in reading.documents)


def test_a_form_of_an_unknown_consultation_costs_nothing_else(filled: list[list[Grey]], definition: Definition) -> None:
    stranger = make_form(definition.model_copy(update={"code": "9999"}), 1, language="nl")
    foreign = scaled(fill(stranger, definition, {"first": "path"}, Pen(2)).pages[0], 200)
    reading = _read([foreign, *filled[2]], definition)
    assert _codes(reading) == [(1, "foreign_page")]
    assert _answers(reading.documents[0]) == PEOPLE[2]


def test_blank_backs_are_told_and_no_fault(filled: list[list[Grey]], definition: Definition) -> None:
    blank = noisy(np.full_like(filled[0][0], 244), np.random.default_rng(1), 5)
    reading = _read([filled[0][0], blank, filled[0][1], blank], definition)
    assert [document.pages for document in reading.documents] == [(1, 3)]
    assert _codes(reading) == [(2, "blank_page"), (4, "blank_page")]


def test_a_separator_sheet_keeps_apart_what_lies_on_either_side(
    printed_forms: PrintedForm, filled: list[list[Grey]], definition: Definition
) -> None:
    """Whichever way up it lies, and also between two people's pages of one copied form."""
    separator = scaled(printed(make_separators(1))[0], 200)
    upside_down = np.ascontiguousarray(np.rot90(separator, 2))
    one, two = (
        [scaled(page, 200) for page in fill(printed_forms, definition, answers, Pen(60 + n), copy=0).pages[:2]]
        for n, answers in enumerate(PEOPLE[:2])
    )
    reading = _read([one[1], one[0], separator, two[1], two[0], upside_down, *filled[2]], definition)
    assert [document.pages for document in reading.documents] == [(2, 1), (5, 4), (7, 8)]
    assert [_answers(document) for document in reading.documents] == PEOPLE
    assert _codes(reading) == [(3, "separator"), (6, "separator")]


def test_a_page_of_a_form_without_its_codes_is_unreadable(filled: list[list[Grey]], definition: Definition) -> None:
    torn = filled[0][0].copy()
    px = 200 / 25.4
    for x, y in ((160, 12), (20, 262)):
        torn[round(y * px) : round((y + 26) * px), round(x * px) : round((x + 26) * px)] = 128
    reading = _read([torn, *filled[1]], definition)
    assert _codes(reading) == [(1, "unreadable_page")]
    assert _answers(reading.documents[0]) == PEOPLE[1]


def test_forms_and_letters_may_lie_in_one_stack(filled: list[list[Grey]], definition: Definition) -> None:
    import cv2

    letter = cv2.imread(str(FIXTURES / "brief-1-scan-200dpi.jpg"), cv2.IMREAD_GRAYSCALE)
    assert letter is not None
    page = np.asarray(cv2.resize(letter, filled[0][0].shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    reading = _read([filled[0][0], page, filled[0][1]], definition)
    assert [(document.kind, document.pages) for document in reading.documents] == [("form", (1, 3)), ("letter", (2,))]
