"""What identifies somebody in the words of an entry: proposed as before any other publication, decided word by word.

Names that an engine found count wherever they stand as whole words, also in a text that somebody wrote anew after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from intake.privacy.proposals import digest, spans_of
from intake.privacy.protected import Protected, phrases_of
from intake.privacy.spans import Kind, Span, occurrences, redacted
from models.consultations import latest_of
from models.errors import Rejected
from models.reference import ENTRY
from models.store import Store

NOTHING = Protected(frozenset())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the words that an entry is made of.

    :ivar names: what an engine took for persons; None: none looked, or not through all of it.
    :ivar let_stand: words that somebody let stand before.
    """

    names: frozenset[str] | None = None
    protected: Protected = NOTHING
    let_stand: frozenset[str] = frozenset()

    def without(self, text: str) -> str:
        """The text as it is proposed: without all that identifies somebody."""
        return redacted(text, self._spans(text))

    def identifying(self, texts: Iterable[str]) -> dict[str, Kind]:
        """Each word of the texts that identifies somebody, in their order."""
        return {text[span.start : span.end]: span.kind for text in texts for span in self._spans(text)}

    def decided(self, texts: Sequence[str], let_stand: Collection[str]) -> tuple[str, ...]:
        """The words of the texts that stay because somebody said so, now or before.

        :raises Undecided: of other words nobody said so.
        """
        found = self.identifying(texts)
        stays = self.let_stand.union(let_stand)
        if any(word not in stays for word in found):
            raise Undecided(found, stays)
        return tuple(found)

    def _spans(self, text: str) -> Sequence[Span]:
        return spans_of(text, None if self.names is None else occurrences(text, self.names), self.protected)


class Undecided(Rejected):
    """A text holds what identifies somebody, and nobody said that it may stay.

    :ivar words: all such words, with what they are; `stays`: those of which somebody said so.
    """

    def __init__(self, words: Mapping[str, Kind], stays: Collection[str]) -> None:
        super().__init__("it holds what could identify somebody", code="identifies")
        self.words = words
        self.stays = frozenset(stays)


def words_of_entry(title: str | None, text: str) -> str:
    """What is looked through of an entry, as one text."""
    return f"{title or ''}\n\n{text}"


def of_entry(store: Store, connection: sa.Connection, entry_id: str) -> Known:
    """What is known of an entry as it stands there."""
    columns = (ENTRY.c.title, ENTRY.c.text, ENTRY.c.names, ENTRY.c.let_stand, ENTRY.c.consultation_id)
    row = connection.execute(sa.select(*columns).where(ENTRY.c.id == entry_id)).one()
    return Known(
        names_in([(words_of_entry(row.title, row.text), row.names)]),
        protected(store, connection, row.consultation_id),
        frozenset(row.let_stand or ()),
    )


def names_in(looked_through: Iterable[tuple[str, Mapping[str, Any] | None]]) -> frozenset[str] | None:
    """The names in texts, each with what is kept of a search through it; None if one was not looked through."""
    names: set[str] = set()
    for text, kept in looked_through:
        if kept is None or kept["text"] != digest(text):
            return None
        names |= {text[start:end] for start, end in kept["persons"]}
    return frozenset(names)


def protected(store: Store, connection: sa.Connection, consultation_id: str | None) -> Protected:
    """What stays because the consultation is about it."""
    if consultation_id is None:
        return NOTHING
    more = [row.phrase for row in phrases_of(connection, consultation_id)]
    return Protected.of(latest_of(store, connection, consultation_id).definition, more)
