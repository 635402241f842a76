"""What may be one person's is shown with its reason; a person joins and separates, and every step is in the history."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa

from models import comparing, outbox
from models.comparing import BAND, compare
from models.contacts import keep_contact
from models.duplicates import LIKENESS, SUGGESTION
from models.erasure import erase, of_receipt
from models.history import CHANGE
from models.outbox import OUTBOX
from models.submissions import ANSWER, SUBMISSION, move, status_of
from models.tables.contacts import ContactPurpose
from models.tables.duplicates import SuggestionState
from models.tables.erasures import ErasureGround
from models.vocabulary import Channel, OutboxKind, Role, Status
from tests.integration.desk.town import Town, read, submit
from tests.integration.desk.visitor import Visitor

LETTER = (
    "Het plein voor de kerk is in de avond veel te donker, zodat ouderen er niet meer durven te komen. "
    "Zet er lampen neer, "
    "liefst lage, en een paar banken waar je tegen elkaar over kunt zitten."
)
OTHER = (
    "Wij missen een plek waar kinderen kunnen voetballen zonder dat er ruiten sneuvelen. "
    "Achter de school ligt een veldje "
    "dat niemand gebruikt: maai het gras en zet er twee doelen op."
)


def sent(town: Town, text: str, channel: Channel = Channel.LETTER, phone: str | None = None) -> str:
    with town.services.store.write() as connection:
        readings = [read("first", "trees"), read("safe", 1), read("why", text)]
        begun = submit(connection, town.version(), channel, readings)
        if phone is not None:
            keep_contact(
                connection,
                town.services.vault,
                organisation_id=town.version().organisation_id,
                submission_id=begun.id,
                purpose=ContactPurpose.OUTCOME,
                channel=channel,
                value=phone,
            )
        return begun.id


def compared(town: Town) -> list[sa.Row[tuple[str, ...]]]:
    """All suggestions, once a worker compared what came in."""
    store = town.services.store
    with store.write() as connection:
        comparing.wake(connection)
    with store.read() as connection:
        wanted = sa.select(OUTBOX.c.id).where(OUTBOX.c.kind == OutboxKind.COMPARE, OUTBOX.c.state == "waiting")
        entries = list(connection.execute(wanted).scalars())
    for entry in entries:
        with store.write() as connection:
            work = outbox.lease(connection, entry)
        assert work is not None
        compare(store, work)
    with store.read() as connection:
        return list(connection.execute(sa.select(SUGGESTION).order_by(SUGGESTION.c.made_at)).all())


def between(rows: list[sa.Row[tuple[str, ...]]], *ids: str) -> list[sa.Row[tuple[str, ...]]]:
    return [row for row in rows if {row.first_id, row.second_id} <= set(ids)]


def statuses(town: Town, *ids: str) -> list[Status]:
    with town.services.store.read() as connection:
        return [status_of(connection, one) for one in ids]


def test_nearly_the_same_letter_twice_is_shown_over_all_channels(town: Town, clerk: Visitor) -> None:
    letter = sent(town, LETTER)
    mail = sent(town, LETTER.replace("lampen", "lampjes").replace("kerk", "kcrk"), Channel.COUNTER)
    other = sent(town, OTHER)
    rows = compared(town)
    (found,) = between(rows, letter, mail, other)
    assert (found.first_id, found.second_id, found.same_phone) == (letter, mail, False)
    assert found.alike > 0.9
    assert found.state == SuggestionState.OPEN
    page = html.unescape(clerk.get(f"/dubbel/{found.id}").text)
    assert "Bijna dezelfde tekst" in page
    assert "kcrk" in page
    assert f"/dubbel/{found.id}" in clerk.get("/dubbel").text


def test_a_form_letter_of_many_people_is_a_campaign_and_no_double(town: Town, clerk: Visitor) -> None:
    ids = [sent(town, f"{LETTER} Groeten van bewoner {name}.") for name in ("een", "twee")]
    assert len(between(compared(town), *ids)) == 1
    ids += [sent(town, f"{LETTER} Dat vindt ook bewoner {name}.") for name in ("drie", "vier", "vijf")]
    assert between(compared(town), *ids) == [], "what was asked while there were two is asked no more"
    assert statuses(town, *ids) == [Status.ACCEPTED] * 5
    page = re.sub(r"\s+", " ", clerk.get("/dubbel").text)
    assert "5 inzendingen" in page


def test_the_same_telephone_number_is_a_reason_and_short_answers_are_none(town: Town) -> None:
    first, second = sent(town, "meer bomen", phone="+31612345678"), sent(town, "meer bomen", phone="+31612345678")
    third = sent(town, "meer bomen", phone="+31687654321")
    (found,) = between(compared(town), first, second, third)
    assert {found.first_id, found.second_id} == {first, second}
    assert found.same_phone
    assert found.alike is None


def test_joining_lets_one_count_and_separating_brings_the_other_back(town: Town, clerk: Visitor) -> None:
    first, second = sent(town, LETTER), sent(town, LETTER)
    (found,) = between(compared(town), first, second)
    assert clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": second}).status_code == 302
    assert statuses(town, first, second) == [Status.SUPERSEDED, Status.ACCEPTED]
    clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": first})
    assert statuses(town, first, second) == [Status.ACCEPTED, Status.SUPERSEDED]
    clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": "apart"})
    assert statuses(town, first, second) == [Status.ACCEPTED, Status.ACCEPTED]
    with town.services.store.read() as connection:
        changes = connection.execute(sa.select(CHANGE).where(CHANGE.c.submission_id.in_([first, second]))).all()
        decided = connection.execute(sa.select(SUGGESTION).where(SUGGESTION.c.id == found.id)).one()
    by_hand = [row for row in changes if row.reason and "zelfde persoon" in row.reason]
    assert len(by_hand) >= 4
    assert all(row.by for row in by_hand)
    assert (decided.state, decided.by is not None) == (SuggestionState.APART, True)
    assert between(compared(town), first, second)[0].state == SuggestionState.APART, "nobody is asked twice"


def test_what_was_approved_is_not_set_aside(town: Town, clerk: Visitor) -> None:
    first, second = sent(town, LETTER), sent(town, LETTER)
    (found,) = between(compared(town), first, second)
    with town.services.store.write() as connection:
        move(connection, first, Status.APPROVED)
    clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": second})
    assert statuses(town, first, second) == [Status.APPROVED, Status.ACCEPTED]
    assert "al goedgekeurd" in clerk.get(f"/dubbel/{found.id}").text
    clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": first})
    assert statuses(town, first, second) == [Status.APPROVED, Status.SUPERSEDED]


def test_when_the_chosen_one_counts_no_more_it_is_to_be_looked_at_again(town: Town, clerk: Visitor) -> None:
    first, second = sent(town, LETTER), sent(town, LETTER)
    (found,) = between(compared(town), first, second)
    clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": second})
    with town.services.store.write() as connection:
        move(connection, second, Status.WITHDRAWN)
    waiting = clerk.get("/dubbel").text.split("Al besloten")[0]
    assert f"/dubbel/{found.id}" in waiting


@pytest.mark.parametrize("twice", [False, True])
def test_after_an_erasure_the_others_of_a_group_are_still_recognised(town: Town, twice: bool) -> None:
    first, second = sent(town, LETTER), sent(town, LETTER)
    compared(town)
    store = town.services.store
    with store.write() as connection:
        receipt = connection.execute(sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id == first)).scalar_one()
        erase(connection, of_receipt(connection, receipt), ErasureGround.REQUEST)
    with store.read() as connection:
        for table in (LIKENESS, BAND):
            assert connection.execute(sa.select(table).where(table.c.submission_id == first)).all() == []
    third = sent(town, LETTER)
    if twice:
        compared(town)
    assert {*between(compared(town), second, third)[0]} >= {second, third}


def test_a_corrected_text_is_compared_anew(town: Town) -> None:
    first, second = sent(town, LETTER), sent(town, OTHER)
    assert between(compared(town), first, second) == []
    with town.services.store.write() as connection:
        changed = ANSWER.update().where(ANSWER.c.submission_id == second, ANSWER.c.question == "why")
        connection.execute(changed.values(value=LETTER))
        move(connection, second, Status.NEEDS_PERSON)
    assert len(between(compared(town), first, second)) == 1


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PRIVACY, Role.ADMIN])
def test_only_who_files_compares(town: Town, at_the_desk, role: Role) -> None:  # type: ignore[no-untyped-def]
    assert at_the_desk(role).get("/dubbel").status_code == 403


def test_who_is_erased_goes_from_both_that_somebody_joined(town: Town, clerk: Visitor) -> None:
    first, second = sent(town, LETTER), sent(town, LETTER)

    def going() -> set[str]:
        with town.services.store.read() as connection:
            query = sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id == first)
            return of_receipt(connection, connection.execute(query).scalar_one()).submissions

    (found,) = between(compared(town), first, second)
    assert going() == {first}, "two that are alike may be two people's"
    clerk.post(f"/dubbel/{found.id}/besluit", {"keuze": second})
    assert going() == {first, second}
