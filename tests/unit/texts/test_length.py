"""What is said can be followed by ear, and what is sent costs no more messages than it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels import dialogue
from channels.messages import messages
from channels.segments import fits_gsm7, segments
from channels.turns import Mode, Turn, Typed
from models.consultation_file import parse_definition
from tests import golden
from tests.unit.texts.sample import LANGUAGES, filled, sentences, texts

MOST_WORDS = 15
"""In a sentence that is heard once, by somebody who is 82."""
MOST_WORDS_IN_WRITING = 20

GSM7 = ("nl", "en", "fy")
TWO = {"sms.closed", "sms.help", "sms.called_in_vain"}
"""Of 70 characters, title and days (or a name and a number) alone take most; help names five words. Two parts, in the
other alphabets only."""

EXCEPTIONS = {("fy", "sms.number_unused")}
"""Frisian for "number" and for "use" both have a letter that GSM-7 has not."""

DEFINITION = parse_definition((Path(__file__).parents[2] / "fixtures" / "seven_languages.yaml").read_bytes())
ANSWERS = ("1", "1 3", "2", "?!", "1", "47", "1506", "1", "1")
"""To each question in turn; the open one needs no words of a language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spoken_sentence_is_long(language: str) -> None:
    spoken = [s for key in texts(language) if key.startswith("phone.") for s in sentences(filled(language, key))]
    assert [sentence for sentence in spoken if len(sentence.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_written_sentence_is_long(language: str) -> None:
    written = [s for key in texts(language) if key.startswith("sms.") for s in sentences(filled(language, key))]
    assert [sentence for sentence in written if len(sentence.split()) > MOST_WORDS_IN_WRITING] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_is_one_segment(language: str) -> None:
    written = {key: filled(language, key) for key in texts(language) if key.startswith("sms.")}
    allowed = {key: 2 if key in TWO and language not in GSM7 else 1 for key in written}
    too_long = {key: (len(text), text) for key, text in written.items() if segments(text) > allowed[key]}
    assert too_long == {}


@pytest.mark.parametrize("language", GSM7)
def test_no_letter_halves_what_a_message_holds(language: str) -> None:
    keys = [key for key in texts(language) if key.startswith("sms.") and (language, key) not in EXCEPTIONS]
    assert [key for key in keys if not fits_gsm7(texts(language)[key])] == []


def test_what_every_message_costs_has_been_seen_by_somebody() -> None:
    """Each text with long values, and each reply of a whole dialogue about the consultation in tests/fixtures."""
    single = {key: [segments(filled(language, key)) for language in LANGUAGES] for key in _sms_keys()}
    whole = {what: [cost[what] for cost in map(_replies, LANGUAGES)] for what in _replies("nl")}
    golden.compare("texts/segments.txt", f"{_table('a text', single)}\n\n{_table('a whole reply, asking', whole)}")


def _sms_keys() -> list[str]:
    return [key for key in texts("nl") if key.startswith("sms.")]


def _replies(language: str) -> dict[str, int]:
    """What each reply of a dialogue costs, by the question that it asks."""
    turn = dialogue.start(DEFINITION, Mode.SMS, language=language)
    cost = {f"greeting, {turn.memory.question}": _cost(turn)}
    for answer in ANSWERS:
        turn = dialogue.hear(DEFINITION, turn.memory, Typed(answer))
        cost[_asks(turn)] = _cost(turn)
    return cost


def _asks(turn: Turn) -> str:
    memory = turn.memory
    return str(memory.question) if memory.at.value == "question" else memory.at.value


def _cost(turn: Turn) -> int:
    lines = [line.text.replace("{receipt}", "48271936") for line in turn.say]
    return sum(map(segments, messages(lines)))


def _table(title: str, rows: dict[str, list[int]]) -> str:
    lines = [f"{title:26}" + "".join(f"{language:>4}" for language in LANGUAGES)]
    lines += [f"{what.removeprefix('sms.'):26}" + "".join(f"{n:4}" for n in costs) for what, costs in rows.items()]
    return "\n".join(lines)
