"""The catalogues as they stand in their files, long values that go into them, and what a message costs."""

from __future__ import annotations

import math
import re
import tomllib
from datetime import date
from functools import cache
from string import Formatter

from channels.days import spoken_day
from channels.twilio import spoken_digits
from models.consultation_file import LANGUAGES
from tests.architecture.repository import ROOT

__all__ = ["FOLDER", "LANGUAGES", "filled", "fits_gsm7", "places", "segments", "sentences", "texts"]

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

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWICE = frozenset("\f^{}\\[~]|€")
"""The extension table of 3GPP TS 23.038: an escape goes before each, so it counts double."""


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
        code="482193",
        low=10,
        high=1500,
        number=10,
        most=10,
        key=9,
    )


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!؟])\s+", text) if sentence]


def fits_gsm7(text: str) -> bool:
    return set(text) <= _GSM7 | _GSM7_TWICE


def segments(text: str) -> int:
    """How many messages are paid for: of 160 characters or parts of 153, in any other alphabet of 70 or parts of 67."""
    if fits_gsm7(text):
        size, whole, part = len(text) + sum(character in _GSM7_TWICE for character in text), 160, 153
    else:
        size, whole, part = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= whole else math.ceil(size / part)
