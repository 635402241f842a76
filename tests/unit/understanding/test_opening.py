"""How a conversation by text begins."""

from __future__ import annotations

import pytest

from channels.understanding.opening import Opening, opening

WITH_CODE = {
    "nl": "MEEDOEN 4821; meedoen4821; Meedoen: 4821!; mee doen 48 21; meedoen, 4821; MEEDOEN  4821; doe mee 4821; "
    "medoen 4821; meedoem 4821; ik wil graag meedoen aan 4821; Hallo, ik wil meedoen met code 4821.; 4821 meedoen; "
    "MEEDOEN ٤٨٢١; meedoen-4821; deelnemen 4821",
    "en": "JOIN 4821; join4821; Join: 4821; I want to join 4821; take part 4821",
    "fy": "meidwaan 4821; mei dwaan 4821",
    "tr": "KATIL 4821; katıl 4821; katil4821; katılıyorum 4821",
    "ar": "شارك 4821; شارك ٤٨٢١; مشاركة ٤٨٢١",
    "pl": "DOŁĄCZ 4821; dolacz 4821; biorę udział 4821",
    "uk": "УЧАСТЬ 4821; участь4821; беру участь 4821; долучитися 4821",
}

GREETINGS = {
    "nl": "goedemorgen; Goedemorgen!; dag; goedenavond; meedoen; MEEDOEN!; ik wil meedoen",
    "en": "hello; Hi!; good morning; join",
    "fy": "goeie moarn; meidwaan",
    "tr": "merhaba; Merhaba!; selam; iyi günler; katıl",
    "ar": "مرحبا; السلام عليكم; صباح الخير; شارك",
    "pl": "cześć; czesc; dzień dobry; Dzien dobry!; witam; dołącz",
    "uk": "привіт; добрий день; Доброго дня!; вітаю; участь",
}


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, said.strip()) for language, said_all in table.items() for said in said_all.split(";")]


@pytest.mark.parametrize(("language", "said"), each(WITH_CODE), ids=str)
def test_an_opening_word_and_a_code(language: str, said: str) -> None:
    assert opening(said) == Opening("4821", None, language, greeting=False)


@pytest.mark.parametrize(("language", "said"), each(GREETINGS), ids=str)
def test_a_greeting(language: str, said: str) -> None:
    assert opening(said) == Opening(None, None, language, greeting=True)


@pytest.mark.parametrize("said", ["hallo", "Hoi", "hey", "goeie", "Hallo!!", "moi"])
def test_a_greeting_of_several_languages_says_no_language(said: str) -> None:
    assert opening(said) == Opening(None, None, None, greeting=True)


@pytest.mark.parametrize("said", ["4821", " 4821. ", "48 21", "#4821", "code 4821", "hallo 4821", "４８２１"])
def test_a_code_alone(said: str) -> None:
    assert opening(said) == Opening("4821", None, None, greeting=False)


@pytest.mark.parametrize(
    "said",
    [
        "MEEDOEN 4821 123456789",
        "meedoen 4821 123 456 789",
        "meedoen4821 123456789",
        "meedoen 48 21 123-456-789",
        "meedoen 4821123456789",
        "meedoen 4821 code 123456789",
    ],
)
def test_with_a_participation_code(said: str) -> None:
    assert opening(said) == Opening("4821", "123456789", "nl", greeting=False)


def test_only_a_participation_code() -> None:
    assert opening("MEEDOEN 123 456 789") == Opening(None, "123456789", "nl", greeting=False)


@pytest.mark.parametrize(
    "said",
    [
        "bankjes",
        "ja",
        "12",
        "123",
        "hallo bankjes",
        "meedoen 12",
        "06 12345678",
        "1506 AB",
        "",
        "??",
        "stop",
        "meedoen 4821 hond",
        "ik wil meer bomen 4821",
        "4821 4822",
        "meedoen " * 40,
        "48 211 234 567 89",
    ],
)
def test_anything_else_is_none(said: str) -> None:
    assert opening(said) is None
