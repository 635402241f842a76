"""Every language says everything, and says it in the same places."""

from __future__ import annotations

import re
import tomllib

import pytest

from channels.catalogue import catalogue, language_name
from channels.understanding.language_names import language_code
from tests.unit.texts.sample import FOLDER, LANGUAGES, filled, places, texts

DUTCH = texts("nl")


def test_there_is_a_catalogue_for_each_language_of_a_consultation_and_for_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_keys_of_the_dutch_one_in_its_order(language: str) -> None:
    assert list(texts(language)) == list(DUTCH)
    assert set(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))) == {"name", "phone", "sms"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_the_places_of_the_dutch_one(language: str) -> None:
    found = {key: places(text) for key, text in texts(language).items()}
    assert found == {key: places(text) for key, text in DUTCH.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    """None is empty, broken over lines, or holds a character that stands for none."""
    for key, text in texts(language).items():
        assert text == " ".join(text.split()) != "", key
        assert text.isprintable(), key
        assert "{" not in filled(language, key), key


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "nl"])
def test_a_text_was_not_left_in_dutch(language: str) -> None:
    """Only Frisian says one thing as Dutch does; "ja", "is" and "{number}" are too short to tell."""
    same = {key for key, text in texts(language).items() if text == DUTCH[key]}
    left = {key for key in same if re.search(r"[^\W\d_]{3}", re.sub(r"\{\w+\}", "", DUTCH[key]))}
    assert left == ({"phone.no_word", "sms.no_word", "phone.outcome_no"} if language == "fy" else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_named_in_itself(language: str) -> None:
    assert language_code(language_name(language)) == language
    option = catalogue(language, "phone")("language_option", key=3)
    assert "3" in option
    stem = {"ar": "العربية", "pl": "polsk", "uk": "українськ"}.get(language, language_name(language).lower())
    assert stem in option.lower()


@pytest.mark.parametrize(
    ("language", "hash_key", "star", "zero"),
    [
        ("nl", "hekje", "sterretje", "nul"),
        ("en", "hash", "star", "zero"),
        ("fy", "hekje", "stjerke", "nul"),
        ("tr", "kare", "yıldız", "sıfır"),
        ("ar", "المربع", "النجمة", "صفر"),
        ("pl", "krzyżyk", "gwiazdkę", "zero"),
        ("uk", "решітку", "зірочку", "нуль"),
    ],
)
def test_the_keys_are_called_what_people_call_them(language: str, hash_key: str, star: str, zero: str) -> None:
    phone = catalogue(language, "phone")
    assert all(key in phone("how") for key in (hash_key, star, zero))
    assert zero in phone("offer_person")
    for key in ("enter_one", "enter_number", "enter_postcode", "next_number", "record", "ask_code"):
        assert hash_key in phone(key), key
