"""Letters that were taken for one are divided by a person: each part becomes a contribution with its own place."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from models.evidence import EVIDENCE, LINK
from models.submissions import ANSWER, SUBMISSION
from models.tables import Contact
from models.vocabulary import Channel, EvidenceKind, Status
from tests.integration.desk.test_same_paper import row, scan, statement, typed
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

FIRST = (
    "Zaandijk, 3 november 2026\n\nGeachte heer, mevrouw,\n\nOp het plein is het in de avond erg donker.\n"
    "Daarom vraag ik u om meer lantaarns, want ik\n"
)
SECOND = (
    "ben mijn sleutels verloren op het plein.\n\nBeste gemeente,\n\nDe bankjes bij de kerk moeten blijven staan.\n\n"
    "Hoogachtend,\nB. Bedacht\nKerkpad 2\n"
)


@pytest.fixture
def letter(town: Town) -> str:
    """Two pages of which a sentence seems to run on from one to the other."""
    pages = [FIRST, "vervolg, blad 2\n\n" + SECOND.partition("\n\n")[2]]
    (one,) = scan(town, [typed(text) for text in pages])
    assert one["pages"] == [1, 2]
    return str(one["submission"])


def begins(clerk: Visitor, letter: str, words: str) -> str:
    """The value by which the line with `words` is marked."""
    page = clerk.get(f"/inzendingen/{letter}/verdelen").text
    found = re.search(rf'value="(\d+\.\d+)"[^>]*> <span dir="auto">{words}', page)
    assert found, page
    return found[1]


def parts_of(town: Town, letter: str) -> list[Any]:
    with town.services.store.read() as connection:
        return list(
            connection.execute(
                sa.select(SUBMISSION)
                .where(SUBMISSION.c.channel == Channel.LETTER, SUBMISSION.c.id != letter)
                .order_by(SUBMISSION.c.id)
            ).all()
        )


def pages_of(town: Town, submission_id: str) -> list[int]:
    with town.services.store.read() as connection:
        query = sa.select(EVIDENCE.c.page).join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
        wanted = query.where(LINK.c.submission_id == submission_id, EVIDENCE.c.kind == EvidenceKind.PAGE)
        return sorted(connection.execute(wanted).scalars())


def test_where_parts_seem_to_begin_is_marked_already(clerk: Visitor, town: Town) -> None:
    points = "\n\n".join(
        f"{n}. {text}" for n, text in enumerate(("De markt moet blijven.", "Er moet meer licht komen."), start=1)
    )
    text = f"Geachte raad,\n\nWij spraken met de buurt.\n\n{points}\n\nHoogachtend,\nB. Bedacht\n"
    (one,) = scan(town, [typed(text)])
    page = clerk.get(f"/inzendingen/{one['submission']}/verdelen").text
    marked = re.findall(r'value="\d+\.\d+" checked> <span dir="auto">([^<]*)', page)
    assert marked == ["1. De markt moet blijven.", "2. Er moet meer licht komen."]


def test_two_letters_that_were_taken_for_one_are_parted_at_a_page(clerk: Visitor, town: Town, letter: str) -> None:
    before = {one.id for one in parts_of(town, letter)}
    assert "verdelen" in clerk.get(f"/inzendingen/{letter}").text
    told = clerk.post(f"/inzendingen/{letter}/verdelen", {"begin": "2.0"}, follow=True).text
    assert "dit zijn nu 2 inzendingen" in told
    one, two = (part for part in parts_of(town, letter) if part.id not in before)
    assert row(town, letter).status is Status.SUPERSEDED
    assert (one.status, two.status) == (Status.NEEDS_PERSON, Status.NEEDS_PERSON)
    assert "lantaarns" in statement(town, one.id).value
    assert "bankjes" not in statement(town, one.id).value
    assert statement(town, two.id).value == "De bankjes bij de kerk moeten blijven staan."
    assert (pages_of(town, one.id), pages_of(town, two.id)) == ([1], [2])
    with town.services.store.read() as connection:
        contact = Contact.__table__  # type: ignore[attr-defined]
        known = set(connection.execute(sa.select(contact.c.submission_id)).scalars())
    assert {one.id, two.id} <= known, "who wrote is known of both"
    assert letter not in known


def test_a_letter_that_says_two_things_becomes_two_contributions(clerk: Visitor, town: Town) -> None:
    (only,) = scan(town, [typed(f"{FIRST}ben bang in het donker.\n\nHoogachtend,\nA. Verzonnen")])
    letter = str(only["submission"])
    before = {one.id for one in parts_of(town, letter)}
    at = begins(clerk, letter, "Daarom vraag ik")
    clerk.post(f"/inzendingen/{letter}/verdelen", {"begin": at}, follow=True)
    one, two = (part for part in parts_of(town, letter) if part.id not in before)
    first, second = statement(town, one.id), statement(town, two.id)
    assert first.value == "Op het plein is het in de avond erg donker."
    assert str(second.value).startswith("Daarom vraag ik u om meer lantaarns")
    assert first.place["page"] == second.place["page"] == 1
    assert first.place["box"][1] + first.place["box"][3] <= second.place["box"][1] + 1, "each has its own place"


@pytest.mark.parametrize("begin", ["", "1.0", "9.9", "x.y"])
def test_a_part_that_would_hold_nothing_is_not_made(clerk: Visitor, town: Town, letter: str, begin: str) -> None:
    answer = clerk.post(f"/inzendingen/{letter}/verdelen", {"begin": begin})
    assert answer.status_code == 400
    assert "Kies de regel" in answer.text
    assert row(town, letter).status is Status.NEEDS_PERSON


def test_what_somebody_decided_about_is_not_divided(clerk: Visitor, town: Town, letter: str) -> None:
    clerk.post(f"/inzendingen/{letter}/verdelen", {"begin": "2.0"})
    assert clerk.post(f"/inzendingen/{letter}/verdelen", {"begin": "2.0"}).status_code == 409
    with town.services.store.read() as connection:
        count = connection.execute(
            sa.select(sa.func.count()).select_from(ANSWER).where(ANSWER.c.question == "statement")
        ).scalar_one()
    assert count >= 3
