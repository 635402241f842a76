"""Every question of every type can be put to people in every language, by phone and by text message."""

from __future__ import annotations

import pytest

from channels import dialogue, places, prompts
from channels.messages import LONGEST_MESSAGE
from channels.turns import At, Memory, Mode
from channels.twilio import StepUrls, speak, write
from models.consultation_file import parse_definition
from models.definition import Definition
from models.reading import Value
from tests.unit.texts.sample import LANGUAGES

QUESTIONS = """
  - {key: few, type: choice, ask: "Wat moet er komen?", options: [{key: a, label: "bomen"}, {key: b, label: "banken"}]}
  - {key: many, type: choice, ask: "Waar woont u?", options: [MANY]}
  - {key: several, type: choices, most: 2, ask: "Wat nog meer?", options: [
      {key: a, label: "licht"}, {key: b, label: "kunst"}, {key: c, label: "een toilet"}]}
  - {key: many_several, type: choices, most: 3, ask: "Waar komt u?", options: [MANY]}
  - {key: scale, type: scale, from: 1, to: 5, low: "onveilig", high: "veilig", ask: "Hoe veilig is het?"}
  - {key: long_scale, type: scale, from: 0, to: 10, ask: "Welk cijfer geeft u?"}
  - {key: sure, type: yes_no, ask: "Doet u weer mee?"}
  - {key: age, type: number, min: 1, max: 120, ask: "Hoe oud bent u?"}
  - {key: where, type: postcode, digits: 4, ask: "Wat is uw postcode?"}
  - {key: exactly, type: postcode, digits: 6, ask: "Wat is uw hele postcode?"}
  - {key: why, type: text, ask: "Waarom?"}
""".replace("MANY", ", ".join(f'{{key: o{n}, label: "wijk {n}"}}' for n in range(1, 13)))


def parsed() -> Definition:
    head = (
        f'code: "4821"\norganisation: zaandijk\ntitle: "Een nieuw plein"\nintro: "Praat mee."\n'
        f"languages: [{', '.join(LANGUAGES)}]\nopens: 2026-11-01\ncloses: 2027-02-01\ncontact: optional\n"
        f'privacy: {{notice: "Wij bewaren uw antwoorden veilig."}}\nquestions:{QUESTIONS}'
    )
    return parse_definition(head.encode())


DEFINITION = parsed()
ANSWERS: dict[str, Value] = {
    "few": "a", "many": "o12", "several": ["a", "c"], "many_several": ["o1", "o10"], "scale": 4, "long_scale": 10,
    "sure": False, "age": 82, "where": "1506", "exactly": "1506AB", "why": "Daarom",
}  # fmt: skip
KEYS = [question.key for question in DEFINITION.questions]


def test_the_sample_has_every_type_of_question() -> None:
    types = {question.type for question in DEFINITION.questions}
    assert types == {"choice", "choices", "scale", "yes_no", "number", "postcode", "text"}
    assert list(ANSWERS) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("key", KEYS)
def test_a_question_is_asked_with_its_options_and_how_to_answer(language: str, mode: Mode, key: str) -> None:
    question = DEFINITION.question(key)
    text, *rest = (line.text for line in prompts.ask(DEFINITION, question, language, mode))
    assert text == DEFINITION.text(question.ask, language)
    assert rest
    for hint in prompts.hints(DEFINITION, question, language):
        assert any(hint in line for line in rest)
    assert all(line.strip() and "{" not in line for line in rest)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("key", KEYS)
def test_an_answer_is_asked_back(language: str, mode: Mode, key: str) -> None:
    memory = Memory(
        mode=mode, at=At.CONFIRM, language=language, reachable=True, question=key, pending=ANSWERS[key], heard="?"
    )
    lines, _ = places.current(DEFINITION, memory)
    shown = prompts.shown(DEFINITION, DEFINITION.question(key), ANSWERS[key], language, mode)
    assert shown in lines[0].text


BY_PHONE = tuple(at for at in At if at not in (At.CONFIRM, At.DONE))
BY_TEXT = (At.LANGUAGE, At.OTHER_LANGUAGE, At.QUESTION, At.OUTCOME)
PLACES = [(Mode.PHONE, at) for at in BY_PHONE] + [(Mode.SMS, at) for at in BY_TEXT]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("mode", "at"), PLACES)
def test_every_place_in_a_dialogue_has_words(language: str, mode: Mode, at: At) -> None:
    memory = Memory(
        mode=mode, at=at, language=language, reachable=True, question="few", receipt="48271936", asked_language=language
    )
    lines, wait = places.current(DEFINITION, memory)
    assert lines
    text = speak(lines, wait, StepUrls("/", "/", "/"), language) if mode is Mode.PHONE else write(x.text for x in lines)
    assert "{" not in text.replace("{receipt}", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_conversation_begins_with_one_message(language: str) -> None:
    turn = dialogue.start(DEFINITION, Mode.SMS, language=language)
    assert sum(len(line.text) + 1 for line in turn.say) < LONGEST_MESSAGE
    assert write(line.text for line in turn.say).count("<Message>") == 1
