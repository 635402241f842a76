"""Who falls silent in a conversation by text message is reminded once, if the organisation wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.outgoing.later import REPLY
from intake.worker import work
from models.tables.replies import ReplyState
from tests.carrier_host import CarrierHost, running_carrier
from tests.consultation import SOURCE
from tests.contract.test_outgoing import never_quiet
from tests.installation import MOBILE, Installation
from tests.time_passing import pauses_end, silence_of


@pytest.fixture
def company(tmp_path: Path) -> Iterator[CarrierHost]:
    with running_carrier(tmp_path / "sent") as host:
        yield host


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path, company: CarrierHost) -> Iterator[Installation]:
    """An organisation that wants reminders, at any hour."""
    made = Installation(tmp_path / "home", sqlite_url, twilio_api_url=company.url, messages_per_second="100")
    made.add_organisation()
    made.load(SOURCE)
    never_quiet(made, reminders=True)
    company.inloop = made
    yield made
    made.close()


def time_goes_by(inloop: Installation, duration: timedelta = timedelta(hours=25)) -> None:
    silence_of(inloop.services.store, duration)
    pauses_end(inloop.services.store)
    inloop.work()


def reminders(inloop: Installation) -> list[tuple[ReplyState, bytes | None]]:
    with inloop.services.store.read() as connection:
        return [(row.state, row.encrypted) for row in connection.execute(sa.select(REPLY)).all()]


def test_who_falls_silent_is_asked_the_same_question_once_more(inloop: Installation, company: CarrierHost) -> None:
    inloop.text("MEEDOEN 4821")
    asked = inloop.text("1").splitlines()
    time_goes_by(inloop)
    [reminder] = company.messages
    assert reminder.to == MOBILE
    assert reminder.text.startswith("U was begonnen met meepraten.")
    assert asked[-1] in reminder.text


def test_it_happens_once(inloop: Installation, company: CarrierHost) -> None:
    inloop.text("MEEDOEN 4821")
    for _ in range(3):
        time_goes_by(inloop, timedelta(hours=15))
    assert len(company.messages) == 1


def test_an_answer_after_it_goes_on_where_it_was(inloop: Installation, company: CarrierHost) -> None:
    inloop.text("MEEDOEN 4821")
    time_goes_by(inloop)
    inloop.text("2")
    assert [one.value for one in inloop.only().answers] == ["benches"]
    assert len(company.messages) == 1


def test_a_message_in_between_puts_it_off(inloop: Installation, company: CarrierHost) -> None:
    inloop.text("MEEDOEN 4821")
    silence_of(inloop.services.store, timedelta(hours=20))
    inloop.text("1")
    pauses_end(inloop.services.store)
    inloop.work()
    assert company.messages == []


def test_after_stop_there_is_none(inloop: Installation, company: CarrierHost) -> None:
    inloop.text("MEEDOEN 4821")
    inloop.text("STOP")
    time_goes_by(inloop)
    assert company.messages == []
    assert reminders(inloop) == [(ReplyState.STOPPED, None)]


def test_who_finished_gets_none_and_the_number_is_forgotten_soon(inloop: Installation, company: CarrierHost) -> None:
    for text in ("MEEDOEN 4821", "1", "1", "4", "ja", "40", "1506", "1"):
        inloop.text(text)
    assert inloop.only().complete
    work(inloop.services, burst=True)
    assert reminders(inloop) == [(ReplyState.STOPPED, None)]
    time_goes_by(inloop)
    assert company.messages == []


def test_an_organisation_that_did_not_ask_for_it_keeps_no_number(inloop: Installation, company: CarrierHost) -> None:
    never_quiet(inloop, reminders=False)
    inloop.text("MEEDOEN 4821")
    assert reminders(inloop) == []
    time_goes_by(inloop)
    assert company.messages == []


def test_it_is_in_the_language_of_the_conversation(inloop: Installation, company: CarrierHost) -> None:
    inloop.text("JOIN 4821")
    time_goes_by(inloop)
    assert company.messages[0].text.startswith("You had started to take part.")
