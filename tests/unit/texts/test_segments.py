"""What a text message costs."""

from __future__ import annotations

import pytest

from channels.segments import fits_gsm7, segments

COUNTED = [
    ("", 1),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("é" * 160, 1),
    ("€" * 80, 1),
    ("€" * 81, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("a" * 152 + "€" + "a" * 8, 2),
    ("a" * 152 + "€" + "a" * 151, 2),
    ("a" * 152 + "€" + "a" * 152, 3),
    ("ë" * 70, 1),
    ("ë" * 71, 2),
    ("ë" + "a" * 133, 2),
    ("ë" + "a" * 134, 3),
    ("👍" * 35, 1),
    ("👍" * 36, 2),
    ("👍" * 66, 2),
    ("👍" * 67, 3),
    ("[1] {a} ~ | \\ ^" * 6, 1),
    ("[1] {a} ~ | \\ ^" * 7, 2),
    ("line\nline", 1),
    ("٠١٢٣ مرحبا" * 8, 2),
]
"""Each was counted by Twilio's own calculator as well (npm sms-segments-calculator 1.3.0)."""


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_segments_are_counted_as_telephone_companies_do(text: str, expected: int) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize("letter", "éèàùìòäöüñÄÖÜÑßøåæÇ¿¡£¥§€@_[]{}~^|\\\n")
def test_a_letter_of_the_cheap_alphabet(letter: str) -> None:
    assert fits_gsm7(letter)


@pytest.mark.parametrize("letter", "ëïóúíáçêâîôûÿëşğıİřłąęćńśźżйαбم’“”–…\t")
def test_a_letter_that_halves_what_a_message_holds(letter: str) -> None:
    assert not fits_gsm7(letter)
