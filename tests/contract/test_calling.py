"""Calls: keys, speech, silence, breaking off and coming back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from channels import conversation
from channels.call_backs import CALL_BACK
from channels.conversation import close_expired
from models.contacts import CONTACT
from models.vocabulary import Channel, Status
from tests.calls import ALL, broken_off, counted, press
from tests.consultation import SOURCE, with_changes
from tests.installation import LINE, MOBILE, Installation
from tests.rows import rows
from tests.time_passing import silence_of
from tests.wording import speaks

FIRST = "Wat moet er zeker komen?"
WITHHELD = (
    "anonymous",
    "Anonymous",
    "+266696687",
    "+86282452253",
    "+7378742833",
    "+2562533",
    "+8656696",
    "",
    "Restricted",
)

MANY = """
code: "4821"
organisation: zaandijk
title: Veel
languages: [nl]
opens: 2020-01-01
closes: 2099-12-31
privacy: {notice: Veilig.}
questions:
  - {key: one, type: choice, ask: "Welke?", options: [%s]}
  - {key: several, type: choices, most: 3, ask: "Welke nog meer?", options: [%s]}
  - {key: ten, type: scale, from: 0, to: 10, ask: "Hoe goed?"}
""" % ((", ".join(f"{{key: k{n}, label: keus {'abcdefghijkl'[n - 1] * 3}}}" for n in range(1, 13)),) * 2)


def test_a_whole_call_is_one_accepted_submission(on_each_store: Installation) -> None:
    call = press(on_each_store.call(), *ALL)
    found = on_each_store.only(Channel.PHONE)
    assert on_each_store.values() == {
        "first": "trees",
        "also": ["light", "art"],
        "safe": 4,
        "again": True,
        "age": 23,
        "where": "1506",
        "role": "worker",
    }
    assert (found.status, found.complete, found.group) == (Status.ACCEPTED, True, "worker")
    assert call.now.hangs_up


def test_the_receipt_is_spoken_digit_by_digit(inloop: Installation) -> None:
    call = press(inloop.call(), *ALL)
    spoken = re.findall(r"\d(?:[, ]+\d){6,}", call.now.text)
    assert [re.sub(r"\D", "", one) for one in spoken] == [inloop.only().receipt] * 2
    assert inloop.only().receipt not in call.now.twiml


def test_a_call_is_known_by_the_key_pressed_and_by_the_call_itself(inloop: Installation) -> None:
    press(inloop.call(), *ALL)
    found = inloop.only()
    assert [one.kind for one in found.evidence] == ["call", *["keys"] * len(ALL)]
    assert found.answer("also").raw == "13#"
    assert MOBILE not in found.model_dump_json()


def test_each_step_has_an_address_of_its_own(inloop: Installation) -> None:
    call = inloop.call()
    seen = [call.now.action]
    for keys in ALL[:-1]:
        seen.append(call.press(keys).action)
    assert len(set(seen)) == len(ALL)


def test_in_a_menu_the_key_alone_is_enough(inloop: Installation) -> None:
    call = inloop.call()
    assert 'numDigits="1"' in call.now.twiml
    assert 'numDigits="1"' in call.press("1").twiml


def test_an_entry_hears_the_hash_and_any_number_of_digits(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "1")
    assert "numDigits" not in call.now.twiml
    assert 'finishOnKey=""' in call.now.twiml


def test_speech_is_heard_in_the_callers_language_with_nothing_censored(inloop: Installation) -> None:
    call = press(inloop.call(), "2")
    assert 'language="en-GB"' in call.now.twiml
    assert 'profanityFilter="false"' in call.now.twiml
    assert "more trees" in call.now.twiml.split("hints=", 1)[1]


@pytest.mark.parametrize("keys", ["#", "0#", "10#", "4#"])
def test_nothing_that_is_keyed_wrong_becomes_an_answer(inloop: Installation, keys: str) -> None:
    press(inloop.call(), "1", "1", keys)
    found = {answer.question: answer for answer in inloop.only().answers}
    assert "also" not in found or found["also"].state == "empty"


def test_a_star_repeats_the_same_question_slower(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    asked = call.now.lines[-7:]
    assert call.press("*").lines == asked
    assert call.now.twiml.count('<prosody rate="slow">') == len(asked)
    assert not inloop.submissions()


def test_the_next_question_is_asked_at_the_usual_pace_until_a_second_repeat(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "*", "1")
    assert "prosody" not in call.now.twiml
    assert "prosody" in press(call, "*", "13#").now.twiml


def test_between_an_option_and_its_key_there_is_a_pause(inloop: Installation) -> None:
    asked = press(inloop.call(), "1").now.twiml
    assert re.search(r"meer bomen\?</Say><Pause length=.1. /><Say[^>]*>Toets 1\.", asked)


def test_zero_in_a_menu_asks_for_a_call_back_to_the_callers_number(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "0")
    assert speaks(call.now.text, "call_back")
    assert (counted(inloop, CALL_BACK), counted(inloop, CONTACT)) == (1, 1), "who hangs up now is called"
    assert FIRST in call.silence().text, "and the call goes on"
    assert not inloop.submissions(), "asking for a person is no contribution"


def test_in_an_entry_zero_is_a_digit_and_a_person_is_offered_after_failures(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "1", "#", "4", "1", "0#")
    assert inloop.only().answer("age").value == 0
    press(call, "99#", "99#")
    assert speaks(call.now.text, "offer_person")
    call.press("0")
    assert counted(inloop, CALL_BACK) == 1


def test_after_two_failures_at_an_entry_a_person_is_offered(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "1", "9#")
    assert not speaks(call.now.text, "offer_person")
    assert speaks(call.press("9#").text, "offer_person")


def test_silence_at_a_required_question_is_asked_once_more_and_then_empty(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    assert FIRST in call.silence().text
    assert FIRST not in call.silence().text
    call.press("#")
    assert inloop.only().answer("first").state == "empty"


def test_a_call_in_which_nothing_was_answered_leaves_evidence_and_no_submission(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    while not call.now.hangs_up:
        call.silence()
    silence_of(inloop.services.store, timedelta(days=2))
    close_expired(inloop.services.store)
    assert not inloop.submissions()
    assert rows(inloop.services.store)["evidence"]


def test_silence_before_the_first_answer_is_an_empty_answer(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    call.silence()
    call.silence()
    press(call, "1#")
    assert [(answer.question, answer.state) for answer in inloop.only().answers] == [
        ("first", "empty"),
        ("also", "read"),
    ]


def test_a_silent_call_ends_kindly_and_stores_no_submission(inloop: Installation) -> None:
    call = inloop.call()
    heard = 0
    while not call.now.hangs_up:
        call.silence()
        heard += 1
        assert heard < 12, "a silent call must end"
    assert not inloop.submissions()


def test_a_spoken_label_answers(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    call.say("doe maar bankjes")
    assert inloop.only().answer("first").value == "benches"
    assert inloop.only().answer("first").raw == "doe maar bankjes"


def test_what_was_heard_badly_is_asked_back(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    assert "bankjes" in call.say("bankjes", confidence=0.3).text
    assert not inloop.submissions()
    call.press("1")
    assert inloop.only().answer("first").value == "benches"


@pytest.mark.parametrize("confidence", ["", "nan", "inf", "-1", "veel", "1e999"])
def test_a_confidence_that_is_no_confidence_never_reaches_the_store(inloop: Installation, confidence: str) -> None:
    call = press(inloop.call(), "1")
    call._go_on(SpeechResult="bankjes", Confidence=confidence)
    for submission in inloop.submissions():
        assert 0 <= (submission.answer("first").confidence or 0) <= 1


def test_more_than_nine_options_are_entries(on_each_store: Installation) -> None:
    on_each_store.load(MANY)
    call = on_each_store.call()
    press(call, "12#", "1#", "12#", "3#", "#", "0#")
    assert on_each_store.values() == {"one": "k12", "several": ["k1", "k3", "k12"], "ten": 0}


def test_more_than_nine_options_keyed_in_one_go_are_the_same(inloop: Installation) -> None:
    inloop.load(MANY)
    press(inloop.call(), "12#", "1#12#3##", "10#")
    assert inloop.values() == {"one": "k12", "several": ["k1", "k3", "k12"], "ten": 10}


def test_a_call_broken_off_and_resumed_is_one_submission(on_each_store: Installation) -> None:
    broken_off(on_each_store, *ALL[:4])
    call = on_each_store.call()
    assert speaks(call.now.text, "resume")
    press(call, "1", *ALL[4:])
    found = on_each_store.only()
    assert (found.complete, found.answer("first").value, found.answer("role").value) == (True, "trees", "worker")
    assert [one.kind for one in found.evidence].count("call") == 2


def test_starting_over_is_two_submissions(on_each_store: Installation) -> None:
    broken_off(on_each_store, *ALL[:4])
    press(on_each_store.call(), "2", "3", *ALL[2:])
    first, second = on_each_store.submissions()
    assert (first.complete, first.status, first.answer("first").value) == (False, Status.ACCEPTED, "trees")
    assert (second.complete, second.status, second.answer("first").value) == (True, Status.ACCEPTED, "play")


def test_after_starting_over_the_first_address_of_the_call_still_leads_to_the_new_dialogue(
    inloop: Installation,
) -> None:
    """Twilio asks the first address anew when its fallback is used."""
    broken_off(inloop, *ALL[:4])
    call = press(inloop.call(), "2")
    again = inloop.signed("/twilio/voice", **call.fields, ErrorCode="11200")
    assert FIRST in again.text


def test_a_day_later_a_call_begins_anew(inloop: Installation) -> None:
    broken_off(inloop, *ALL[:4])
    silence_of(inloop.services.store, timedelta(hours=25))
    assert not speaks(inloop.call().now.text, "resume")


def test_a_call_that_nobody_resumed_becomes_a_partial_submission(inloop: Installation) -> None:
    press(inloop.call(), *ALL[:4])
    assert inloop.only().status is Status.IN_PROGRESS
    silence_of(inloop.services.store, timedelta(hours=25))
    assert conversation.close_expired(inloop.services.store) == 1
    assert (inloop.only().status, inloop.only().complete) == (Status.ACCEPTED, False)


def test_after_somebody_finished_another_in_the_house_takes_part_by_one_key(inloop: Installation) -> None:
    broken_off(inloop, *ALL)
    call = inloop.call()
    assert speaks(call.now.text, "main_take_part")
    press(call, *ALL)
    assert [one.complete for one in inloop.submissions()] == [True, True]


@pytest.mark.parametrize("number", WITHHELD)
def test_a_caller_without_a_number_is_somebody_else_each_time(inloop: Installation, number: str) -> None:
    broken_off(inloop, *ALL[:4], number=number)
    assert not speaks(inloop.call(number=number).now.text, "resume")


def test_a_caller_without_a_number_is_asked_for_one_to_call_back(inloop: Installation) -> None:
    call = press(inloop.call(number="anonymous"), "1", "0")
    assert speaks(call.now.text, "call_back_number")
    call.press("0612345678#")
    assert speaks(call.now.text, "call_time")
    assert FIRST in call.press("#").text
    assert (counted(inloop, CALL_BACK), counted(inloop, CONTACT)) == (1, 1)


def test_a_caller_without_a_number_is_not_asked_whether_they_want_to_hear_the_outcome(inloop: Installation) -> None:
    inloop.load(with_changes(contact="optional"))
    assert press(inloop.call(number="anonymous"), *ALL).now.hangs_up
    assert speaks(press(inloop.call(), *ALL).now.text, "outcome")


def test_a_late_different_input_to_an_answered_step_changes_nothing(on_each_store: Installation) -> None:
    call = press(on_each_store.call(), "1")
    answered = call.now.action or ""
    now = call.press("1")
    late = on_each_store.signed(answered, **call.fields, Digits="2")
    assert late.status_code == 200
    assert now.action is not None
    assert now.action.replace("&", "&amp;") in late.text, "the current step is asked"
    assert on_each_store.only().answer("first").value == "trees"


def test_silence_reported_late_changes_nothing(inloop: Installation) -> None:
    call = press(inloop.call(), "1")
    silent = call.now.redirect or ""
    call.press("1")
    inloop.signed(silent, **call.fields)
    assert [answer.question for answer in inloop.only().answers] == ["first"]


def test_input_after_the_end_of_a_call_changes_nothing(inloop: Installation) -> None:
    call = press(inloop.call(), *ALL[:-1])
    last = call.now.action or ""
    call.press(ALL[-1])
    before = inloop.only()
    assert "Hangup" in inloop.signed(last, **call.fields, Digits="1").text
    assert inloop.only() == before


def test_a_step_of_no_dialogue_ends_kindly(inloop: Installation) -> None:
    for path in ("/twilio/voice/step", "/twilio/voice/step?d=x&n=x", "/twilio/voice/step?d=%00&n=-1"):
        answer = inloop.signed(path, CallSid="CA1", From=MOBILE, To=LINE, Digits="1")
        assert answer.status_code == 200
        assert "<Hangup" in answer.text


def test_a_number_that_was_never_assigned_says_so(inloop: Installation) -> None:
    call = inloop.call(line="+31750009999")
    assert speaks(call.now.text, "number_unused")
    assert call.now.hangs_up


@pytest.mark.parametrize("days", [{"opens": "2098-01-01"}, {"closes": "2020-12-31"}], ids=["before", "after"])
def test_a_closed_consultation_says_so_in_each_language_and_hangs_up(
    inloop: Installation, days: dict[str, str]
) -> None:
    inloop.load(with_changes(**days))
    call = inloop.call()
    assert call.now.hangs_up
    assert speaks(call.now.text, "closed", title="Een nieuw plein")
    assert speaks(call.now.text, "closed", language="en", title="A new square")


def test_a_call_under_way_when_the_consultation_closes_keeps_what_was_answered(inloop: Installation) -> None:
    call = press(inloop.call(), *ALL[:3])
    inloop.load(with_changes(closes="2020-12-31"))
    assert call.press("4").hangs_up
    found = inloop.only()
    assert (found.status, found.complete) == (Status.ACCEPTED, False)
    assert found.answer("safe").state == "empty"


def test_a_call_and_a_text_message_of_one_phone_do_not_meet(inloop: Installation) -> None:
    call = press(inloop.call(), "1", "1")
    inloop.text("MEEDOEN 4821")
    inloop.text("3")
    call.press("1#")
    by_channel = {one.channel: one for one in inloop.submissions()}
    assert by_channel[Channel.PHONE].answer("also").value == ["light"]
    assert by_channel[Channel.SMS].answer("first").value == "play"


def test_a_status_call_back_is_answered_and_tells_nothing(inloop: Installation) -> None:
    call = inloop.call()
    answer = inloop.signed("/twilio/status/voice", **{**call.fields, "CallStatus": "completed"})
    assert (answer.status_code, answer.text) == (204, "")


def test_a_spoken_text_never_holds_what_xml_forbids(inloop: Installation) -> None:
    inloop.load(SOURCE.replace("meer bomen", "bomen & <struiken> ”x” 🌳"))
    assert "bomen & <struiken> ”x” 🌳" in press(inloop.call(), "1").now.text
