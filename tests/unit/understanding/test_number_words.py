"""Number words of every language, against an independent speller, and Frisian against its own rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.understanding.folding import plain
from channels.understanding.languages import LEXICONS
from channels.understanding.number_words import NumberReader

ORACLE = Path(__file__).with_name("number_words.tsv")

FRISIAN_ONES = ["nul", "ien", "twa", "trije", "fjouwer", "fiif", "seis", "sân", "acht", "njoggen"]
FRISIAN_TEENS = [
    "tsien",
    "alve",
    "tolve",
    "trettjin",
    "fjirtjin",
    "fyftjin",
    "sechstjin",
    "santjin",
    "achttjin",
    "njoggentjin",
]
FRISIAN_TENS = ["tweintich", "tritich", "fjirtich", "fyftich", "sechstich", "santich", "tachtich", "njoggentich"]

READERS = {code: NumberReader(lexicon.numbers) for code, lexicon in LEXICONS.items()}


def spelled() -> list[tuple[str, int, str]]:
    rows = (line.split("\t") for line in ORACLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [(language, int(number), words) for language, number, words in rows]


def frisian(number: int) -> str:
    """As the Frisian spelling writes it: run together below a hundred, with spaces above."""
    if number >= 1000:
        many, rest = divmod(number, 1000)
        return f"{frisian(many) if many > 1 else ''}tûzen {frisian(rest) if rest else ''}".strip()
    if number >= 100:
        many, rest = divmod(number, 100)
        return f"{FRISIAN_ONES[many] if many > 1 else ''}hûndert {frisian(rest) if rest else ''}".strip()
    if number >= 20:
        ten, one = divmod(number, 10)
        return (f"{FRISIAN_ONES[one]}en" if one else "") + FRISIAN_TENS[ten - 2]
    return FRISIAN_TEENS[number - 10] if number >= 10 else FRISIAN_ONES[number]


@pytest.mark.parametrize("language", ["nl", "en", "tr", "pl", "uk", "ar"])
def test_what_another_program_spells(language: str) -> None:
    rows = [(number, words) for code, number, words in spelled() if code == language]
    assert len(rows) > 150
    assert [(n, words) for n, words in rows if READERS[language].value(plain(words).split()) != n] == []


def test_frisian_up_to_ten_thousand() -> None:
    reader = READERS["fy"]
    assert [n for n in range(10_000) if reader.value(plain(frisian(n)).split()) != n] == []


@pytest.mark.parametrize("language", LEXICONS)
def test_each_spelling_is_one_number(language: str) -> None:
    words = LEXICONS[language].numbers
    groups = [*words.ones, *words.teens, *words.tens, *words.hundreds]
    spellings = [spelling for group in groups for spelling in set(group)]
    assert len(spellings) == len(set(spellings))
    assert (len(words.ones), len(words.teens), len(words.tens)) == (10, 10, 8)
    assert len(words.hundreds) in (0, 9)


@pytest.mark.parametrize(
    "words", ["twee drie", "twintig drie", "honderd duizend honderd duizend", "en", "nul nul", "drie nul", "en drie"]
)
def test_words_that_are_no_number_together(words: str) -> None:
    assert READERS["nl"].value(words.split()) is None


def test_the_longest_number_is_taken() -> None:
    spans = READERS["nl"].spans(["vijftien", "vier", "en", "veertig", "nul"])
    assert [span.value for span in spans] == [15, 44, 0]
