"""The word tables do not contradict themselves."""

from __future__ import annotations

import itertools

import pytest

from channels.understanding.folding import fold, plain
from channels.understanding.languages import LEXICONS
from channels.understanding.lexicon import ServiceWord
from tests.unit.understanding.sample import LANGUAGES


def test_every_language_has_its_words() -> None:
    assert set(LEXICONS) == set(LANGUAGES)
    for lexicon in LEXICONS.values():
        assert set(lexicon.service) == set(ServiceWord)
        assert all((lexicon.yes, lexicon.no, lexicon.skip, lexicon.none, lexicon.join, lexicon.greetings))


@pytest.mark.parametrize("language", LEXICONS)
def test_no_phrase_has_two_meanings(language: str) -> None:
    words = LEXICONS[language]
    tables = {
        "yes": words.yes,
        "no": words.no,
        "unsure": words.unsure,
        "skip": words.skip,
        **{str(service): phrases for service, phrases in words.service.items()},
    }
    for (one, phrases), (other, others) in itertools.combinations(tables.items(), 2):
        assert not phrases & others, (one, other)


def test_no_yes_is_a_no_in_another_language() -> None:
    for (one, words), (other, others) in itertools.permutations(LEXICONS.items(), 2):
        assert not words.yes & others.no, (one, other)


def test_no_skip_word_is_a_yes_or_no_or_service_word_elsewhere() -> None:
    skips = frozenset[str]().union(*(words.skip for words in LEXICONS.values()))
    for language, words in LEXICONS.items():
        for table in (words.yes, words.no, *words.service.values()):
            assert not skips & table, language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ja.", "ja"),
        ("één", "een"),
        ("drieëntwintig", "drieentwintig"),
        ("IŞIK", "ışık"),
        ("İSTANBUL", "istanbul"),
        ("Łódź", "lodz"),
        ("نَعَم", "نعم"),
        ("أشجار", "اشجار"),
        ("إضاءة", "اضاءه"),
        ("п'ять", "п’ять"),
        ("пʼять", "пять"),
        ("нi", "ні"),
        ("1️⃣", "1"),
        ("①", "1"),
        ("🔟", "10"),
        ("１２", "12"),
        ("٤٨٢١", "4821"),
        ("۴۸۲۱", "4821"),
        ("foto's", "fotos"),
        ("bank\u00adjes\u200b", "bankjes"),
        ("ﬁets", "fiets"),
    ],
)
def test_spellings_that_do_not_differ(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_a_fraction_is_no_digit() -> None:
    assert fold("2½") == "2½"
    assert not any(c.isdecimal() for c in fold("¾"))
