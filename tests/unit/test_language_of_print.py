"""A letter's language is told by its little words, also where it was read as if it were in another."""

from __future__ import annotations

import pytest

from scans.language import language_of

ALL = ("nl", "en", "fy", "tr", "ar", "pl", "uk")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik woon al jaren naast het plein en de lantaarn is kapot. Kunt u er iets aan doen voor de winter?"),
        ("en", "I have lived next to the station for years, and in the evening it is not safe to walk there."),
        ("fy", "Op it plein by it stasjon is it te tsjuster en dêrom doart ús dochter der net mear foar te kommen."),
        ("tr", "Meydan için bir önerim var. Daha fazla ağaç ve gölgeli bir yer çok iyi olur, ama ışık yok."),
        (
            "pl",
            "Mieszkam obok dworca i codziennie przechodze przez ten plac, ale nie jest to dobre dla dzieci, sie boje.",
        ),
        ("uk", "Я живу біля вокзалу вже п'ять років і щодня проходжу через цю площу."),
        ("ar", "أسكن بالقرب من المحطة منذ عشرين عاما وأمر بهذه الساحة كل يوم."),
    ],
)
def test_a_language_is_told(language: str, text: str) -> None:
    assert language_of(text, ALL) == language


@pytest.mark.parametrize("text", ["", "4821", "Hoogachtend, T. Verzonnen", "Lorem ipsum dolor sit amet consectetur"])
def test_too_little_tells_nothing(text: str) -> None:
    assert language_of(text, ALL) is None


def test_only_languages_that_may_be_are_told() -> None:
    assert language_of("The bench and the tree are in the way of the bus and of my door.", ("nl", "fy")) is None
