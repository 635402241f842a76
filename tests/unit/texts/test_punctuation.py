"""Signs as each language has them, and none that a telephone, an old handset or a voice stumbles over."""

from __future__ import annotations

import re
import unicodedata

import pytest

from tests.unit.texts.sample import LANGUAGES, texts

LETTERS = {
    "nl": "LATIN", "en": "LATIN", "fy": "LATIN", "tr": "LATIN", "pl": "LATIN", "uk": "CYRILLIC", "ar": "ARABIC",
}  # fmt: skip
SIGNS = {language: frozenset(".,:?!'=/-") for language in LETTERS} | {"ar": frozenset(".،:؟!=«»/-")}
"""A curly quote or a dash would halve what a message holds; an Arabic sentence is asked and paused in Arabic."""
FOREIGN = {"sms.languages", "sms.postcode6", "phone.say_letters", "phone.record_letters"}
"""They name something in Latin letters."""


def own(text: str) -> str:
    """What the text says itself, without its places and without a name that has no other letters."""
    return re.sub(r"\{\w+\}|\bSMS\b", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_only_signs_of_its_language(language: str) -> None:
    allowed = SIGNS[language]
    found = {
        key: strange
        for key, text in texts(language).items()
        if key not in FOREIGN
        and (strange := {c for c in own(text) if not (c.isalnum() or c == " " or unicodedata.combining(c))} - allowed)
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_only_letters_of_its_language(language: str) -> None:
    """A Latin "a" in a Ukrainian word looks the same, is said wrongly, and is never found."""
    script = LETTERS[language]
    found = {
        key: strange
        for key, text in texts(language).items()
        if key not in FOREIGN
        and (strange := {c for c in own(text) if c.isalpha() and not unicodedata.name(c).startswith(script)})
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_one_character(language: str) -> None:
    """An accent on its own is a second character to the company that counts them, and a box on an old handset."""
    assert [key for key, text in texts(language).items() if unicodedata.normalize("NFC", text) != text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_a_sentence(language: str) -> None:
    """But for a word alone, a line of a list, and what ends in the very text to send."""
    ends = (".", "?", "!", "؟", ":")
    unended = {key for key, text in texts(language).items() if " " in own(text).strip() and not text.endswith(ends)}
    lists = {"sms.numbered", "sms.scale_end", "sms.languages", "phone.numbered"}
    assert {key for key in unended - lists if not texts(language)[key].endswith("{code}")} == set()
