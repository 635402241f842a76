"""Text messages: how a conversation begins, what its words do, and when it may not go on."""

from __future__ import annotations

import re

import pytest

from channels.call_backs import CALL_BACK
from models.secrets import new_receipt
from models.vocabulary import Channel, Status
from tests.consultation import SOURCE, with_changes
from tests.installation import LINE, ORGANISATION_LINE, Installation
from tests.rows import added, rows
from tests.wording import writes

FIRST = "Wat moet er zeker komen?"
FIRST_IN_ENGLISH = "What should be there?"
ALL = ("MEEDOEN 4821", "1", "1 3", "4", "ja", "23", "1506", "2")
"""A whole dialogue about the sample consultation, from the opening."""

SPELLINGS = (
    "MEEDOEN 4821",
    "meedoen4821",
    "Meedoen 4821.",
    "meedoen: 4821",
    "  MEEDOEN   4821  ",
    "4821",
    " 4821!",
    "48 21",
    "meedoen\n4821",
    "Meedoen #4821",
    "MEEDOEN-4821",
    "(4821)",
    "“MEEDOEN 4821”",
    "medoen 4821",
    "4821 meedoen",
    "MEEDOEN 4821 123456789",
    "meedoen 4821, 123 456 789",
    "４８２１",
)
GREETINGS = ("hallo", "Hoi!", "Goedemiddag", "MEEDOEN", "hello", "dag 👋", "Goede morgen", "Hi")


def dialogue(inloop: Installation, *texts: str, **options: str) -> str:
    """The answer to the last of these texts."""
    answer = ""
    for text in texts:
        answer = inloop.text(text, **options)
    return answer


def receipt(text: str) -> str:
    (found,) = re.findall(r"\b\d{8,}\b", text)
    return found


@pytest.mark.parametrize("line", [LINE, ORGANISATION_LINE], ids=["own number", "organisation's number"])
@pytest.mark.parametrize("text", SPELLINGS)
def test_an_opening_is_understood_however_it_is_spelt(inloop: Installation, text: str, line: str) -> None:
    assert FIRST in inloop.text(text, line=line)


@pytest.mark.parametrize("text", GREETINGS)
def test_on_a_number_of_one_consultation_any_greeting_begins(inloop: Installation, text: str) -> None:
    said = inloop.text(text)
    assert FIRST in said or FIRST_IN_ENGLISH in said


@pytest.mark.parametrize("text", ["xyzzy", "Ik vind dat er meer bomen moeten komen", "?!", "👍", ""])
def test_on_a_number_of_one_consultation_the_first_words_are_never_lost_on_a_wall(
    inloop: Installation, text: str
) -> None:
    """Whatever somebody begins with, they hear what to do."""
    assert inloop.text(text).strip()


def test_on_an_organisations_number_a_greeting_is_answered_with_how_to_begin(inloop: Installation) -> None:
    assert writes(inloop.text("hallo", line=ORGANISATION_LINE), "how_to_begin")
    assert not inloop.submissions()


def test_a_code_that_nobody_has_is_told(inloop: Installation) -> None:
    assert writes(inloop.text("MEEDOEN 9999"), "unknown_code", code="9999")


def test_another_organisations_code_is_as_unknown_as_one_that_nobody_has(inloop: Installation) -> None:
    inloop.add_organisation("elders")
    inloop.load(with_changes(code='"5555"', organisation="elders"), line=None)
    assert inloop.text("MEEDOEN 5555").replace("5555", "9999") == inloop.text("MEEDOEN 9999")


def test_a_word_of_another_language_begins_in_that_language(inloop: Installation) -> None:
    assert FIRST_IN_ENGLISH in inloop.text("JOIN 4821")


def test_the_privacy_notice_comes_before_the_first_question(inloop: Installation) -> None:
    said = inloop.text("MEEDOEN 4821")
    assert 0 <= said.index("Wij bewaren uw antwoorden veilig.") < said.index(FIRST)


def test_a_whole_dialogue_is_one_accepted_submission(on_each_store: Installation) -> None:
    last = dialogue(on_each_store, *ALL)
    found = on_each_store.only(Channel.SMS)
    assert on_each_store.values() == {
        "first": "trees",
        "also": ["light", "art"],
        "safe": 4,
        "again": True,
        "age": 23,
        "where": "1506",
        "role": "worker",
    }
    assert (found.status, found.complete, found.group, found.supporters) == (Status.ACCEPTED, True, "worker", 1)
    assert found.receipt == receipt(last)


def test_each_answer_names_the_very_message_that_gave_it(inloop: Installation) -> None:
    dialogue(inloop, *ALL)
    found = inloop.only()
    assert [one.kind for one in found.evidence] == ["message"] * len(ALL), "each message is kept once"
    assert {answer.evidence for answer in found.answers} <= {one.id for one in found.evidence}


def test_an_open_answer_is_kept_to_the_letter(on_each_store: Installation) -> None:
    words = "’t Is er donker — én eng 😟\nvooral 's avonds. <b>Echt</b> & 100% waar; \u200fمظلم"
    dialogue(on_each_store, *ALL[:3], "1", words)
    assert on_each_store.only().answer("why").value == words


@pytest.mark.parametrize("word", ["overslaan", "Overslaan!", "skip"])
def test_an_explicit_skip_is_an_empty_answer_and_not_asked_again(inloop: Installation, word: str) -> None:
    assert FIRST not in dialogue(inloop, "MEEDOEN 4821", word)
    assert inloop.only().answer("first").state == "empty"


def test_an_empty_message_is_asked_once_more_and_then_empty(inloop: Installation) -> None:
    dialogue(inloop, "MEEDOEN 4821", "1", "1", "3")
    assert writes(inloop.text("  "), "silent")
    inloop.text("")
    assert inloop.only().answer("again").state == "empty"


def test_more_options_than_allowed_are_asked_again(inloop: Installation) -> None:
    assert writes(dialogue(inloop, "MEEDOEN 4821", "1", "1 2 3"), "too_many", most=2)
    inloop.text("2, 2 en 1")
    assert inloop.only().answer("also").value == ["light", "toilet"], "the same option twice counts once"


@pytest.mark.parametrize("word", ["HULP", "help", "Hulp!", "?"])
def test_help_is_given_and_the_question_asked_again(inloop: Installation, word: str) -> None:
    said = dialogue(inloop, "MEEDOEN 4821", word)
    assert writes(said, "help")
    assert FIRST in said


def test_back_asks_the_question_before(inloop: Installation) -> None:
    assert FIRST in dialogue(inloop, "MEEDOEN 4821", "1", "terug")
    inloop.text("2")
    assert inloop.only().answer("first").value == "benches"


def test_going_back_past_a_condition_leaves_no_answer_that_no_longer_applies(inloop: Installation) -> None:
    dialogue(inloop, "MEEDOEN 4821", "1", "1", "1", "Te donker", "terug", "terug", "5")
    assert [answer.question for answer in inloop.only().answers] == ["first", "also", "safe"]
    assert len(inloop.only().evidence) == 8, "what was said stays on record"


@pytest.mark.parametrize("word", ["LANGUAGE", "language english", "TAAL 2", "taal engels"])
def test_the_language_can_be_changed_without_losing_the_place(inloop: Installation, word: str) -> None:
    said = dialogue(inloop, "MEEDOEN 4821", "1", word)
    if "What else?" not in said:
        said = inloop.text("2")
    assert "What else?" in said
    assert inloop.only().answer("first").value == "trees"


def test_stop_keeps_what_was_answered_and_sends_nothing(inloop: Installation) -> None:
    assert dialogue(inloop, "MEEDOEN 4821", "1", "STOP") == ""
    found = inloop.only()
    assert (found.status, found.complete) == (Status.ACCEPTED, False)
    assert found.answer("first").value == "trees"


@pytest.mark.parametrize("word", ["STOP", "stop", "Stop.", "STOPPEN", "unsubscribe", "quit", "afmelden"])
def test_stop_has_many_names(inloop: Installation, word: str) -> None:
    assert dialogue(inloop, "MEEDOEN 4821", "1", word) == ""


def test_a_sentence_that_begins_with_stop_is_an_answer(inloop: Installation) -> None:
    dialogue(inloop, "MEEDOEN 4821", "1", "1", "1", "Stop met bouwen")
    assert inloop.only().answer("why").value == "Stop met bouwen"


@pytest.mark.parametrize("text", ["MEEDOEN 4821", "hallo", "1", "HULP", "STOP", "STATUS 12345678"])
def test_nothing_is_sent_to_somebody_who_opted_out(inloop: Installation, text: str) -> None:
    assert dialogue(inloop, "STOP", text) == ""


def test_start_after_stop_brings_messages_back_and_meedoen_begins_anew(inloop: Installation) -> None:
    dialogue(inloop, "MEEDOEN 4821", "1", "STOP")
    assert writes(inloop.text("START"), "welcome_back")
    assert FIRST in inloop.text("MEEDOEN 4821")
    inloop.text("2")
    assert [one.answer("first").value for one in inloop.submissions()] == ["trees", "benches"]


def test_opting_out_of_one_organisation_leaves_the_others(inloop: Installation) -> None:
    inloop.add_organisation("elders")
    inloop.load(with_changes(code='"5555"', organisation="elders"), line="+31750000009")
    inloop.text("STOP")
    assert inloop.text("MEEDOEN 5555", line="+31750000009")


def test_withdrawing_is_a_word_of_its_own_with_the_receipt(inloop: Installation) -> None:
    number = receipt(dialogue(inloop, *ALL))
    assert writes(inloop.text("INTREKKEN"), "withdraw_which"), "without a number one hears how"
    assert inloop.only().status is Status.ACCEPTED
    assert writes(inloop.text(f"intrekken {number[:4]} {number[4:]}"), "withdrawn", receipt=number)
    assert inloop.only().status is Status.WITHDRAWN
    assert writes(inloop.text(f"INTREKKEN {number}"), "withdrawn"), "a second time says the same"


def test_somebody_who_stopped_can_still_withdraw(inloop: Installation) -> None:
    number = receipt(dialogue(inloop, *ALL))
    dialogue(inloop, "STOP", f"INTREKKEN {number}")
    assert inloop.only().status is Status.WITHDRAWN, "the wish is heard, though nothing is sent"


def test_the_status_is_told_in_plain_words(inloop: Installation) -> None:
    number = receipt(dialogue(inloop, *ALL))
    assert writes(inloop.text(f"STATUS {number}"), "status_kept", receipt=number)
    assert writes(inloop.text(f"STATUS {new_receipt()}"), "status_unknown")
    assert writes(inloop.text("STATUS 12345678"), "status_unknown")


def test_another_organisations_receipt_is_unknown(inloop: Installation) -> None:
    number = receipt(dialogue(inloop, *ALL))
    inloop.add_organisation("elders")
    inloop.load(with_changes(code='"5555"', organisation="elders"), line="+31750000009")
    assert writes(inloop.text(f"STATUS {number}", line="+31750000009"), "status_unknown")
    assert writes(inloop.text(f"INTREKKEN {number}", line="+31750000009"), "status_unknown")
    assert inloop.only().status is Status.ACCEPTED


def test_a_thank_you_after_the_end_opens_nothing(inloop: Installation) -> None:
    assert writes(dialogue(inloop, *ALL, "Bedankt!"), "already", code="4821")
    assert len(inloop.submissions()) == 1


def test_a_second_person_on_the_same_phone_is_a_second_submission(inloop: Installation) -> None:
    dialogue(inloop, *ALL, *ALL)
    assert [one.complete for one in inloop.submissions()] == [True, True]


def test_the_opening_again_in_the_middle_repeats_the_question(inloop: Installation) -> None:
    assert "Wat nog meer?" in dialogue(inloop, "MEEDOEN 4821", "1", "meedoen 4821")
    assert len(inloop.submissions()) == 1


def test_numbers_in_the_middle_of_a_dialogue_are_answers(inloop: Installation) -> None:
    dialogue(inloop, *ALL[:6], "1506")
    assert inloop.only().answer("where").value == "1506"


def test_a_message_to_a_number_that_was_never_assigned_is_told_so(inloop: Installation) -> None:
    assert writes(inloop.text("MEEDOEN 4821", line="+31750009999"), "number_unused")
    assert not inloop.submissions()


@pytest.mark.parametrize("days", [{"opens": "2098-01-01"}, {"closes": "2020-12-31"}], ids=["before", "after"])
@pytest.mark.parametrize("text", ["MEEDOEN 4821", "hallo", "4821"])
def test_a_closed_consultation_says_when_it_is_open_and_stores_no_submission(
    inloop: Installation, days: dict[str, str], text: str
) -> None:
    inloop.load(with_changes(**days))
    said = inloop.text(text)
    assert writes(said, "closed", title="Een nieuw plein")
    assert ("2098" in said) or ("2020" in said)
    assert not inloop.submissions()


def test_a_dialogue_under_way_when_the_consultation_closes_keeps_what_was_answered(inloop: Installation) -> None:
    dialogue(inloop, "MEEDOEN 4821", "1", "1")
    inloop.load(with_changes(closes="2020-12-31"))
    assert writes(inloop.text("4"), "closed")
    found = inloop.only()
    assert (found.status, found.complete) == (Status.ACCEPTED, False)
    assert {answer.question for answer in found.answers if answer.state == "read"} == {"first", "also"}


def test_a_dialogue_under_way_goes_on_when_the_consultation_is_prolonged(inloop: Installation) -> None:
    dialogue(inloop, "MEEDOEN 4821", "1")
    inloop.load(with_changes(closes="2099-12-30"))
    assert "Hoe veilig" in inloop.text("1")


def test_a_dialogue_keeps_the_questions_it_began_with(inloop: Installation) -> None:
    inloop.text("MEEDOEN 4821")
    inloop.load(SOURCE.replace("key: trees", "key: oaks"))
    inloop.text("1")
    assert (inloop.only().version, inloop.only().answer("first").value) == (1, "trees")


def test_no_word_of_ours_ever_holds_what_a_stranger_answered(inloop: Installation) -> None:
    """Two phones at once: each hears only its own."""
    inloop.text("MEEDOEN 4821", number="+31600000011")
    inloop.text("MEEDOEN 4821", number="+31600000012")
    for text in ALL[1:3] + ("1",):
        inloop.text(text, number="+31600000011")
    inloop.text("Geheim van de een", number="+31600000011")
    said = [inloop.text(text, number="+31600000012") for text in (*ALL[1:3], "1", "Van de ander", "ja")]
    assert "Geheim" not in "".join(said)
    assert [one.answer("why").value for one in inloop.submissions()] == ["Geheim van de een", "Van de ander"]


def test_a_submission_never_holds_the_senders_number(inloop: Installation) -> None:
    inloop.load(with_changes(contact="optional"))
    dialogue(inloop, *ALL, "1", number="+31612349876")
    assert inloop.only().contact
    assert "12349876" not in inloop.only().model_dump_json()


def test_a_delivery_report_of_a_message_that_is_not_known_is_kept_once(inloop: Installation) -> None:
    before = rows(inloop.services.store)
    report = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert inloop.signed("/twilio/status/sms", **report).status_code == 204
    assert inloop.signed("/twilio/status/sms", **report).status_code == 204
    assert added(before, rows(inloop.services.store)) == {"arrival": 1, "reply_event": 1}


def test_nothing_but_empty_messages_still_ends_with_a_receipt(inloop: Installation) -> None:
    last = dialogue(inloop, "MEEDOEN 4821", *[" "] * 11)
    assert receipt(last) == inloop.only().receipt
    assert {answer.state for answer in inloop.only().answers} == {"empty"}


@pytest.mark.parametrize(
    ("asked", "language", "yes"),
    [
        ("TAAL turks", "tr", "EVET"),
        ("language polish", "pl", "TAK"),
        ("taal العربية", "ar", "نعم"),
        ("TAAL uk", "uk", "так"),
    ],
)
def test_a_language_that_the_questions_do_not_have_is_answered_in_it_with_somebody_who_calls(
    inloop: Installation, asked: str, language: str, yes: str
) -> None:
    assert writes(dialogue(inloop, "MEEDOEN 4821", "1", asked), "not_in_language", language=language)
    assert writes(inloop.text(yes), "call_back", language=language)
    with inloop.services.store.read() as connection:
        (wanted,) = connection.execute(CALL_BACK.select()).all()
    assert wanted.language == language
    inloop.text("2")
    assert inloop.only().answer("also").value == ["toilet"], "the conversation goes on where it was"


def test_who_would_rather_read_on_than_be_called_in_another_language_reads_on(inloop: Installation) -> None:
    said = dialogue(inloop, "MEEDOEN 4821", "TAAL turks", "HAYIR")
    assert FIRST in said
    assert rows(inloop.services.store)["call_back"] == 0
