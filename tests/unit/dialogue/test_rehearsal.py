"""A preview says what doors say, and warns of what could be said better."""

from __future__ import annotations

import pytest

from channels import rehearsal, wording
from channels.dialogue import start
from channels.messages import messages
from channels.printed.fonts import printable
from channels.turns import At, Mode, Voice
from channels.wording import Concern
from models.consultation_file import parse_definition
from tests.integration.desk.town import CONSULTATION

DEFINITION = parse_definition(CONSULTATION.encode())


@pytest.mark.parametrize("language", DEFINITION.languages)
def test_the_first_messages_are_what_somebody_is_sent_first(language: str) -> None:
    turn = start(DEFINITION, Mode.SMS, reachable=True, language=language)
    first = next(rehearsal.texting(DEFINITION, language))
    assert [one.text for one in first.messages] == messages([line.text for line in turn.say])


@pytest.mark.parametrize("language", DEFINITION.languages)
def test_the_first_prompt_is_what_a_caller_hears_first(language: str) -> None:
    turn = start(DEFINITION, Mode.PHONE, reachable=True, language=language)
    assert next(rehearsal.call(DEFINITION, language)).said == turn.say


def test_every_question_is_there_in_order_also_conditional_ones() -> None:
    assert [one.question for one in rehearsal.call(DEFINITION, "nl")] == [one.key for one in DEFINITION.questions]
    assert [one.question for one in rehearsal.texting(DEFINITION, "nl")] == [one.key for one in DEFINITION.questions]
    assert isinstance([one.wait for one in rehearsal.call(DEFINITION, "nl")][3], Voice)


def test_a_code_and_the_outcome_are_asked_where_a_consultation_has_them() -> None:
    both = DEFINITION.model_copy(update={"participation": "code", "contact": "optional"})
    assert next(rehearsal.call(both, "nl")).at is At.CODE
    assert [one.at for one in rehearsal.texting(both, "nl")][-1] is At.OUTCOME


def concerns(**changes: object) -> set[tuple[str, str, Concern]]:
    changed = DEFINITION.model_copy(update=changes)
    return {(one.path, one.language, one.concern) for one in wording.warnings(changed)}


def test_what_is_not_translated_is_named() -> None:
    assert ("title", "en", Concern.UNTRANSLATED) in concerns(title={"nl": "Een plein"})


def test_a_sentence_of_sixteen_words_is_long_and_one_of_fifteen_is_not() -> None:
    fifteen = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
    assert ("intro", "nl", Concern.LONG_SENTENCE) not in concerns(intro={"nl": f"{fifteen}. Ja.", "en": "Yes"})
    assert ("intro", "nl", Concern.LONG_SENTENCE) in concerns(intro={"nl": f"{fifteen} zestien.", "en": "Yes"})


def test_officialese_and_very_long_words_are_named() -> None:
    found = concerns(intro={"nl": "Omtrent de bestemmingsplanwijziging.", "en": "Yes"})
    assert {("intro", "nl", Concern.HARD_WORD), ("intro", "nl", Concern.LONG_WORD)} <= found


def test_letters_outside_the_alphabet_of_text_messages_make_them_longer() -> None:
    plain, other = rehearsal.text_message("a" * 150), rehearsal.text_message("a" * 149 + "ë")
    assert (plain.segments, plain.plain) == (1, True)
    assert (other.segments, other.plain) == (3, False)


def test_a_character_that_cannot_be_printed_is_named() -> None:
    found = wording.warnings(DEFINITION.model_copy(update={"intro": {"nl": "Mooi 👍", "en": "Nice"}}))
    assert ("👍", Concern.UNPRINTABLE) in [(one.detail, one.concern) for one in found]


@pytest.mark.parametrize("text", ["Çağrı şöyle: ïë", "Український текст", "ساحة جديدة؟", "Ł “aanhaling” – €"])
def test_every_language_can_be_printed(text: str) -> None:
    assert printable(text) == text
