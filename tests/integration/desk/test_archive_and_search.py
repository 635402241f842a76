"""A letter that came by post is kept as an archive copy, and found again by its words."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from pikepdf import pdfa

from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models import outbox
from models.evidence import EVIDENCE, LINK
from models.submissions import ANSWER, touch
from models.vocabulary import EvidenceKind
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import FIXTURES

LETTER = (FIXTURES / "brief-1-scan-200dpi.jpg").read_bytes()


@pytest.fixture
def letter(town: Town) -> str:
    """A letter that was scanned and read; its submission."""
    taken = take_in_scan(town.services, LETTER, "brief.jpg", consultation=CODE)
    run_entry(town.services, taken.entry_id)
    with town.services.store.read() as connection:
        _, result, problem = outbox.result_of(connection, taken.entry_id)
    assert result, problem
    return str(result["documents"][0]["submission"])


def _archives(town: Town, submission_id: str) -> list[Any]:
    query = (
        sa.select(EVIDENCE)
        .join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
        .where(LINK.c.submission_id == submission_id, EVIDENCE.c.kind == EvidenceKind.ARCHIVE)
    )
    with town.services.store.read() as connection:
        return list(connection.execute(query))


def _listed(clerk: Visitor, search: dict[str, str]) -> set[str]:
    return set(re.findall(r'href="/inzendingen/([0-9a-f-]{36})"', clerk.get("/inzendingen", query_string=search).text))


def _found(clerk: Visitor, town: Town, words: str) -> set[str]:
    doors = {submission: door for door, submission in town.submissions.items()}
    return {doors.get(one, one) for one in _listed(clerk, {"zoek": words})}


def test_a_clerk_downloads_the_archive_copy_beside_the_original(clerk: Visitor, town: Town, letter: str) -> None:
    (copy,) = _archives(town, letter)
    page = clerk.get(f"/inzendingen/{letter}").text
    assert f"/bewijs/{copy.id}" in page
    assert "Archiefkopie (PDF/A)" in page
    answer = clerk.get(f"/bewijs/{copy.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert pdfa.validate_written(io.BytesIO(answer.data), "2b").passed
    text = "".join(pdfium.PdfDocument(answer.data)[0].get_textpage().get_text_range().split())
    for word in (FIXTURES / "brief-1.txt").read_text(encoding="utf-8").split()[-12:]:
        assert word in text


def test_reading_a_file_again_after_a_crash_makes_no_second_copy(town: Town, letter: str) -> None:
    (copy,) = _archives(town, letter)
    again = take_in_scan(town.services, LETTER, "nog eens.jpg", consultation=CODE)
    assert not again.first
    run_entry(town.services, again.entry_id)
    assert [one.id for one in _archives(town, letter)] == [copy.id]


def test_a_letter_is_found_by_words_from_it(clerk: Visitor, town: Town, letter: str) -> None:
    with town.services.store.read() as connection:
        text = str(
            connection.execute(sa.text("select raw from answer where submission_id = :id"), {"id": letter}).scalar()
        )
    longest = sorted(set(re.findall(r"\w{6,}", text)), key=len)[-2:]
    assert letter in _listed(clerk, {"zoek": " ".join(longest).upper()})
    assert letter not in _listed(clerk, {"zoek": f"{longest[0]} zeppelinhangar"})


@pytest.mark.parametrize(
    ("words", "doors"),
    [
        ("bankje schaduw", {"letter"}),
        ("BANKJE", {"letter"}),
        ("toilet", {"meeting"}),
        ("bankje toilet", set()),
        ("%", set()),
        ("_____", set()),
        ("\\", set()),
        ("' or 1=1 --", set()),
    ],
)
def test_all_words_have_to_stand_in_one_contribution(clerk: Visitor, town: Town, words: str, doors: set[str]) -> None:
    assert _found(clerk, town, words) == doors


def _letter_now_says(town: Town, **changes: object) -> None:
    letter = town.submissions["letter"]
    with town.services.store.write() as connection:
        connection.execute(ANSWER.update().where(ANSWER.c.submission_id == letter).values(**changes))
        touch(connection, letter)


def test_capitals_of_any_script_do_not_matter(clerk: Visitor, town: Town) -> None:
    _letter_now_says(town, raw="Één ÇİFT łąka ПЛОЩА")
    for words in ("één", "ÇIFT".replace("I", "İ"), "ŁĄKA", "площа"):
        assert "letter" in _found(clerk, town, words)


def test_what_somebody_corrected_is_found_too(clerk: Visitor, town: Town) -> None:
    _letter_now_says(town, value="Er is een fiëtspad nodig")
    assert _found(clerk, town, "fiëtspad") == {"letter"}


@pytest.mark.parametrize("words", ["bank", "bankjes", "banken", "schaduwen", "schad", '"bankje in de schaduw"'])
def test_other_forms_of_a_word_and_beginnings_of_words_are_found(clerk: Visitor, town: Town, words: str) -> None:
    assert "letter" in _found(clerk, town, words)


def test_a_word_is_found_within_a_compound_and_without_its_accents(clerk: Visitor, town: Town) -> None:
    _letter_now_says(town, raw="De speelplaatsverlichting bij het café doet het niet.")
    for words in ("verlichting", "speelplaatsen", "cafe", "plaats licht"):
        assert ("letter" in _found(clerk, town, words)) == (words != "plaats licht"), words


def test_nobody_finds_what_another_organisation_got(clerk: Visitor, town: Town) -> None:
    assert _found(clerk, town, "schoner water") == set()
    _letter_now_says(town, raw="Schoner water")
    assert _found(clerk, town, "schoner water") == {"letter"}
