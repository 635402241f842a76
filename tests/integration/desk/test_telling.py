"""Somebody who wants to hear the outcome is told it from the desk, and what fails waits there for a person."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
import sqlalchemy as sa

from channels.outgoing import pacing, record, statuses
from channels.outgoing.gateway import News, Told
from channels.outgoing.later import REPLY
from models import opt_outs
from models.consultations import assign_line
from models.contacts import keep_contact
from models.submissions import SUBMISSION, move
from models.tables.contacts import ContactPurpose
from models.tables.replies import Remedy, ReplyState, ReplyWay
from models.vocabulary import Channel, Role, Status
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor, hidden

MOBILE, LANDLINE, LINE = "+31612345678", "+31201234567", "+31750000000"
TEXT = "Goedendag, dit is de gemeente. Er komen bankjes op het plein."


@pytest.fixture
def submission(town: Town) -> str:
    """Sent in by somebody with a mobile telephone who wants to hear the outcome."""
    assign_line(town.services.store, LINE, code=CODE)
    return town.submissions["meeting"]


def give_contact(town: Town, submission_id: str, value: str) -> None:
    with town.services.store.write() as connection:
        owner = connection.execute(
            sa.select(SUBMISSION.c.organisation_id).where(SUBMISSION.c.id == submission_id)
        ).scalar_one()
        keep_contact(
            connection,
            town.services.vault,
            organisation_id=owner,
            submission_id=submission_id,
            purpose=ContactPurpose.OUTCOME,
            channel=Channel.SMS,
            value=value,
        )


def sent(town: Town) -> list[sa.Row[tuple[object, ...]]]:
    with town.services.store.read() as connection:
        return list(connection.execute(sa.select(REPLY).order_by(REPLY.c.created_at)).all())


def write(visitor: Visitor, submission_id: str, *, way: ReplyWay = ReplyWay.SMS, text: str = TEXT) -> str:
    """Write a message and press the first button; the page that shows how it will be."""
    path = f"/inzendingen/{submission_id}"
    once = hidden(visitor.get(path).text, f"{path}/bericht", "eenmalig")
    fields: dict[str, object] = {"tekst": text, "manier": way, "soort": "outcome", "eenmalig": once}
    return unescape(visitor.post(f"{path}/bericht", fields).text)


def confirm(visitor: Visitor, submission_id: str, page: str, *, way: ReplyWay = ReplyWay.SMS) -> None:
    path = f"/inzendingen/{submission_id}/bericht"
    once = hidden(page, path, "eenmalig")
    fields: dict[str, object] = {"tekst": TEXT, "gezien": TEXT, "manier": way, "soort": "outcome", "eenmalig": once}
    assert "het bericht gaat weg" in visitor.post(path, fields, follow=True).text


def test_a_message_is_shown_with_its_cost_before_it_is_sent(clerk: Visitor, town: Town, submission: str) -> None:
    give_contact(town, submission, MOBILE)
    page = write(clerk, submission)
    assert TEXT in page
    assert "Dit past in 1 sms." in page
    assert sent(town) == []
    confirm(clerk, submission, page)
    [reply] = sent(town)
    assert (reply.text, reply.line, reply.state, reply.urgent) == (TEXT, LINE, ReplyState.WAITING, False)
    assert town.services.vault.decrypt(reply.encrypted) == MOBILE


def test_pressing_the_button_twice_sends_once(clerk: Visitor, town: Town, submission: str) -> None:
    give_contact(town, submission, MOBILE)
    page = write(clerk, submission)
    confirm(clerk, submission, page)
    confirm(clerk, submission, page)
    assert len(sent(town)) == 1


def test_a_text_that_changed_after_it_was_shown_is_shown_again(clerk: Visitor, town: Town, submission: str) -> None:
    give_contact(town, submission, MOBILE)
    path = f"/inzendingen/{submission}/bericht"
    once = hidden(write(clerk, submission), path, "eenmalig")
    fields: dict[str, object] = {"tekst": "Iets anders", "gezien": TEXT, "manier": "sms", "soort": "outcome"}
    assert "Iets anders" in clerk.post(path, {**fields, "eenmalig": once}).text
    assert sent(town) == []


def test_a_long_text_costs_more_and_too_long_a_one_is_refused(clerk: Visitor, town: Town, submission: str) -> None:
    give_contact(town, submission, MOBILE)
    assert "Dit kost 2 sms'en." in write(clerk, submission, text="Woord " * 40)
    assert "Dit is te lang" in write(clerk, submission, text="Woord " * 101)
    assert "Schrijf eerst wat u wilt zeggen" in write(clerk, submission, text="  ")


def test_a_landline_is_called_and_hears_who_calls_and_how_to_call_back(
    clerk: Visitor, town: Town, submission: str
) -> None:
    give_contact(town, submission, LANDLINE)
    page = clerk.get(f"/inzendingen/{submission}").text
    assert 'value="call"' in page
    assert 'value="sms"' not in page
    shown = write(clerk, submission, way=ReplyWay.CALL)
    assert "Dit is een bericht van" in shown
    confirm(clerk, submission, shown, way=ReplyWay.CALL)
    [reply] = sent(town)
    assert reply.way is ReplyWay.CALL
    assert TEXT in reply.text
    assert "0, 7, 5, 0" in reply.text


@pytest.mark.parametrize(
    ("value", "words"), [("A. Voorbeeld, Dorpsstraat 1", "Stuur zelf een brief"), ("a@voorbeeld.example", "e-mail")]
)
def test_who_gave_no_number_is_written_to_by_hand(
    clerk: Visitor, town: Town, submission: str, value: str, words: str
) -> None:
    give_contact(town, submission, value)
    page = clerk.get(f"/inzendingen/{submission}").text
    assert words in page
    assert value in page
    assert f"/inzendingen/{submission}/bericht" not in page


def test_who_sent_stop_cannot_be_sent_anything(clerk: Visitor, town: Town, submission: str) -> None:
    give_contact(town, submission, MOBILE)
    with town.services.store.write() as connection:
        owner = connection.execute(sa.select(SUBMISSION.c.organisation_id).where(SUBMISSION.c.id == submission))
        opt_outs.opt_out(connection, owner.scalar_one(), town.services.vault.lookup(MOBILE))
    page = clerk.get(f"/inzendingen/{submission}").text
    assert "stuurde STOP" in page
    assert f"/inzendingen/{submission}/bericht" not in page


def test_who_did_not_ask_to_be_told_is_not_told(clerk: Visitor, submission: str) -> None:
    page = clerk.get(f"/inzendingen/{submission}").text
    assert "Laat het de inwoner weten" not in page
    fields: dict[str, object] = {"tekst": TEXT, "manier": "sms", "soort": "outcome", "eenmalig": "aaaaaaaa"}
    assert clerk.post(f"/inzendingen/{submission}/bericht", fields).status_code == 404


def test_the_submission_shows_what_became_of_it_and_never_the_number(
    clerk: Visitor, town: Town, submission: str
) -> None:
    give_contact(town, submission, MOBILE)
    confirm(clerk, submission, write(clerk, submission))
    page = clerk.get(f"/inzendingen/{submission}").text
    assert "Uitkomst: wacht" in page
    [reply] = sent(town)
    with town.services.store.write() as connection:
        record.delivered(connection, reply.id, "SM1")
    page = clerk.get(f"/inzendingen/{submission}").text
    assert "Uitkomst: aangekomen" in page
    assert MOBILE not in page


def failed(town: Town, remedy: Remedy, code: int) -> str:
    [reply] = sent(town)
    with town.services.store.write() as connection:
        record.failed(connection, reply, remedy, code)
    return str(reply.id)


def test_what_failed_waits_at_the_desk_until_somebody_dealt_with_it(
    clerk: Visitor, town: Town, submission: str
) -> None:
    give_contact(town, submission, MOBILE)
    confirm(clerk, submission, write(clerk, submission))
    reply_id = failed(town, Remedy.OTHER_WAY, 30005)
    page = clerk.get("/berichten").text
    assert "Bel zelf, of stuur een brief." in page
    assert f"/inzendingen/{submission}" in page
    assert f'href="tel:{MOBILE}"' in clerk.get(f"/inzendingen/{submission}").text
    assert "is afgehandeld" in clerk.post(f"/berichten/{reply_id}/afgehandeld", follow=True).text
    assert "Bel zelf" not in clerk.get("/berichten").text
    assert MOBILE not in clerk.get(f"/inzendingen/{submission}").text
    assert "al af" in clerk.post(f"/berichten/{reply_id}/afgehandeld", follow=True).text


def test_what_another_organisation_sent_is_not_seen(clerk: Visitor, town: Town, submission: str) -> None:
    give_contact(town, submission, MOBILE)
    confirm(clerk, submission, write(clerk, submission))
    reply_id = failed(town, Remedy.ADMINISTRATOR, 30007)
    with town.services.store.write() as connection:
        other = connection.execute(
            sa.select(SUBMISSION.c.organisation_id).where(SUBMISSION.c.id == town.submissions["elsewhere"])
        ).scalar_one()
        connection.execute(REPLY.update().values(organisation_id=other))
    assert "weigerde" not in clerk.get("/berichten").text
    clerk.post(f"/berichten/{reply_id}/afgehandeld")
    [reply] = sent(town)
    assert reply.settled_at is None


def test_a_number_that_cannot_send_is_seen_and_tried_at_once_by_who_mended_it(
    at_the_desk: Callable[[Role], Visitor], town: Town, submission: str
) -> None:
    admin = at_the_desk(Role.ADMIN)
    with town.services.store.write() as connection:
        pacing.hold(connection, LINE, "Twilio refused (21606): our number cannot send messages", 21606)
        before = pacing.free_at(connection, LINE)
    assert "21606" in admin.get("/berichten").text
    assert "probeert het nu opnieuw" in admin.post(f"/berichten/nummers/{LINE}/opnieuw", follow=True).text
    with town.services.store.write() as connection:
        assert pacing.free_at(connection, LINE) < before
    assert admin.post("/berichten/nummers/+31750000009/opnieuw").status_code == 404


def test_a_published_contribution_counts_as_answered_when_its_outcome_arrived(
    clerk: Visitor, town: Town, submission: str
) -> None:
    give_contact(town, submission, MOBILE)
    with town.services.store.write() as connection:
        connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == submission).values(status=Status.APPROVED))
        move(connection, submission, Status.PUBLISHED)
    confirm(clerk, submission, write(clerk, submission))
    [reply] = sent(town)

    news = News(reference="SM1", status="delivered", told=Told.ARRIVED)
    with town.services.store.write() as connection:
        statuses.heed(connection, news, {"reply": reply.id, "attempt": "1"})
        query = sa.select(SUBMISSION.c.status).where(SUBMISSION.c.id == submission)
        assert connection.execute(query).scalar_one() is Status.ANSWERED
