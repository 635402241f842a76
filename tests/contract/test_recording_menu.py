"""What was recorded can be heard back, made anew or kept; and nobody but the telephone company hears it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from channels.effects import RECORDING
from channels.outgoing.later import REPLY
from channels.phone.callers import takes_texts
from channels.phone.playing import PATH
from intake.simulator.sound import silence
from models.tables.dialogues import RecordingState
from models.vocabulary import AnswerState, Status
from tests.calls import ALL, TO_RECORDING, press
from tests.consultation import SOURCE
from tests.installation import MOBILE, Call, Installation
from tests.media_host import MediaHost, running_media_host
from tests.wording import speaks

NEXT = "Wilt u weer meepraten?"


@pytest.fixture
def company() -> Iterator[MediaHost]:
    with running_media_host() as host:
        yield host


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path, company: MediaHost) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", sqlite_url, twilio_api_url=company.url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


def recorded(inloop: Installation, url: str, reference: str = "RE1") -> Call:
    call = press(inloop.call(), *TO_RECORDING)
    call.record(reference, url=url)
    return call


def replies(inloop: Installation) -> list[Any]:
    """What is to be sent to people."""
    with inloop.services.store.read() as connection:
        return list(connection.execute(sa.select(REPLY)).all())


def recording_state(inloop: Installation) -> RecordingState:
    with inloop.services.store.read() as connection:
        return RecordingState(connection.execute(sa.select(RECORDING.c.state)).scalar_one())


def played(inloop: Installation, reference: str = "RE1", *, sign: bool = True) -> Any:
    """What the telephone company gets that plays it."""
    path = f"{PATH}?r={reference}"
    signature = inloop.signatures.sign(f"http://localhost{path}", {}) if sign else "no signature"
    return inloop.client.get(path, headers={"X-Twilio-Signature": signature})


def test_before_the_first_recording_a_caller_hears_of_it_and_how_to_go_without(inloop: Installation) -> None:
    call = press(inloop.call(), *TO_RECORDING)
    assert speaks(call.now.text, "record_first")
    assert call.now.twiml.index("Wij nemen uw stem op") < call.now.twiml.index("<Record")


@pytest.mark.parametrize("key", ["1", "#", None], ids=["1", "#", "waiting"])
def test_a_recording_is_kept_by_a_key_or_by_waiting(inloop: Installation, company: MediaHost, key: str | None) -> None:
    call = recorded(inloop, company.keep("RE1"))
    assert speaks(call.now.text, "recorded_play")
    assert inloop.only().answer("why").state is AnswerState.ILLEGIBLE, "stored already"
    assert NEXT in (call.press(key) if key else call.silence()).text


def test_what_is_recorded_anew_is_the_answer(inloop: Installation, company: MediaHost) -> None:
    call = recorded(inloop, company.keep("RE1"))
    assert call.press("3").records
    assert speaks(call.now.text, "record_skip"), "that it is recorded was said already"
    call.record("RE2", url=company.keep("RE2"))
    call.press("1")
    inloop.work()
    kept = [one for one in inloop.only().evidence if one.kind == "recording"]
    assert inloop.only().answer("why").evidence == kept[-1].id
    assert company.shelves["RE1"].deleted, "the first is not left there either"


def test_who_falls_silent_when_recording_anew_keeps_the_first(inloop: Installation, company: MediaHost) -> None:
    call = recorded(inloop, company.keep("RE1"))
    call.press("3")
    call.silence()
    assert NEXT in call.silence().text
    assert inloop.only().answer("why").state is AnswerState.ILLEGIBLE


def test_who_skips_instead_of_recording_anew_takes_the_first_back(inloop: Installation, company: MediaHost) -> None:
    call = recorded(inloop, company.keep("RE1"))
    press(call, "3", "#")
    assert inloop.only().answer("why").state is AnswerState.EMPTY
    assert recording_state(inloop) is RecordingState.ABSENT


def test_a_stray_key_before_the_beep_does_not_cost_the_answer(inloop: Installation) -> None:
    call = press(inloop.call(), *TO_RECORDING, "7")
    assert call.now.records
    assert "<Gather" not in call.now.twiml, "it begins at once"
    call.record("RE1")
    assert inloop.only().answer("why").state is AnswerState.ILLEGIBLE


def test_it_is_heard_back_from_the_company_and_later_from_our_own_evidence(
    inloop: Installation, company: MediaHost
) -> None:
    call = recorded(inloop, company.keep("RE1"))
    assert f"<Play>{PATH}?r=RE1</Play>" in call.press("2").twiml
    assert speaks(call.now.text, "recorded_again"), "and the menu comes back"
    assert played(inloop).data == silence(2)
    inloop.work()
    assert company.shelves["RE1"].deleted
    assert played(inloop).data == silence(2)
    assert played(inloop).mimetype == "audio/wav"


def test_what_cannot_be_had_is_silent_and_never_an_error(inloop: Installation, company: MediaHost) -> None:
    recorded(inloop, company.keep("RE1", status=500))
    for reference in ("RE1", "RE-of-nobody"):
        answer = played(inloop, reference)
        assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
        assert len(answer.data) < 100


def test_nobody_else_hears_it(inloop: Installation, company: MediaHost) -> None:
    recorded(inloop, company.keep("RE1"))
    answer = played(inloop, sign=False)
    assert answer.status_code == 403
    assert b"RIFF" not in answer.data
    assert inloop.client.get(f"{PATH}?r=RE1").status_code == 403


def test_no_other_host_is_asked_for_what_is_heard_back(inloop: Installation) -> None:
    with running_media_host() as elsewhere:
        recorded(inloop, elsewhere.keep("RE1"))
        assert len(played(inloop).data) < 100
        assert elsewhere.asked == []


def test_what_is_added_later_is_fetched_kept_and_deleted_there_like_any_answer(
    inloop: Installation, company: MediaHost
) -> None:
    press(inloop.call(), *ALL).hang_up()
    call = press(inloop.call(), "3", f"{inloop.only().receipt}#")
    call.record("RE1", url=company.keep("RE1"))
    call.hang_up()
    inloop.work()
    found = inloop.only()
    (kept,) = (one for one in found.evidence if one.kind == "recording")
    assert found.answer("statement").evidence == kept.id
    assert found.status is Status.NEEDS_PERSON
    assert found.complete, "the rest is as it was"
    assert company.shelves["RE1"].deleted


def test_the_receipt_is_texted_to_a_mobile_telephone(inloop: Installation) -> None:
    call = press(inloop.call(), *ALL)
    assert speaks(call.now.text, "text_receipt")
    (reply,) = replies(inloop)
    assert inloop.only().receipt in reply.text
    assert inloop.services.vault.decrypt(reply.encrypted) == MOBILE


def test_who_wants_no_text_message_gets_none(inloop: Installation) -> None:
    call = press(inloop.call(), *ALL, "2")
    assert speaks(call.now.text, "text_not")
    assert call.now.hangs_up
    assert replies(inloop) == []


@pytest.mark.parametrize(
    "number",
    ["anonymous", "+31201234567", "+3114020", "+3197012345678", "+31850000000", "+266696687", "+12"],
    ids=["withheld", "landline", "14xxx", "machine", "085", "special", "no number"],
)
def test_nothing_is_texted_where_no_text_message_arrives(inloop: Installation, number: str) -> None:
    call = press(inloop.call(number=number), *ALL)
    assert not speaks(call.now.text, "text_receipt")
    assert call.now.hangs_up
    assert replies(inloop) == []


@pytest.mark.parametrize(
    ("number", "texted"),
    [("+31612345678", True), ("+447911123456", True), ("+4930123456", False), ("0612345678", True), ("", False)],
)
def test_a_mobile_telephone_is_known_in_any_country(number: str, texted: bool) -> None:
    assert takes_texts(number) is texted


@pytest.mark.parametrize("number", ["+3114020", "+31201234567", "+4930123456"], ids=["14xxx", "landline", "foreign"])
def test_every_number_that_exists_can_go_on_and_be_called_back(inloop: Installation, number: str) -> None:
    press(inloop.call(number=number), *ALL[:3]).hang_up()
    call = inloop.call(number=number)
    assert speaks(call.now.text, "resume")
    assert speaks(call.press("0").text, "call_time")


@pytest.mark.parametrize("number", ["+12", "+31000", "+99912345678", "+86282452253"])
def test_a_number_that_does_not_exist_is_treated_as_withheld(inloop: Installation, number: str) -> None:
    press(inloop.call(number=number), *ALL[:3]).hang_up()
    assert not speaks(inloop.call(number=number).now.text, "resume")
