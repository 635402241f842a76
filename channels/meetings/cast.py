"""Who is who at a meeting, as far as its notes say so: names of those who lead it and of those who answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from channels.meetings.labels import ABOUT, plain
from channels.meetings.markers import split_label
from channels.meetings.words import FACILITATOR_WORD, FACILITATORS, NAME, OFFICIALS, ORGANISER_WORD

NAMED = re.compile(rf"\b(?i:(?P<official>{OFFICIALS})|(?P<leader>{FACILITATORS})) +(?P<name>{NAME}(?: {NAME})?)")
"""“wethouder Schaap”, “voorzitter Anja Kok”."""

ENTRY = re.compile(rf"(?P<name>{NAME}(?: (?:van |de |der |den )*{NAME})?) *\((?P<part>[^)]+)\)")
"""“Ilse Brandt (projectleider)”."""

ON_BEHALF = re.compile(
    r"\b(?:namens|vanuit) (?:de |het )?(?:gemeente|provincie|waterschap|organisatie)\b[^:.\n]{0,20}:?([^.;\n]*)"
)
WORD = re.compile(r"[A-Z][\w’'-]{2,}")


@dataclass(frozen=True, slots=True)
class Cast:
    """Single names, first or last: notes use either."""

    leaders: frozenset[str] = frozenset()
    organisers: frozenset[str] = frozenset()


NOBODY = Cast()


def find_cast(text: str, head: Iterable[str]) -> Cast:
    """`head` is the notes' first lines, where people are listed; names with an office are looked for everywhere."""
    leaders: set[str] = set()
    organisers: set[str] = set()
    for match in NAMED.finditer(text):
        (organisers if match["official"] else leaders).update(WORD.findall(match["name"]))
    for line in head:
        label, end = split_label(line)
        if label and FACILITATOR_WORD.search(label) and ABOUT.fullmatch(plain(label)):
            leaders.update(WORD.findall(line[end:]))
        for match in ENTRY.finditer(line):
            if FACILITATOR_WORD.search(match["part"]):
                leaders.update(WORD.findall(match["name"]))
            elif ORGANISER_WORD.search(match["part"]):
                organisers.update(WORD.findall(match["name"]))
        for match in ON_BEHALF.finditer(line):
            organisers.update(WORD.findall(re.sub(r"\([^)]*\)", "", match[1])))
    return Cast(frozenset(leaders), frozenset(organisers - leaders))
