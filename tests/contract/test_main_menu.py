"""Who calls again: the main menu, a receipt, what is added and what is taken back."""

from __future__ import annotations

import sqlalchemy as sa

from channels.effects import RECORDING
from models import submissions
from models.clock import now
from models.secrets import new_receipt
from models.vocabulary import AnswerState, Channel, Status
from tests.calls import ALL, broken_off, press
from tests.consultation import with_changes
from tests.installation import LINE, Call, Installation
from tests.wording import speaks, writes

FIRST = "Wat moet er zeker komen?"
ELSEWHERE = "+31622222222"


def finished(inloop: Installation, number: str = "+31611111111") -> str:
    """Somebody took part; their receipt."""
    broken_off(inloop, *ALL, number=number)
    return inloop.submissions()[-1].receipt


def spoken(number: str) -> str:
    return ", ".join(number)


def menu(inloop: Installation) -> Call:
    call = inloop.call()
    assert speaks(call.now.text, "main_status")
    return call


def as_is(inloop: Installation, receipt: str, status: Status) -> None:
    """Staff moved the contribution along."""
    with inloop.services.store.write() as connection:
        found = connection.execute(
            sa.select(submissions.SUBMISSION.c.id).where(submissions.SUBMISSION.c.receipt == receipt)
        ).scalar_one()
        for step in (Status.APPROVED, status):
            submissions.move(connection, found, step)


def test_a_first_caller_hears_no_menu_before_the_questions(inloop: Installation) -> None:
    finished(inloop)
    assert not speaks(inloop.call(number=ELSEWHERE).now.text, "main")
    assert FIRST in press(inloop.call(number=ELSEWHERE), "1").now.text


def test_who_took_part_hears_the_menu_in_the_language_of_before(inloop: Installation) -> None:
    broken_off(inloop, "2", *ALL[1:])
    call = inloop.call()
    assert speaks(call.now.text, "main_status", language="en")
    assert "Voor Nederlands, toets 5." in call.now.lines, "the other language, in its own words"
    assert speaks(press(call, "5", "1").now.text, "main_status")


def test_who_took_part_by_text_message_hears_the_menu_too(inloop: Installation) -> None:
    for text in ("MEEDOEN 4821", "1", "1", "4", "ja", "23", "1506", "2"):
        inloop.text(text)
    assert speaks(inloop.call().now.text, "main_status")


def test_another_in_the_house_is_another_person(on_each_store: Installation) -> None:
    finished(on_each_store)
    press(on_each_store.call(), "1", "3", *ALL[2:])
    assert [one.answer("first").value for one in on_each_store.submissions()] == ["trees", "play"]


def test_the_receipt_tells_how_it_stands_and_is_read_back_digit_by_digit(inloop: Installation) -> None:
    receipt = finished(inloop)
    said = press(menu(inloop), "2", f"{receipt}#").now
    assert speaks(said.text, "your_receipt", receipt=spoken(receipt))
    assert speaks(said.text, "status_kept")
    assert speaks(said.text, "main_status"), "and the menu comes back"


def test_a_contribution_is_withdrawn_only_after_a_yes(on_each_store: Installation) -> None:
    receipt = finished(on_each_store)
    call = press(menu(on_each_store), "4", f"{receipt}#")
    assert speaks(call.now.text, "withdraw")
    assert speaks(call.press("2").text, "not_withdrawn")
    assert on_each_store.only().status is Status.ACCEPTED
    press(call, "4", f"{receipt}#", "1")
    assert speaks(call.now.text, "withdrawn")
    assert on_each_store.only().status is Status.WITHDRAWN
    assert speaks(press(call, "4", f"{receipt}#").now.text, "status_withdrawn")


def test_who_just_hangs_up_withdraws_nothing(inloop: Installation) -> None:
    receipt = finished(inloop)
    press(menu(inloop), "4", f"{receipt}#").hang_up()
    assert inloop.only().status is Status.ACCEPTED


def test_a_wrong_receipt_is_asked_again_and_then_a_person_can_be_had(inloop: Installation) -> None:
    finished(inloop)
    call = press(menu(inloop), "2", "123#")
    assert speaks(call.now.text, "status_unknown")
    press(call, "123#", "123#")
    assert speaks(call.now.text, "offer_person")


def test_receipts_cannot_be_tried_one_after_another(inloop: Installation) -> None:
    receipt = finished(inloop)
    call = menu(inloop)
    for _ in range(2):
        press(call, "2", *[f"{new_receipt()}#"] * 3)
    assert speaks(press(call, "2", f"{receipt}#").now.text, "receipt_blocked"), "not even a right one"
    assert writes(inloop.text(f"STATUS {receipt}"), "receipt_blocked"), "by no door"
    assert not speaks(inloop.call(number=ELSEWHERE).press("1").text, "receipt_blocked")
    assert writes(inloop.text(f"STATUS {receipt}", number=ELSEWHERE), "status_kept", receipt=receipt)


def test_what_is_added_is_kept_and_waits_for_a_person(on_each_store: Installation) -> None:
    receipt = finished(on_each_store)
    call = press(menu(on_each_store), "3", f"{receipt}#")
    assert speaks(call.now.text, "record_first")
    assert call.now.records
    call.record("RE1")
    found = on_each_store.only()
    assert found.status is Status.READING, "stored before anybody is asked whether it is fine"
    assert (found.answer("statement").state, found.answer("statement").value) == (AnswerState.ILLEGIBLE, None)
    assert found.answer("first").value == "trees", "nothing else changed"
    assert speaks(call.press("1").text, "added")


def test_what_is_recorded_anew_counts_in_place_of_the_first(inloop: Installation) -> None:
    receipt = finished(inloop)
    call = press(menu(inloop), "3", f"{receipt}#")
    call.record("RE1")
    call.press("3")
    call.record("RE2")
    with inloop.services.store.read() as connection:
        states = dict(connection.execute(sa.select(RECORDING.c.reference, RECORDING.c.state)).all())
    assert states == {"RE1": "absent", "RE2": "expected"}
    assert [answer.question for answer in inloop.only().answers].count("statement") == 1


def test_a_second_addition_leaves_what_a_person_wrote_down_of_the_first(inloop: Installation) -> None:
    receipt = finished(inloop)
    press(menu(inloop), "3", f"{receipt}#").record("RE1")
    inloop.signed("/twilio/recording", RecordingSid="RE1", CallSid="CA1", RecordingStatus="absent")
    with inloop.services.store.write() as connection:
        written = {"value": "Meer schaduw", "state": AnswerState.CORRECTED, "decided_at": now()}
        here = submissions.ANSWER.c.question == "statement"
        connection.execute(submissions.ANSWER.update().where(here).values(written))
    press(menu(inloop), "3", f"{receipt}#").record("RE2")
    inloop.signed("/twilio/recording", RecordingSid="RE2", CallSid="CA1", RecordingStatus="absent")
    answer = inloop.only().answer("statement")
    assert (answer.value, answer.raw, answer.state) == ("Meer schaduw", "Meer schaduw", AnswerState.UNCERTAIN)
    assert inloop.only().status is Status.NEEDS_PERSON


def test_to_what_was_published_nothing_is_added_but_somebody_can_call(inloop: Installation) -> None:
    receipt = finished(inloop)
    as_is(inloop, receipt, Status.PUBLISHED)
    said = press(menu(inloop), "3", f"{receipt}#").now
    assert speaks(said.text, "add_too_late")
    assert speaks(said.text, "offer_person")
    assert inloop.only().status is Status.PUBLISHED


def test_what_was_approved_is_looked_at_again_when_something_is_added(inloop: Installation) -> None:
    receipt = finished(inloop)
    as_is(inloop, receipt, Status.APPROVED)
    press(menu(inloop), "3", f"{receipt}#").record("RE1")
    assert inloop.only().status is Status.READING


def test_another_organisations_receipt_is_unknown(inloop: Installation) -> None:
    receipt = finished(inloop)
    inloop.add_organisation("elders")
    inloop.load(with_changes(code='"5555"', organisation="elders"), line="+31750000009")
    broken_off_there = press(inloop.call(line="+31750000009"), *ALL)
    broken_off_there.hang_up()
    said = press(inloop.call(line="+31750000009"), "4", f"{receipt}#").now
    assert speaks(said.text, "status_unknown")


def test_a_closed_consultation_says_so_and_leads_to_ones_own_answers(inloop: Installation) -> None:
    receipt = finished(inloop)
    inloop.load(with_changes(closes="2020-12-31"))
    call = inloop.call()
    assert speaks(call.now.text, "closed", title="Een nieuw plein")
    assert speaks(call.now.text, "closed_more", language="en")
    assert call.now.hangs_up, "who does nothing hears goodbye"
    press(call, "1")
    assert not speaks(call.now.text, "main_take_part")
    assert not speaks(call.now.text, "main_add")
    press(call, "4", f"{receipt}#", "1")
    assert inloop.only().status is Status.WITHDRAWN


def test_in_the_middle_of_the_questions_the_menu_is_behind_zero_and_leads_back(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "0", "4")
    assert speaks(call.now.text, "main_go_on")
    assert FIRST in call.press("1").text


def test_a_text_message_and_a_call_ask_after_the_same_contribution(inloop: Installation) -> None:
    receipt = finished(inloop)
    press(menu(inloop), "4", f"{receipt}#", "1")
    assert writes(inloop.text(f"STATUS {receipt}", line=LINE), "status_withdrawn", receipt=receipt)
    assert inloop.only(Channel.PHONE).status is Status.WITHDRAWN


def test_who_says_nothing_in_the_menu_hears_goodbye(inloop: Installation) -> None:
    finished(inloop)
    call = menu(inloop)
    for _ in range(4):
        call.silence()
    assert speaks(call.now.text, "quiet_later")
    assert call.now.hangs_up
