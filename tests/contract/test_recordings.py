"""A spoken answer is fetched from Twilio, kept, waits for a person, and only then is deleted there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.conversation import RECORDING
from channels.twilio import Rest
from intake.simulator.sound import silence
from models.outbox import OUTBOX
from models.tables.dialogues import RecordingState
from models.vocabulary import OutboxKind, OutboxState, Status
from tests.consultation import SOURCE
from tests.installation import Call, Installation
from tests.media_host import MediaHost, running_media_host
from tests.rows import rows
from tests.time_passing import retries_come_due

BEFORE = ("1", "1", "#", "1")
AFTER = ("1", "1", "#", "#", "1")
"""What is keyed before and after the open question: first that the recording is fine."""


@pytest.fixture
def company() -> Iterator[MediaHost]:
    with running_media_host() as host:
        yield host


@pytest.fixture
def inloop(database_url: str, tmp_path: Path, company: MediaHost) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url, twilio_api_url=company.url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path, company: MediaHost) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", sqlite_url, twilio_api_url=company.url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


def spoken(inloop: Installation, url: str, reference: str = "RE1", *, finish: bool = True) -> Call:
    """A call in which the open question is answered by a recording."""
    call = inloop.call()
    for keys in BEFORE:
        call.press(keys)
    assert call.now.records
    call.record(reference, url=url)
    if finish:
        for keys in AFTER:
            call.press(keys)
    return call


def ready(inloop: Installation, reference: str = "RE1", status: str = "completed") -> int:
    answer = inloop.signed("/twilio/recording", RecordingSid=reference, CallSid="CA1", RecordingStatus=status)
    return int(answer.status_code)


def states(inloop: Installation, kind: OutboxKind) -> list[OutboxState]:
    with inloop.services.store.read() as connection:
        return list(connection.execute(sa.select(OUTBOX.c.state).where(OUTBOX.c.kind == kind)).scalars())


def recording_state(inloop: Installation) -> RecordingState:
    with inloop.services.store.read() as connection:
        return RecordingState(connection.execute(sa.select(RECORDING.c.state)).scalar_one())


def test_a_recording_is_fetched_kept_and_then_deleted_there(inloop: Installation, company: MediaHost) -> None:
    spoken(inloop, company.keep("RE1"))
    assert inloop.only().status is Status.READING
    assert ready(inloop) == 204
    inloop.work()
    found = inloop.only()
    kept = next(one for one in found.evidence if one.kind == "recording")
    assert (kept.media_type, kept.bytes) == ("audio/wav", len(silence(2)))
    assert inloop.services.evidence.get(kept.id.removeprefix("sha256:")) == silence(2)
    assert found.answer("why").evidence == kept.id
    assert found.status is Status.NEEDS_PERSON, "a person writes down what was said"
    assert company.asked == [("GET", "RE1"), ("DELETE", "RE1")]
    assert company.shelves["RE1"].deleted


def test_the_answer_says_where_in_the_recording_it_is(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1"))
    answer = on_sqlite.only().answer("why")
    assert (answer.value, answer.state, answer.where) == (None, "illegible", {"from": 0.0, "to": 4.0})


@pytest.mark.parametrize("when", ["before the answer", "after it", "never", "twice"])
def test_it_does_not_matter_when_the_callback_comes(on_sqlite: Installation, company: MediaHost, when: str) -> None:
    url = company.keep("RE1")
    if when == "before the answer":
        ready(on_sqlite)
    spoken(on_sqlite, url)
    for _ in range({"after it": 1, "twice": 2}.get(when, 0)):
        assert ready(on_sqlite) == 204
    on_sqlite.work()
    assert company.asked == [("GET", "RE1"), ("DELETE", "RE1")]


def test_a_recording_that_is_not_there_yet_is_fetched_later(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1", missing=1))
    on_sqlite.work()
    assert on_sqlite.only().status is Status.READING
    assert not company.shelves["RE1"].deleted
    retries_come_due(on_sqlite.services.store)
    on_sqlite.work()
    assert on_sqlite.only().status is Status.NEEDS_PERSON
    assert company.shelves["RE1"].deleted


def test_the_callback_makes_a_waiting_fetch_due_at_once(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1", missing=1))
    on_sqlite.work()
    ready(on_sqlite)
    on_sqlite.work()
    assert company.shelves["RE1"].deleted


@pytest.mark.parametrize("before", [True, False], ids=["before the answer", "after it"])
def test_a_recording_in_which_nothing_was_said_is_an_empty_answer(
    on_sqlite: Installation, company: MediaHost, before: bool
) -> None:
    if before:
        ready(on_sqlite, status="absent")
    spoken(on_sqlite, f"{company.url}/2010-04-01/Accounts/AC/Recordings/RE1")
    if not before:
        ready(on_sqlite, status="absent")
    on_sqlite.work()
    assert on_sqlite.only().answer("why").state == "empty"
    assert on_sqlite.only().status is Status.ACCEPTED
    assert states(on_sqlite, OutboxKind.FETCH_RECORDING) == [OutboxState.DONE], "nobody goes on asking for it"


def test_a_recording_that_was_deleted_there_is_left_to_a_person(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1", status=410))
    on_sqlite.work()
    assert on_sqlite.only().status is Status.NEEDS_PERSON
    assert on_sqlite.only().answer("why").state == "illegible"
    assert states(on_sqlite, OutboxKind.FETCH_RECORDING) == [OutboxState.FAILED]


FOREIGN = (
    "http://169.254.169.254/latest/meta-data",
    "https://evil.example/2010-04-01/Recordings/RE1",
    "https://api.twilio.com.evil.example/RE1",
    "https://twilio.com@evil.example/RE1",
    "https://evil.example#.twilio.com/",
    "https://evil.example\\.twilio.com/RE1",
    "https://evil.example\\@api.twilio.com/RE1",
    "http://api.twilio.com/RE1",
    "https://api.twilio.com:8443/RE1",
    "file:///etc/passwd",
    "//api.twilio.com/RE1",
    "https://",
    "https://[::1",
    "https://api.twilio.com\t.evil.example/RE1",
    "",
)


@pytest.mark.parametrize("url", FOREIGN)
def test_nothing_is_fetched_from_any_other_host(company: MediaHost, url: str) -> None:
    assert not Rest(company.url, None, "token").may_fetch(url)


def test_a_foreign_address_is_never_asked(on_sqlite: Installation, company: MediaHost) -> None:
    with running_media_host() as elsewhere:
        spoken(on_sqlite, elsewhere.keep("RE1"))
        on_sqlite.work()
        assert elsewhere.asked == []
    assert on_sqlite.only().status is Status.NEEDS_PERSON


@pytest.mark.parametrize(
    "url",
    [
        "https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/RE1",
        "https://api.ie1.twilio.com/2010-04-01/RE1",
        "https://media.twilio.com:443/RE1",
    ],
)
def test_twilios_own_hosts_may_be_asked(company: MediaHost, url: str) -> None:
    assert Rest(company.url, None, "token").may_fetch(url)


def test_a_redirect_is_not_followed(on_sqlite: Installation, company: MediaHost) -> None:
    with running_media_host() as elsewhere:
        elsewhere.keep("RE1")
        spoken(on_sqlite, company.keep("RE1", status=302, location=f"{elsewhere.url}/RE1"))
        on_sqlite.work()
        assert elsewhere.asked == []
    assert on_sqlite.only().status is Status.READING
    assert not company.shelves["RE1"].deleted


@pytest.mark.parametrize(
    "shelf",
    [{"claims": 100_000}, {"content": b""}, {"content": b"<html>sign in</html>"}, {"status": 500}, {"status": 401}],
    ids=["cut short", "empty", "a page", "an error", "a refusal"],
)
def test_what_is_not_the_whole_recording_is_not_kept_and_not_deleted(
    on_sqlite: Installation, company: MediaHost, shelf: dict[str, object]
) -> None:
    spoken(on_sqlite, company.keep("RE1", **shelf))
    before = rows(on_sqlite.services.store)
    on_sqlite.work()
    assert rows(on_sqlite.services.store) == before
    assert states(on_sqlite, OutboxKind.FETCH_RECORDING) == [OutboxState.WAITING]
    assert not company.shelves["RE1"].deleted


def test_a_company_that_is_away_costs_nothing(on_sqlite: Installation) -> None:
    with running_media_host() as gone:
        url = gone.keep("RE1")
    spoken(on_sqlite, url.replace(gone.url, on_sqlite.settings.twilio_api_url))
    on_sqlite.work()
    assert on_sqlite.only().status is Status.READING


def test_a_deletion_that_fails_is_tried_again(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1", refusals=2))
    for _ in range(3):
        on_sqlite.work()
        retries_come_due(on_sqlite.services.store)
    assert company.shelves["RE1"].deleted
    assert company.asked == [("GET", "RE1"), *[("DELETE", "RE1")] * 3]


def test_a_recording_that_somebody_deleted_there_already_is_fine(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1"))
    on_sqlite.work()
    company.shelves.clear()
    assert set(states(on_sqlite, OutboxKind.DELETE_RECORDING)) == {OutboxState.DONE}


def test_after_the_last_attempt_a_person_gets_it_without_its_sound(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1", missing=1000))
    for _ in range(13):
        on_sqlite.work()
        retries_come_due(on_sqlite.services.store)
    assert on_sqlite.only().status is Status.NEEDS_PERSON
    assert recording_state(on_sqlite) is RecordingState.ABSENT


def test_a_recording_of_a_call_that_was_broken_off_is_kept_all_the_same(
    inloop: Installation, company: MediaHost
) -> None:
    spoken(inloop, company.keep("RE1"), finish=False)
    inloop.work()
    found = inloop.only()
    assert found.status is Status.IN_PROGRESS
    assert [one.kind for one in found.evidence].count("recording") == 1
    assert company.shelves["RE1"].deleted


@pytest.mark.parametrize("seconds", ["", "nan", "inf", "-3", "0", "vier", "1e400"])
def test_a_length_that_is_none_never_reaches_the_store(inloop: Installation, company: MediaHost, seconds: str) -> None:
    call = inloop.call()
    for keys in BEFORE:
        call.press(keys)
    call._go_on(RecordingSid="RE1", RecordingUrl=company.keep("RE1"), RecordingDuration=seconds, Digits="")
    assert "NaN" not in inloop.only().model_dump_json()
    assert "Infinity" not in inloop.only().model_dump_json()


def test_the_account_is_shown_to_the_company_alone(on_sqlite: Installation, company: MediaHost) -> None:
    spoken(on_sqlite, company.keep("RE1"))
    on_sqlite.work()
    assert all(one.startswith("Basic ") for one in company.authorizations)
