"""The catalogues as they stand in their files, and long values that go into them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from string import Formatter

from channels.catalogue import spoken_digits
from channels.days import spoken_day
from models.consultation_file import LANGUAGES
from tests.architecture.repository import ROOT

__all__ = ["FOLDER", "LANGUAGES", "filled", "places", "sentences", "texts"]

FOLDER = ROOT / "channels" / "texts"

_TITLES = {
    "nl": "Een nieuw plein met meer groen in Zaandijk",
    "en": "A new square with more green in Zaandijk",
    "fy": "In nij plein mei mear grien yn Snits",
    "tr": "Zaandijk için daha yeşil bir meydan",
    "ar": "ساحة جديدة فيها أشجار أكثر في زاندايك",
    "pl": "Nowy plac i więcej zieleni w Zaandijk",
    "uk": "Нова площа і більше зелені в Зандейку",
}

_LABELS = {
    "nl": "een speelplek voor jonge kinderen",
    "en": "a playground for young children",
    "fy": "in boartersplak foar bern",
    "tr": "çocuklar için bir oyun alanı",
    "ar": "ملعب للأطفال الصغار",
    "pl": "plac zabaw dla dzieci",
    "uk": "майданчик для дітей",
}


@cache
def texts(language: str) -> dict[str, str]:
    """Each text of a language by its table and key: `phone.welcome`. The language's own name is not among them."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {f"{table}.{key}": text for table in ("phone", "sms") for key, text in tables[table].items()}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def filled(language: str, key: str) -> str:
    """The text with the longest values that are usual; only a title can well be longer."""
    receipt = "48271936"
    return texts(language)[key].format(
        title=_TITLES[language],
        label=_LABELS[language],
        opens=spoken_day(date(2026, 9, 28), language),
        closes=spoken_day(date(2026, 12, 31), language),
        receipt=spoken_digits(receipt) if key.startswith("phone.") else receipt,
        organisation="Zaandijk",
        text="",
        code="482193",
        low=10,
        high=1500,
        number=10,
        most=10,
        key=9,
    )


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!؟])\s+", text) if sentence]
