"""Help in a call: patience with silence, a person who calls back and when, another language."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from channels.call_backs import CALL_BACK
from models.contacts import CONTACT
from models.tables.contacts import PartOfDay
from models.vocabulary import AnswerState
from tests.calls import ALL, broken_off, counted, press
from tests.installation import MOBILE, Call, Installation
from tests.wording import speaks, writes

FIRST = "Wat moet er zeker komen?"


def asked(inloop: Installation) -> sa.Row[tuple[object, ...]]:
    """The only call-back that somebody asked for."""
    with inloop.services.store.read() as connection:
        return connection.execute(sa.select(CALL_BACK)).one()


def number_kept(inloop: Installation) -> str:
    with inloop.services.store.read() as connection:
        return inloop.services.vault.decrypt(connection.execute(sa.select(CONTACT.c.encrypted)).scalar_one())


def at_first(inloop: Installation, number: str = MOBILE) -> Call:
    return press(inloop.call(number=number), "1")


def test_silence_is_met_with_patience_and_each_time_in_other_words(inloop: Installation) -> None:
    call = at_first(inloop)
    assert speaks(call.silence().text, "silent")
    assert FIRST in call.now.text
    assert speaks(call.silence().text, "silent_on"), "no answer is fine"
    call.silence()
    assert speaks(call.silence().text, "quiet_later"), "the line is never just dead"
    assert call.now.hangs_up
    assert not inloop.submissions()


def test_who_is_silent_twice_hears_how_to_get_a_person_where_zero_is_one(inloop: Installation) -> None:
    call = press(at_first(inloop), "1", "#")
    call.silence()
    assert speaks(call.silence().text, "silent_person"), "the next question is yes or no: there 0 is a person"
    call.press("0")
    assert counted(inloop, CALL_BACK) == 1


def test_who_is_silent_twice_before_an_entry_hears_how_to_leave_it_out(inloop: Installation) -> None:
    call = at_first(inloop)
    call.silence()
    assert speaks(call.silence().text, "silent_skip"), "in an entry 0 is a digit"


def test_silence_again_at_a_later_question_is_put_in_other_words(inloop: Installation) -> None:
    call = press(at_first(inloop), "1", "#")
    for _ in range(3):
        call.silence()
    assert speaks(call.now.text, "silent_again")


def test_who_answered_something_and_falls_silent_hears_that_it_was_kept(inloop: Installation) -> None:
    call = press(at_first(inloop), "1", "#", "4")
    while not call.now.hangs_up:
        call.silence()
    assert speaks(call.now.text, "quiet_goodbye")
    call.hang_up()
    assert speaks(inloop.call().now.text, "resume")


@pytest.mark.parametrize(("key", "when"), [("1", PartOfDay.MORNING), ("2", PartOfDay.AFTERNOON), ("#", None)])
def test_a_call_back_is_asked_for_at_once_and_then_for_a_time_of_day(
    on_each_store: Installation, key: str, when: PartOfDay | None
) -> None:
    call = press(at_first(on_each_store), "0")
    assert speaks(call.now.text, "call_time")
    assert (asked(on_each_store).part_of_day, number_kept(on_each_store)) == (None, MOBILE)
    assert FIRST in call.press(key).text, "and the question is asked again"
    assert asked(on_each_store).part_of_day == when


def test_waiting_goes_on_with_the_question_and_keeps_the_call_back(inloop: Installation) -> None:
    call = press(at_first(inloop), "0")
    assert FIRST in call.silence().text
    assert counted(inloop, CALL_BACK) == 1


@pytest.mark.parametrize("key", ["3", "4"])
def test_who_needs_no_call_after_all_is_forgotten(on_each_store: Installation, key: str) -> None:
    press(at_first(on_each_store), "0", key)
    assert (counted(on_each_store, CALL_BACK), counted(on_each_store, CONTACT)) == (0, 0)


def test_zero_twice_is_one_call_back(inloop: Installation) -> None:
    press(at_first(inloop), "0", "0", "#", "0", "1")
    assert counted(inloop, CALL_BACK) == 1
    assert asked(inloop).part_of_day == PartOfDay.MORNING


def test_a_withheld_number_is_asked_for_before_the_time_of_day(inloop: Installation) -> None:
    call = press(at_first(inloop, number="anonymous"), "0", "0612345678#")
    assert speaks(call.now.text, "call_time")
    press(call, "2")
    assert (asked(inloop).part_of_day, number_kept(inloop)) == (PartOfDay.AFTERNOON, "0612345678")


def test_a_language_that_we_speak_and_the_consultation_does_not_is_answered_in_it(inloop: Installation) -> None:
    call = inloop.call()
    said = call.say("Türkçe")
    assert speaks(said.text, "not_in_language", language="tr")
    assert speaks(call.press("1").text, "call_back", language="tr")
    assert asked(inloop).language == "tr"
    assert speaks(call.press("1").text, "language_option", language="en"), "the questions stay within reach"
    assert FIRST in call.press("1").text


def test_a_withheld_caller_gives_their_number_in_their_own_language(inloop: Installation) -> None:
    call = inloop.call(number="anonymous")
    call.say("po polsku")
    assert speaks(call.press("1").text, "call_back_number", language="pl")
    call.press("0612345678#")
    assert asked(inloop).language == "pl"


def test_who_wants_no_call_in_another_language_chooses_one_of_the_consultations(inloop: Installation) -> None:
    call = inloop.call()
    call.say("українська")
    assert speaks(call.press("2").text, "language_option", language="en")
    assert counted(inloop, CALL_BACK) == 0


def test_a_language_is_chosen_by_its_name_as_well(inloop: Installation) -> None:
    assert "What should be there?" in inloop.call().say("English").text


def test_a_text_message_in_another_language_is_answered_in_it_and_somebody_can_call(inloop: Installation) -> None:
    inloop.text("MEEDOEN 4821")
    assert writes(inloop.text("TAAL Turks"), "not_in_language", language="tr")
    answer = inloop.text("evet")
    assert writes(answer, "call_back", language="tr")
    assert FIRST in answer, "and the question stays"
    assert (asked(inloop).language, number_kept(inloop)) == ("tr", MOBILE)


def test_two_calls_of_one_telephone_at_the_same_time_are_two_people(on_each_store: Installation) -> None:
    one = press(on_each_store.call(), *ALL[:2])
    another = on_each_store.call()
    assert speaks(another.now.text, "resume"), "the first may have hung up, and nobody told"
    press(another, "2", "3")
    press(one, *ALL[2:])
    press(another, *ALL[2:])
    assert sorted(str(found.answer("first").value) for found in on_each_store.submissions()) == ["play", "trees"]
    assert [found.complete for found in on_each_store.submissions()] == [True, True]


def test_who_says_nothing_of_whose_it_is_is_somebody_else(inloop: Installation) -> None:
    press(inloop.call(), *ALL[:2])
    another = inloop.call()
    assert speaks(another.silence().text, "resume")
    assert not speaks(another.silence().text, "resume")
    press(another, "3")
    assert [len(found.answers) for found in inloop.submissions()] == [1, 1]


def test_who_goes_on_before_anybody_told_that_they_hung_up_has_one_submission(on_each_store: Installation) -> None:
    press(on_each_store.call(), *ALL[:2])
    press(on_each_store.call(), "1", *ALL[2:])
    assert on_each_store.only().complete


def test_nobody_goes_on_with_what_another_telephone_began(inloop: Installation) -> None:
    press(inloop.call(), *ALL[:2])
    offered = inloop.call()
    fields = {**offered.fields, "From": "+31612340009", "CallSid": "CA" + "9" * 32}
    assert "<Hangup" in inloop.signed(str(offered.now.action), **fields, Digits="1").text
    assert len(inloop.only().answers) == 1


def test_a_call_whose_dialogue_went_on_in_another_is_told_so(inloop: Installation) -> None:
    one = press(inloop.call(), *ALL[:3])
    one.hang_up()
    press(inloop.call(), "1")
    assert speaks(one.press("4").text, "elsewhere"), "a late key of the call before"
    assert [answer.question for answer in inloop.only().answers] == ["first", "also"], "and answers nothing"


def test_who_hung_up_while_a_recording_was_looked_at_goes_on_there(inloop: Installation) -> None:
    broken_off(inloop, "1", "1", "#", "1")
    call = press(inloop.call(), "1")
    call.record("RE1")
    call.hang_up()
    assert inloop.only().answer("why").state == AnswerState.ILLEGIBLE, "nothing is lost"
    assert speaks(press(inloop.call(), "1").now.text, "recorded_play")
