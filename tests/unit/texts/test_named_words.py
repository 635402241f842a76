"""A word that a text asks for is a word that we understand, whatever other languages the consultation speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

import pytest

from channels.catalogue import catalogue
from channels.understanding import Medium, Outcome, Skipped, Understood, understand
from channels.understanding.opening import opening
from channels.understanding.service_words import service_word
from models.definition import Definition, OpenText, Postcode, Privacy, Question, Scale, YesNo
from tests.unit.texts.sample import LANGUAGES, texts
from tests.unit.understanding.sample import ALSO, QUESTIONS

ASKED_FOR = {
    "how": {"skip", "help", "stop"},
    "languages": {"language"},
    "skip_hint": {"skip"},
    "code": {"skip"},
    "yes_no": {"yes", "no"},
    "did_you_mean": {"yes", "no"},
    "outcome": {"yes", "no"},
    "not_in_language": {"yes", "no"},
    "already": {"join"},
    "over": {"join"},
    "unknown_code": {"join"},
    "how_to_begin": {"join"},
    "welcome_back": {"join"},
    "help": {"skip", "back", "language", "stop", "withdraw"},
    "status_which": {"status"},
    "withdraw_which": {"withdraw"},
}
"""What each text message asks people to send; the others ask for no word."""

TAKEN = {"help", "info", "yes", "start", "unstop", "unsubscribe", "end", "quit", "cancel", "stopall", "revoke"}
"""Words that telephone companies answer themselves. STOP is one too, but there both do the same."""

_WORD = re.compile(r"[^\W\d_]+|[^\w\s]|\d+")
_BEHIND_A_WORD = re.compile(r"\s*(?:\{\w+\}|\d+)$")


def commands(language: str, key: str) -> list[str]:
    """The words to send: in capitals, in Arabic between guillemets, in English also signs that nobody else answers."""
    text = texts(language)[f"sms.{key}"]
    capitals = groupby(_WORD.findall(text), key=lambda word: len(word) > 1 and word.isupper() and word != "AB")
    found = [" ".join(words) for are_capitals, words in capitals if are_capitals]
    found += [_BEHIND_A_WORD.sub("", quoted) for quoted in re.findall(r"«([^»]+)»", text)]
    if language == "en":
        found += re.findall(r"(?<=text )\?", text)
        found += re.findall(r"\b[12]\b", text) if "yes" in ASKED_FOR.get(key, ()) else []
    return found


def definition(languages: Sequence[str]) -> Definition:
    return Definition(
        code="4821", organisation="zaandijk", title={}, languages=tuple(languages), opens=date(2026, 1, 1),
        closes=date(2026, 12, 31), privacy=Privacy(notice={}), questions=QUESTIONS,
    )  # fmt: skip


def answer(question: Question, said: str, language: str, languages: Sequence[str], medium: Medium) -> Outcome:
    return understand(definition(languages), question, said, language=language, medium=medium)


def meaning(said: str, language: str, languages: Sequence[str]) -> str:
    """What a message that is only this word does."""
    if asked := service_word(said, languages):
        return str(asked.word)
    outcomes = [answer(question, said, language, languages, Medium.TEXT) for question in QUESTIONS]
    if all(outcome == Skipped() for outcome in outcomes):
        return "skip"
    if opening(said) and (begun := opening(f"{said} 4821")) and begun.code == "4821":
        return "join"
    match answer(YesNo(key="yes_no", ask={}), said, language, languages, Medium.TEXT):
        case Understood(value, confidence) if confidence == 1:
            return "yes" if value else "no"
        case _:
            return f"nothing: {said}"


def spoken_sets(language: str) -> list[tuple[str, ...]]:
    """The language alone, and among all others in both orders."""
    return [(language,), LANGUAGES, tuple(reversed(LANGUAGES))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_that_is_asked_for_does_what_is_said(language: str) -> None:
    for table_and_key in texts(language):
        table, key = table_and_key.split(".")
        if table == "phone":
            continue
        for languages in spoken_sets(language):
            found = {meaning(word, language, languages) for word in commands(language, key)}
            assert found == ASKED_FOR.get(key, set()), (key, languages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_calls_a_thing_by_one_word(language: str) -> None:
    """But for another language, which is asked for in a word that outsiders can read."""
    words: dict[str, set[str]] = {}
    for key in ASKED_FOR:
        for word in commands(language, key) if key != "languages" else ():
            words.setdefault(meaning(word, language, (language,)), set()).add(word)
    assert {what: called for what, called in words.items() if len(called) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_asked_for_that_the_telephone_company_answers(language: str) -> None:
    assert {word.lower() for key in ASKED_FOR for word in commands(language, key)} & TAKEN == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_in_the_texts_are_understood(language: str) -> None:
    """With the number behind them that stands there."""
    sms = catalogue(language, "sms")
    for key, example in (("status_which", "12345678"), ("withdraw_which", "12345678")):
        (word,) = set(commands(language, key))
        asked = service_word(f"{word} {example}", LANGUAGES)
        assert example in sms(key)
        assert asked is not None
        assert asked.argument == example
    (join,) = set(commands(language, "how_to_begin"))
    assert f"{join} 1234" in sms("how_to_begin")
    for code in ("1234", "482193"):
        begun = opening(f"{join} {code}")
        assert begun is not None
        assert begun.code == code
        assert begun.language in (language, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("key", "example", "question"),
    [
        ("answer_several", "1 3", ALSO),
        ("postcode4", "1506", Postcode(key="where", ask={}, digits=4)),
        ("postcode6", "1506 AB", Postcode(key="where", ask={}, digits=6)),
    ],
)
def test_the_examples_of_answers_are_understood(language: str, key: str, example: str, question: Question) -> None:
    values = {"most": 3} if key == "answer_several" else {}
    assert example in catalogue(language, "sms")(key, **values)
    assert isinstance(answer(question, example, language, (language,), Medium.TEXT), Understood)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("medium", "heard"), [("phone", Medium.SPEECH), ("sms", Medium.TEXT)])
def test_the_words_for_yes_and_no_are_understood(language: str, medium: str, heard: Medium) -> None:
    for key, value in (("yes_word", True), ("no_word", False)):
        said = catalogue(language, medium)(key)
        for languages in spoken_sets(language):
            outcome = answer(YesNo(key="again", ask={}), said, language, languages, heard)
            assert outcome == Understood(value, 1.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_skip_word_skips_open_questions_and_scales_too(language: str) -> None:
    (skip,) = set(commands(language, "skip_hint"))
    for question in (OpenText(key="why", ask={}), Scale.model_validate({"key": "safe", "ask": {}, "from": 1, "to": 5})):
        for said in (skip, skip.lower(), f"{skip.capitalize()}."):
            assert answer(question, said, language, (language,), Medium.TEXT) == Skipped()
