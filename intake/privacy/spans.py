"""Stretches of a text that identify somebody, and the text without them. The text itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.vocabulary import SpanKind as Kind

__all__ = ["STANDS_FOR", "Kind", "Span", "apart", "redacted"]


STANDS_FOR = {
    Kind.PHONE: "[telefoonnummer]",
    Kind.EMAIL: "[e-mailadres]",
    Kind.BSN: "[burgerservicenummer]",
    Kind.IBAN: "[rekeningnummer]",
    Kind.PLATE: "[kenteken]",
    Kind.ADDRESS: "[adres]",
    Kind.BIRTH: "[geboortedatum]",
    Kind.CODE: "[deelnamecode]",
    Kind.PERSON: "[naam]",
    Kind.HOUSE: "[huisnummer]",
}
"""What a reader sees in its place."""

SHORT = 2
"""Letters of a word that is no surname by itself, such as an initial."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to `end` of the text."""

    start: int
    end: int
    kind: Kind

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def redacted(text: str, spans: Iterable[Span]) -> str:
    """The text with a word in place of each span. They may not overlap."""
    out, at = [], 0
    for span in sorted(spans):
        out += [text[at : span.start], STANDS_FOR[span.kind]]
        at = span.end
    return "".join([*out, text[at:]])


def apart(surest: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """All of `surest`, and of `others` what overlaps none of them, in order. Neither overlaps within itself."""
    kept = list(surest)
    return tuple(sorted([*kept, *(one for one in others if not any(one.overlaps(other) for other in kept))]))


def occurrences(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where any of these names, or a surname of one, stands by itself, from and up to; the longest where several do.

    An engine takes what stands before a name along at times ("Bel Fenna Visser"), so the first word counts only with
    the others.
    """
    whole = {one for one in names if one.strip()}
    surnames = {word for one in whole for word in one.split()[1:] if word[0].isupper() and len(word) > SHORT}
    wanted = sorted(whole | surnames, key=len, reverse=True)
    if wanted:
        either = "|".join(r"\s+".join(map(re.escape, one.split())) for one in wanted)
        for found in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text):
            yield found.span()
