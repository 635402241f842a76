"""What is said can be followed by ear, and what is sent costs no more messages than it must."""

from __future__ import annotations

import pytest

from tests.unit.texts.sample import LANGUAGES, filled, fits_gsm7, segments, sentences, texts

MOST_WORDS = 15
"""In a sentence that is heard once, by somebody who is 82."""

GSM7 = ("nl", "en", "fy")
TWO = {"sms.closed", "sms.help"}
"""Of 70 characters, title and days alone take most; help names five words. Two parts, in the other alphabets only."""

EXCEPTIONS = {("fy", "sms.number_unused")}
"""Frisian for "number" and for "use" both have a letter that GSM-7 has not."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_spoken_sentence_is_long(language: str) -> None:
    spoken = [s for key in texts(language) if key.startswith("phone.") for s in sentences(filled(language, key))]
    assert [sentence for sentence in spoken if len(sentence.split()) > MOST_WORDS] == []


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("é" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ë" * 70, 1),
        ("ë" * 71, 2),
        ("ë" + "a" * 133, 2),
        ("ë" + "a" * 134, 3),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
    ],
)
def test_segments_are_counted_as_telephone_companies_do(text: str, expected: int) -> None:
    assert segments(text) == expected
