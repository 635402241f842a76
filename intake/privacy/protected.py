"""Streets, squares and other names that a consultation is about: they stay in what is published.

They come from the consultation itself (its title, questions and options, and `privacy.keep` in its file) and from what
staff added at the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from intake.privacy.addresses import number_of, places
from intake.privacy.spans import Kind, Span
from models.clock import now
from models.definition import Definition
from models.secrets import new_id
from models.tables import KeptPhrase

PHRASE = KeptPhrase.__table__  # type: ignore[attr-defined]

LONGEST = 100
"""Characters of a phrase."""

_NAMED = re.compile(
    r"[A-Z][\w'’-]+(?:[ ](?:(?:van|de|den|der|het|ten|ter|te|aan|op|in|['’]t|['’]s)[ ])*[A-Z\d][\w'’-]*)*"
)


@dataclass(frozen=True, slots=True)
class Protected:
    """Phrases that are left alone, wherever they stand as whole words, in whatever case.

    :ivar coded: people have participation codes, which are never left alone.
    """

    phrases: frozenset[str]
    coded: bool = False

    @classmethod
    def of(cls, definition: Definition, more: Iterable[str] = ()) -> Protected:
        """What a definition names with a capital, what its file lists, and `more`."""
        texts = [
            text for path, by_language in definition.texts() for text in by_language.values() if "privacy" not in path
        ]
        named = {found[0] for text in texts for found in _NAMED.finditer(text) if _is_a_name(text, found)}
        named |= {text[start:end] for text in texts for start, end in places(text)}
        phrases = frozenset(one.casefold() for one in (*named, *definition.privacy.keep, *more) if one.strip())
        return cls(phrases, definition.participation == "code")

    def occurrences(self, text: str) -> Iterator[tuple[int, int]]:
        if self.phrases:
            longest_first = sorted(self.phrases, key=len, reverse=True)
            wanted = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest_first)
            for found in re.finditer(rf"(?<!\w)(?:{wanted})(?!\w)", text, re.IGNORECASE):
                yield found.span()


def _is_a_name(text: str, found: re.Match[str]) -> bool:
    """One word at the beginning of a sentence has its capital from there."""
    begins = not text[: found.start()].strip() or text[: found.start()].rstrip()[-1] in ".?!:"
    return " " in found[0] or not begins or found[0] == text.strip()


def persons_beside(text: str, persons: Iterable[tuple[int, int]], protected: Protected) -> Iterator[Span]:
    """Of what an engine took for persons, what is neither protected nor a street or square by its form."""
    taken = sorted([*protected.occurrences(text), *places(text)])
    for start, end in _joined(persons):
        for left, right in _without(start, end, taken):
            said = text[left:right]
            kept = said.strip(" \t\n.,;:()")
            if any(letter.isupper() for letter in kept) and len(kept) > 1:
                at = left + said.index(kept)
                yield Span(at, at + len(kept), Kind.PERSON)


def _joined(places_: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping stretches as one."""
    last: tuple[int, int] | None = None
    for start, end in sorted(places_):
        if last is not None and start < last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last


def _without(start: int, end: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a stretch. One that only begins a place, as "Jan" in "Jan Smitplein", is no person."""
    for left, right in taken:
        if left < end and start < right:
            if start < left:
                yield start, left
            start = max(start, right)
    if start < end:
        yield start, end


def houses_beside(text: str, houses: Iterable[Span], protected: Protected) -> Iterator[Span]:
    """Streets with a number: of a protected street only the number is proposed."""
    taken = list(protected.occurrences(text))
    for span in houses:
        if any(start < span.end and span.start < end for start, end in taken):
            number = number_of(text, span)
            if number is not None:
                yield number
        else:
            yield span


def phrases_of(connection: sa.Connection, consultation_id: str) -> list[sa.Row[tuple[str, str]]]:
    """What staff added for a consultation: id and phrase, in the order of the alphabet."""
    query = sa.select(PHRASE.c.id, PHRASE.c.phrase).where(PHRASE.c.consultation_id == consultation_id)
    return list(connection.execute(query.order_by(PHRASE.c.phrase)).all())


def protect(connection: sa.Connection, consultation_id: str, phrase: str, *, by: str) -> bool:
    """Leave a phrase alone from now on; False if it was already, or is none."""
    clean = " ".join(phrase.split())[:LONGEST]
    known = {row.phrase.casefold() for row in phrases_of(connection, consultation_id)}
    if not any(letter.isalnum() for letter in clean) or clean.casefold() in known:
        return False
    row = {"id": new_id(), "consultation_id": consultation_id, "phrase": clean, "by": by, "at": now()}
    connection.execute(PHRASE.insert(), row)
    return True


def protect_no_more(connection: sa.Connection, consultation_id: str, phrase_id: str) -> None:
    connection.execute(PHRASE.delete().where(PHRASE.c.id == phrase_id, PHRASE.c.consultation_id == consultation_id))
