"""In which language somebody reads the desk. Dutch texts are their own keys; `english.po` holds the English ones.

Templates say `{{ _("Nederlandse tekst") }}`, Python says the same, and closed sets of words are `Words`. Texts are
looked up when they are shown, not when a module is loaded: two people may read two languages at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar, cast

from babel.messages import pofile
from flask import g, has_app_context

K = TypeVar("K", bound=str)

CATALOGUE = Path(__file__).with_name("english.po")


class DeskLanguage(StrEnum):
    """What staff can read the desk in."""

    DUTCH = "nl"
    ENGLISH = "en"


def choose_language(language: DeskLanguage) -> None:
    """For the rest of this request."""
    g.desk_language = language


def desk_language() -> DeskLanguage:
    """Dutch where nobody chose, and outside a request."""
    return cast(DeskLanguage, g.get("desk_language", DeskLanguage.DUTCH)) if has_app_context() else DeskLanguage.DUTCH


def translated(dutch: str) -> str:
    """The text in the reader's language; in Dutch where it has no other, which a test forbids."""
    return dutch if desk_language() is DeskLanguage.DUTCH else english().get(dutch, dutch)


def translated_number(one: str, many: str, number: int) -> str:
    """As `translated`, of the two the one that fits the number."""
    return translated(one if number == 1 else many)


@cache
def english() -> Mapping[str, str]:
    """Dutch → English."""
    with CATALOGUE.open(encoding="utf-8") as file:
        read = pofile.read_po(file, locale="en")
    return {str(message.id): str(message.string) for message in read if message.id and message.string}


def _(dutch: str, **values: object) -> str:
    """The text in the reader's language, with `values` filled in at `{name}`."""
    text = translated(dutch)
    return text.format(**values) if values else text


class Words(Mapping[K, str], Generic[K]):
    """What each of a closed set is called, in the reader's language."""

    def __init__(self, dutch: Mapping[K, str]) -> None:
        self._dutch = dict(dutch)

    def __getitem__(self, key: K) -> str:
        return _(self._dutch[key])

    def kept(self, key: K, **values: object) -> str:
        """In Dutch, with `values` filled in: for what is stored, which everybody reads alike."""
        return self._dutch[key].format(**values)

    def __iter__(self) -> Iterator[K]:
        return iter(self._dutch)

    def __len__(self) -> int:
        return len(self._dutch)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text that a module names; in the reader's language where it is shown."""

    dutch: str

    def __str__(self) -> str:
        return _(self.dutch)

    def format(self, **values: object) -> str:
        """With `values` filled in at `{name}`."""
        return _(self.dutch, **values)
