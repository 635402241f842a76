"""The fixed texts on paper: one catalogue a language."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from models.errors import Rejected

_FOLDER = Path(__file__).parent

RIGHT_TO_LEFT = frozenset({"ar"})


class PaperTexts(BaseModel):
    """Everything that a form says of its own accord; words in braces are filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    how_title: str
    how_tick: str
    how_undo: str
    how_write: str
    how_skip: str
    more_space: str
    example_good: str
    example_undone: str
    pick_one: str
    pick_most: str
    pick_any: str
    comb_digits: str
    comb_characters: str
    write_here: str
    only_if: str
    go_to: str
    go_on: str
    if_chosen: str
    if_not_chosen: str
    if_other: str
    or_: str
    yes: str
    no: str
    continued: str
    contact_title: str
    contact_note: str
    contact_wanted: str
    contact_name: str
    contact_address: str
    contact_phone: str
    privacy_title: str
    return_title: str
    return_to: str
    return_here: str
    return_by: str
    thanks: str
    fold: str
    page: str
    turn_over: str
    empty_page: str
    participation_code: str
    letter_begin: str
    letter_code: str
    letter_once: str
    letter_ways: str
    letter_paper: str
    letter_phone: str
    letter_phone_code: str
    letter_text: str
    letter_online: str
    letter_until: str
    letter_keep: str
    written_date: str
    months: tuple[str, ...]

    def day(self, day: date) -> str:
        """`day` written out."""
        return self.written_date.format(day=day.day, month=self.months[day.month - 1], year=day.year)


def languages() -> tuple[str, ...]:
    """The languages that a form can be printed in."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def texts(language: str) -> PaperTexts:
    """The catalogue of `language`.

    :raises Rejected: there is none.
    """
    path = _FOLDER / f"{language}.toml"
    if language not in languages():
        raise Rejected(
            f"Forms cannot be printed in '{language}' yet; there are texts for {', '.join(languages())}.",
            code="unknown_language",
        )
    return PaperTexts.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
