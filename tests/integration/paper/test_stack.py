"""A shuffled stack of post: every page in exactly one place, and no two people's answers mixed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.paper.batch import FileReading, read_file
from models.definition import Definition
from tests.stack import Stack, faults, stack

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def made() -> Stack:
    return stack(24, seed=2611)


@pytest.fixture(scope="module")
def reading(made: Stack) -> FileReading:
    def known(code: str, version: int) -> Definition | None:
        return made.definition if (code, version) == ("5310", 1) else None

    return read_file(made.pdf(), known=known, consultations=[made.definition])


def test_every_page_is_in_one_place_and_nobody_answers_for_another(made: Stack, reading: FileReading) -> None:
    assert faults(made, reading) == []


def test_nearly_everybody_is_read_without_a_person(made: Stack, reading: FileReading) -> None:
    """What is not read is uncertain; that nothing is read wrongly is worth little if nothing is read."""
    forms = [document for document in reading.documents if document.kind == "form"]
    answers = [one for document in forms for one in document.readings]
    sure = [one for one in answers if one.state in ("read", "empty")]
    assert len(sure) >= 0.85 * len(answers)


def test_pages_of_two_people_in_one_document_would_be_noticed(made: Stack, reading: FileReading) -> None:
    one, two = [document for document in reading.documents if document.kind == "form" and document.complete][:2]
    mixed = replace(one, pages=(one.pages[0], two.pages[1]))
    others = tuple(mixed if document is one else document for document in reading.documents)
    assert faults(made, replace(reading, documents=others))
    swapped = replace(one, readings=two.readings)
    assert faults(made, replace(reading, documents=tuple(swapped if d is one else d for d in reading.documents)))
