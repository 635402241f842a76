"""What the platform's staff decided is told to who asked to hear it: many with one button, each by their own way."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from channels.outgoing.later import REPLY
from intake.deliveries import planning
from intake.deliveries.planning import DELIVERY
from intake.openstad.pulling import OUTCOME
from models.clock import now
from models.consultations import assign_line, load_definition
from models.contacts import keep_contact
from models.secrets import new_id
from models.submissions import move
from models.tables.contacts import ContactPurpose
from models.tables.replies import ReplyPurpose, ReplyWay
from models.vocabulary import Channel, Status
from tests.integration.desk.town import CODE, CONSULTATION, Town, read, submit
from tests.integration.desk.visitor import Visitor

PATH = "/publiceren/uitkomsten"
LINE = "+31750000000"
SAID = "Wij plaatsen in mei nieuwe bankjes."


@pytest.fixture
def town_(town: Town) -> Town:
    """With a number of its own, and a consultation that goes to OpenStad."""
    assign_line(town.services.store, LINE, code=CODE)
    source = f"{CONSULTATION}\npublish: {{to: openstad, project: 2, as: resource}}\n"
    load_definition(town.services.store, source.encode())
    return town


def answered(town: Town, channel: Channel, contact: str | None, text: str = SAID, minutes: int = 0) -> str:
    """Somebody's contribution, of which the platform said something; the submission's id."""
    with town.services.store.write() as connection:
        version = town.version()
        submission_id = submit(connection, version, channel, [read("first", "trees"), read("safe", 3)]).id
        if contact is not None:
            keep_contact(
                connection,
                town.services.vault,
                organisation_id=version.organisation_id,
                submission_id=submission_id,
                purpose=ContactPurpose.OUTCOME,
                channel=channel,
                value=contact,
            )
        move(connection, submission_id, Status.APPROVED)
        planning.note(connection, version)
        says(connection, submission_id, text, minutes)
    return submission_id


def says(connection: sa.Connection, submission_id: str, text: str, minutes: int = 0) -> None:
    delivery_id = connection.execute(
        sa.select(DELIVERY.c.id).where(DELIVERY.c.submission_id == submission_id)
    ).scalar_one()
    outcome_id = new_id()
    row = {"id": outcome_id, "delivery_id": delivery_id, "submission_id": submission_id, "digest": outcome_id}
    said = {"statuses": ["Wordt uitgevoerd"], "text": text, "answers": True}
    connection.execute(OUTCOME.insert(), {**row, **said, "at": now() + timedelta(minutes=minutes)})


def texts_of(visitor: Visitor) -> dict[str, str]:
    """The proposed texts on the page, by the name of their field."""
    page = visitor.get(PATH).text
    found = re.findall(r'<textarea[^>]*name="(tekst\.[^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(text) for name, text in found}


def tells(visitor: Visitor, texts: dict[str, str]) -> int:
    ticked = [name.removeprefix("tekst.") for name in texts]
    return int(visitor.post(PATH, {"uitkomst": ticked, **texts}).status_code)


def sent(town: Town) -> list[sa.Row[tuple[object, ...]]]:
    with town.services.store.read() as connection:
        return list(connection.execute(sa.select(REPLY).order_by(REPLY.c.created_at, REPLY.c.id)).all())


def test_many_are_told_with_one_button_each_by_the_way_they_came(coordinator: Visitor, town_: Town) -> None:
    texted = answered(town_, Channel.SMS, "0612345678")
    called = answered(town_, Channel.PHONE, "0612345679", minutes=1)
    texts = texts_of(coordinator)
    assert all(SAID in text for text in texts.values())
    assert tells(coordinator, texts) == 302
    assert {(row.submission_id, row.way, row.purpose) for row in sent(town_)} == {
        (texted, ReplyWay.SMS, ReplyPurpose.OUTCOME),
        (called, ReplyWay.CALL, ReplyPurpose.OUTCOME),
    }
    assert texts_of(coordinator) == {}


def test_the_text_is_told_as_somebody_changed_it_and_only_once(coordinator: Visitor, town_: Town) -> None:
    answered(town_, Channel.SMS, "0612345678")
    (name,) = texts_of(coordinator)
    for _ in range(2):
        tells(coordinator, {name: "Er komen in mei bankjes bij u in de straat."})
    assert [row.text for row in sent(town_)] == ["Er komen in mei bankjes bij u in de straat."]


def test_who_did_not_ask_to_hear_it_is_left_in_peace(coordinator: Visitor, town_: Town) -> None:
    answered(town_, Channel.SMS, None)
    assert texts_of(coordinator) == {}


def test_only_the_newest_answer_is_proposed(coordinator: Visitor, town_: Town) -> None:
    submission_id = answered(town_, Channel.SMS, "0612345678")
    with town_.services.store.write() as connection:
        says(connection, submission_id, "Toch niet: er komen lantaarns.", minutes=1)
    (text,) = texts_of(coordinator).values()
    assert "Toch niet" in text


def test_who_gave_an_address_is_written_to_and_then_put_aside(coordinator: Visitor, town_: Town) -> None:
    answered(town_, Channel.FORM, "Voorbeeldstraat 1, 1506 AB Zaandijk")
    page = coordinator.get(PATH).text
    assert "Voorbeeldstraat 1" in page
    assert texts_of(coordinator) == {}
    (done,) = re.findall(rf'action="({PATH}/[^"]+/klaar)"', page)
    assert coordinator.post(done, {}).status_code == 302
    assert "Voorbeeldstraat 1" not in coordinator.get(PATH).text


def test_an_empty_text_is_not_told_and_stays_on_the_list(coordinator: Visitor, town_: Town) -> None:
    answered(town_, Channel.SMS, "0612345678")
    (name,) = texts_of(coordinator)
    tells(coordinator, {name: "  "})
    assert sent(town_) == []
    assert list(texts_of(coordinator)) == [name]
