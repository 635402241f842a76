"""Who wrote a letter is proposed, never an answer, and kept only if a person says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models import audit, normalized, outbox
from models.contacts import CONTACT
from models.tables.contacts import ContactPurpose
from models.vocabulary import Channel, Role
from tests.integration.desk.test_same_paper import typed
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import as_pdf

LETTER = (
    "A. Verzonnen\nDorpsstraat 12\n1544 ZZ Zaandijk\n\nZaandijk, 3 november 2026\n\nBetreft: het nieuwe plein\n\n"
    "Geachte heer, mevrouw,\n\nOp het plein is het in de avond erg donker.\nKan er meer licht komen?\n\n"
    "Met vriendelijke groet,\n\nA. Verzonnen"
)


@pytest.fixture
def letter(town: Town) -> str:
    """A letter that was scanned; its submission."""
    organisation = town.version().organisation_id
    page = as_pdf([typed(LETTER)], 200)
    taken = take_in_scan(town.services, page, "brief.pdf", organisation_id=organisation, consultation=CODE)
    run_entry(town.services, taken.entry_id)
    with town.services.store.read() as connection:
        result = outbox.result_of(connection, taken.entry_id)[1]
    assert result
    submission: str = result["documents"][0]["submission"]
    return submission


def contacts(town: Town, submission_id: str) -> list[Any]:
    with town.services.store.read() as connection:
        return list(connection.execute(sa.select(CONTACT).where(CONTACT.c.submission_id == submission_id)))


def test_the_sender_is_proposed_with_date_and_subject(clerk: Visitor, letter: str) -> None:
    page = clerk.get(f"/inzendingen/{letter}").text
    assert "Wie schreef dit?" in page
    for said in ("Dorpsstraat 12", "1544 ZZ Zaandijk", "3 november 2026", "het nieuwe plein"):
        assert said in page


def test_the_proposal_is_encrypted_and_no_answer(town: Town, letter: str) -> None:
    (kept,) = contacts(town, letter)
    assert kept.purpose is ContactPurpose.SENDER
    assert b"Verzonnen" not in kept.encrypted
    assert "A. Verzonnen" in json.loads(town.services.vault.decrypt(kept.encrypted))["sender"]
    with town.services.store.read() as connection:
        exported = next(one for one in normalized.submissions(connection, normalized.Wanted()) if one.id == letter)
    text = repr(exported)
    assert "Verzonnen" not in text
    assert "Dorpsstraat" not in text
    assert exported.contact is False, "nobody said yet that this person is to be written to"


def test_only_who_writes_back_sees_it(at_the_desk: Callable[[Role], Visitor], town: Town, letter: str) -> None:
    asking = f"/inzendingen/{letter}?afzender=1"
    for role in (Role.PRIVACY, Role.ADMIN):
        for path in (f"/inzendingen/{letter}", asking):
            page = at_the_desk(role).get(path)
            assert page.status_code == 200
            assert "Dorpsstraat" not in page.text
            assert asking not in page.text


def test_a_coordinator_sees_it_on_asking_and_each_look_is_in_the_trail(
    coordinator: Visitor, town: Town, letter: str
) -> None:
    (contact,) = contacts(town, letter)
    asking = f"/inzendingen/{letter}?afzender=1"
    page = coordinator.get(f"/inzendingen/{letter}").text
    assert "Dorpsstraat" not in page
    assert asking in page
    assert contact.id not in looked_at(town)
    assert "Dorpsstraat" in coordinator.get(asking).text
    assert contact.id in looked_at(town)


def looked_at(town: Town) -> set[str | None]:
    with town.services.store.read() as connection:
        return {one.subject_id for chain in audit.chains(connection) for one in audit.records(connection, chain)}


def test_a_person_puts_it_right_and_keeps_it(clerk: Visitor, town: Town, letter: str) -> None:
    (proposed,) = contacts(town, letter)
    clerk.get(f"/inzendingen/{letter}")
    right = "Mevrouw A. Verzonnen\r\nDorpsstraat 12\r\n\r\n1544 ZZ Zaandijk"
    told = clerk.post(
        f"/inzendingen/{letter}/afzender/{proposed.id}", {"keuze": "bewaar", "adres": right}, follow=True
    ).text
    assert "de uitkomst gaat naar deze afzender" in told
    assert "afzender bewaard voor de uitkomst" in told
    (kept,) = contacts(town, letter)
    assert (kept.purpose, kept.channel) == (ContactPurpose.OUTCOME, Channel.LETTER)
    assert town.services.vault.decrypt(kept.encrypted) == "Mevrouw A. Verzonnen\nDorpsstraat 12\n1544 ZZ Zaandijk"


def test_or_forgets_it(clerk: Visitor, town: Town, letter: str) -> None:
    (proposed,) = contacts(town, letter)
    clerk.get(f"/inzendingen/{letter}")
    clerk.post(f"/inzendingen/{letter}/afzender/{proposed.id}", {"keuze": "weg"})
    assert contacts(town, letter) == []
    assert clerk.post(f"/inzendingen/{letter}/afzender/{proposed.id}", {"keuze": "weg"}).status_code == 404


def test_an_empty_address_keeps_nothing(clerk: Visitor, town: Town, letter: str) -> None:
    (proposed,) = contacts(town, letter)
    clerk.get(f"/inzendingen/{letter}")
    path = f"/inzendingen/{letter}/afzender/{proposed.id}"
    assert "Vul eerst een naam" in clerk.post(path, {"keuze": "bewaar", "adres": " \n "}, follow=True).text
    assert contacts(town, letter)[0].purpose is ContactPurpose.SENDER


def test_a_contact_of_another_submission_is_not_to_be_had(clerk: Visitor, town: Town, letter: str) -> None:
    (proposed,) = contacts(town, letter)
    clerk.get(f"/inzendingen/{letter}")
    elsewhere = f"/inzendingen/{town.submissions['form']}/afzender/{proposed.id}"
    assert clerk.post(elsewhere, {"keuze": "weg"}).status_code == 404
    assert contacts(town, letter)
