"""The rules of a conversation, each as one statement about the product."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.dialogue import again, hear, resume, start
from channels.turns import (
    Answered,
    Asked,
    At,
    Completed,
    Entry,
    Forgotten,
    Heard,
    Keys,
    Menu,
    Mode,
    Over,
    PersonWanted,
    Recorded,
    Silence,
    Spoken,
    StartOver,
    Turn,
    Typed,
    Voice,
    Word,
)
from models.definition import Definition
from models.vocabulary import AnswerState
from tests.consultation import SOURCE, definition


def walk(mode: Mode, *heard: Heard, asked: Definition | None = None, language: str | None = "nl") -> list[Turn]:
    """All turns of a conversation in which these things are heard one after another."""
    asked = asked or definition()
    turns = [start(asked, mode, language=language)]
    for one in heard:
        turns.append(hear(asked, turns[-1].memory, one))
    return turns


def answers(turns: list[Turn]) -> dict[str, Any]:
    return {
        event.reading.question: event.reading.value
        for turn in turns
        for event in turn.events
        if isinstance(event, Answered)
    }


def text(turn: Turn) -> str:
    return " ".join(line.text for line in turn.say)


def test_a_call_begins_with_each_language_in_its_own_words() -> None:
    (turn,) = walk(Mode.PHONE, language=None)
    assert [line.language for line in turn.say] == ["nl", "en"]
    assert isinstance(turn.wait, Menu)


def test_the_chosen_language_is_spoken_from_then_on() -> None:
    turn = walk(Mode.PHONE, Keys("2"), language=None)[-1]
    assert {line.language for line in turn.say} == {"en"}
    assert "What should be there?" in text(turn)


def test_the_privacy_notice_is_said_before_the_first_question() -> None:
    said = text(walk(Mode.PHONE)[-1])
    assert said.index("Wij bewaren uw antwoorden veilig.") < said.index("Wat moet er zeker komen?")


def test_one_key_alone_answers_a_menu() -> None:
    turns = walk(Mode.PHONE, Keys("2"))
    assert answers(turns) == {"first": "benches"}


def test_several_options_are_keyed_one_after_another() -> None:
    turns = walk(Mode.PHONE, Keys("1"), Keys("31#"))
    assert answers(turns)["also"] == ["light", "art"], "in the order of the definition"


def test_an_entry_without_its_hash_ends_by_the_pause() -> None:
    assert answers(walk(Mode.PHONE, Keys("1"), Keys("3")))["also"] == ["art"]


def test_more_options_than_allowed_are_asked_again() -> None:
    turns = walk(Mode.PHONE, Keys("1"), Keys("123#"))
    assert "also" not in answers(turns)
    assert "hoogstens 2" in text(turns[-1])


def test_a_hash_alone_skips_and_is_never_asked_again() -> None:
    turns = walk(Mode.PHONE, Keys("#"))
    assert answers(turns) == {"first": None}
    assert turns[-1].memory.question == "also"


def test_silence_at_a_required_question_is_asked_once_more_and_then_empty() -> None:
    turns = walk(Mode.PHONE, Silence(), Silence())
    assert turns[1].memory.question == "first"
    assert answers(turns) == {"first": None}


def test_silence_at_an_optional_question_is_an_empty_answer() -> None:
    turns = walk(Mode.PHONE, Keys("1"), Silence())
    assert answers(turns)["also"] is None


def test_a_silent_caller_hears_a_kind_goodbye_and_has_not_completed_anything() -> None:
    turns = walk(Mode.PHONE, *[Silence()] * 4)
    assert isinstance(turns[-1].wait, Over)
    assert not any(isinstance(event, Completed) for turn in turns for event in turn.events)
    assert turns[-1].memory.at is not At.DONE, "the dialogue can still be resumed"


def test_a_star_repeats_slowly_and_changes_nothing_else() -> None:
    before, after = walk(Mode.PHONE, Keys("1"), Keys("*"))[-2:]
    assert after.memory == replace(before.memory, slow=True, repeats=1)
    assert after.wait == before.wait
    assert not after.events


def test_zero_in_a_menu_asks_for_a_person_and_the_call_goes_on() -> None:
    turn = walk(Mode.PHONE, Keys("0"))[-1]
    assert turn.events == (PersonWanted(),)
    assert turn.memory.question == "first"


def test_zero_in_an_entry_is_a_digit() -> None:
    keys = (Keys("1"), Keys("1#"), Keys("5"), Keys("1"))
    assert answers(walk(Mode.PHONE, *keys, Keys("0#")))["age"] == 0


def test_somebody_without_a_number_is_asked_for_one_to_call_back() -> None:
    asked = definition()
    turn = hear(asked, start(asked, Mode.PHONE, language="nl", reachable=False).memory, Keys("0"))
    assert isinstance(turn.wait, Entry)
    turn = hear(asked, turn.memory, Keys("0750000000#"))
    assert turn.events == (PersonWanted("0750000000"),)
    assert turn.memory.question == "first"


def test_after_two_failures_at_an_entry_a_caller_is_offered_a_person() -> None:
    turns = walk(Mode.PHONE, Keys("1"), *[Keys("9#")] * 2)
    assert turns[-1].memory.at is At.OFFER
    assert PersonWanted() in hear(definition(), turns[-1].memory, Keys("0")).events


def test_an_open_question_is_recorded_and_waits_for_a_person() -> None:
    turns = walk(Mode.PHONE, Keys("1"), Keys("1#"), Keys("1"), Recorded("RE1", 7.5, "#"))
    assert isinstance(turns[-2].wait, Voice)
    (answer,) = (event for event in turns[-1].events if isinstance(event, Answered))
    assert answer.recording == "RE1"
    assert answer.reading.state is AnswerState.ILLEGIBLE
    assert answer.reading.value is None
    assert answer.reading.where is not None
    assert answer.reading.where.as_json() == {"from": 0.0, "to": 7.5}


@pytest.mark.parametrize("heard", [Keys("#"), Recorded("RE1", 0, "#")], ids=["before the beep", "after it"])
def test_a_hash_at_once_skips_a_recording(heard: Heard) -> None:
    turns = walk(Mode.PHONE, Keys("1"), Keys("1#"), Keys("1"), heard)
    assert answers(turns)["why"] is None
    assert turns[-1].memory.question == "again"


def test_a_question_whose_condition_fails_is_not_asked() -> None:
    turns = walk(Mode.PHONE, Keys("1"), Keys("1#"), Keys("4"))
    assert turns[-1].memory.question == "again"


def test_a_spoken_label_answers_if_it_was_heard_well() -> None:
    assert answers(walk(Mode.PHONE, Spoken("bankjes", 0.9))) == {"first": "benches"}


def test_what_was_heard_badly_is_asked_back_before_it_counts() -> None:
    turns = walk(Mode.PHONE, Spoken("bankjes", 0.4))
    assert answers(turns) == {}
    assert "Ik hoorde: bankjes" in text(turns[-1])
    assert answers([hear(definition(), turns[-1].memory, Keys("1"))]) == {"first": "benches"}
    assert answers([hear(definition(), turns[-1].memory, Keys("2"))]) == {}


def test_a_typing_error_is_asked_about_and_never_guessed() -> None:
    turns = walk(Mode.SMS, Typed("bankjse"))
    assert answers(turns) == {}
    assert "Bedoelt u: bankjes?" in text(turns[-1])
    assert answers([hear(definition(), turns[-1].memory, Typed("1"))]) == {"first": "benches"}


def test_a_text_that_nobody_understands_is_left_to_a_person_as_it_came() -> None:
    turns = walk(Mode.SMS, *[Typed("xyzzy quux")] * 3)
    (answer,) = (event for event in turns[-1].events if isinstance(event, Answered))
    assert answer.reading.state is AnswerState.ILLEGIBLE
    assert answer.reading.raw == "xyzzy quux"
    assert turns[-1].memory.question == "also"


def test_going_back_asks_the_question_before() -> None:
    turns = walk(Mode.SMS, Typed("1"), Asked(Word.BACK))
    assert turns[-1].memory.question == "first"
    assert answers([*turns, hear(definition(), turns[-1].memory, Typed("2"))])["first"] == "benches"


def test_going_back_and_answering_otherwise_forgets_what_no_longer_applies() -> None:
    asked = (Typed("1"), Typed("1"), Typed("1"), Typed("te donker"), Asked(Word.BACK), Asked(Word.BACK), Typed("5"))
    turns = walk(Mode.SMS, *asked)
    assert Forgotten(("why",)) in turns[-1].events
    assert turns[-1].memory.question == "again"


def test_the_language_can_change_in_the_middle_without_losing_the_place() -> None:
    turns = walk(Mode.SMS, Typed("1"), Asked(Word.LANGUAGE, "en"))
    assert turns[-1].memory.question == "also"
    assert "What else?" in text(turns[-1])
    asked = walk(Mode.SMS, Typed("1"), Asked(Word.LANGUAGE), Typed("2"))
    assert asked[-1].memory.question == "also"
    assert "What else?" in text(asked[-1])


def test_resuming_offers_to_go_on_or_to_begin_anew() -> None:
    asked = definition()
    broken_off = walk(Mode.PHONE, Keys("1"))[-1]
    offer = resume(asked, broken_off.memory)
    on = hear(asked, offer.memory, Keys("1"))
    assert on.memory.question == broken_off.memory.question
    assert on.wait == broken_off.wait
    assert StartOver() in hear(asked, offer.memory, Keys("2")).events


def test_the_whole_way_through_ends_with_the_receipt() -> None:
    keys = (Keys("1"), Keys("1#"), Keys("5"), Keys("1"), Keys("#"), Keys("1506#"), Keys("2"))
    turn = walk(Mode.PHONE, *keys)[-1]
    assert Completed() in turn.events
    assert isinstance(turn.wait, Over)
    assert text(turn).count("{receipt}") == 2, "said twice"


def test_six_character_postcodes_are_keyed_and_spelled() -> None:
    asked = definition(SOURCE.replace("digits: 4", "digits: 6"))
    keys = (Keys("1"), Keys("1#"), Keys("5"), Keys("1"), Keys("#"), Keys("1506#"))
    turns = walk(Mode.PHONE, *keys, asked=asked)
    assert turns[-1].memory.at is At.LETTERS
    assert answers([hear(asked, turns[-1].memory, Spoken("a b", 0.9))]) == {"where": "1506AB"}


def test_more_than_nine_options_are_each_ended_by_a_hash() -> None:
    options = ", ".join(f"{{key: k{n}, label: {{nl: 'optie {chr(96 + n)}{n}'}}}}" for n in range(1, 13))
    source = f"""
code: "1212"
organisation: zaandijk
title: Veel
languages: [nl]
opens: 2020-01-01
closes: 2099-01-01
privacy: {{notice: veilig}}
questions:
  - {{key: one, type: choice, ask: 'Welke?', options: [{options}]}}
  - {{key: many, type: choices, most: 3, ask: 'Welke nog?', options: [{options}]}}
"""
    asked = definition(source)
    step_by_step = walk(Mode.PHONE, Keys("12#"), Keys("1#"), Keys("12#"), Keys("#"), asked=asked)
    at_once = walk(Mode.PHONE, Keys("12#"), Keys("1#12##"), asked=asked)
    by_pause = walk(Mode.PHONE, Keys("12#"), Keys("1#12"), Silence(), asked=asked)
    for turns in (step_by_step, at_once, by_pause):
        assert answers(turns) == {"one": "k12", "many": ["k1", "k12"]}


def test_the_current_prompt_can_be_had_again_at_any_time() -> None:
    for turn in walk(Mode.PHONE, Keys("1"), Keys("1#"), Keys("2"), language=None):
        repeated = again(definition(), turn.memory)
        assert repeated.memory == turn.memory
        assert repeated.wait == turn.wait
