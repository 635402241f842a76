"""Every language's form says the same."""

import re

import pytest

from channels.paper.texts import languages, texts
from models.errors import Rejected

EXPECTED = {"nl", "en", "fy", "tr", "ar", "pl", "uk"}


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_forms_can_be_printed_in_every_language() -> None:
    assert set(languages()) == EXPECTED


@pytest.mark.parametrize("language", sorted(EXPECTED))
def test_a_catalogue_is_complete_and_fills_in_what_the_dutch_one_does(language: str) -> None:
    dutch, other = texts("nl").model_dump(), texts(language).model_dump()
    for name, text in dutch.items():
        if isinstance(text, str):
            assert other[name].strip(), name
            assert _gaps(other[name]) == _gaps(text), name
    assert len(other["months"]) == 12


@pytest.mark.parametrize("language", sorted(EXPECTED))
def test_sentences_are_short(language: str) -> None:
    for name, text in texts(language).model_dump().items():
        if isinstance(text, str):
            longest = max(len(sentence.split()) for sentence in re.split(r"[.?!]", text))
            assert longest <= 16, name


def test_a_language_without_texts_is_refused_with_those_there_are() -> None:
    with pytest.raises(Rejected, match="ar, en, fy, nl, pl, tr, uk") as refused:
        texts("de")
    assert refused.value.code == "unknown_language"
