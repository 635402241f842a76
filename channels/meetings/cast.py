"""Who is who at a meeting, as far as its notes say so: names of those who lead it and of those who answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from channels.meetings.labels import ABOUT, plain
from channels.meetings.markers import COUNTER, SPEAKER_ABOVE, split_label
from channels.meetings.words import BODIES, FACILITATOR_WORD, FACILITATORS, NAME, OFFICIALS, ORGANISER_WORD

NAMED = re.compile(rf"\b(?i:(?P<official>{OFFICIALS})|(?P<leader>{FACILITATORS})) +(?P<name>{NAME}(?: {NAME})?)")
"""“wethouder Schaap”, “voorzitter Anja Kok”."""

ENTRY = re.compile(rf"(?P<name>{NAME}(?: (?:van |de |der |den )*{NAME})?) *\((?P<part>[^)]+)\)")
"""“Ilse Brandt (projectleider)”."""

ON_BEHALF = re.compile(
    rf"(?i:\b(?:namens|vanuit) (?:de |het )?{BODIES})\b[^:.\n]{{0,20}}:?((?:[^.;\n]|(?<=\b[A-Z])\.)*)"
)
INITIALS = re.compile(r"\((?P<short>[A-Z]{2,4})(?:[,;] *(?P<part>[^)]+))?\)")
"""“(GH)” or “(GH, projectleider)” behind a name: how the notes call somebody further on."""

TURN = re.compile(
    rf"^(?:{COUNTER.pattern}(?P<a>[^\W\d_][^:\n]{{0,40}}):[ \t]+|{SPEAKER_ABOVE.pattern.replace('label', 'b')})"
    r"(?P<words>.+)",
    re.MULTILINE,
)
"""Somebody's turn to speak in a recording that was written out."""

OPENS = re.compile(
    r"\b(?:welkom|goede(?:navond|morgen|middag)|hallo allemaal|hoi allemaal|fijn dat|opname|opnemen|welcome|"
    r"good evening|record(?:ing)?)\b",
    re.IGNORECASE,
)

WORD = re.compile(r"[A-Z][\w’'-]{2,}")


@dataclass(frozen=True, slots=True)
class Cast:
    """Single names, first or last: notes use either."""

    leaders: frozenset[str] = frozenset()
    organisers: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    """By their whole label: who opened a meeting of which a recording was written out."""

    residents: frozenset[str] = frozenset()
    """Others who are listed with what they are: “Kees Bakker (winkelier)”."""


NOBODY = Cast()


def find_cast(text: str, head: Iterable[str]) -> Cast:
    """`head` is the notes' first lines, where people are listed; names with an office are looked for everywhere."""
    leaders: set[str] = set()
    organisers: set[str] = set()
    residents: set[str] = set()
    for match in NAMED.finditer(text):
        (organisers if match["official"] else leaders).update(WORD.findall(match["name"]))
    before = ""
    for text_line in head:
        line = (
            f"{before}: {text_line}"
            if re.fullmatch(rf"(?i:(?:aanwezig )?(?:namens|vanuit) .*{BODIES})", before)
            else text_line
        )
        before = text_line
        label, end = split_label(line)
        if label and FACILITATOR_WORD.search(label) and ABOUT.fullmatch(plain(label)):
            leaders.update(WORD.findall(line[end:]))
        behalf = [match.span(1) for match in ON_BEHALF.finditer(line)]
        for match in INITIALS.finditer(line):
            if FACILITATOR_WORD.search(match["part"] or ""):
                leaders.add(match["short"])
            elif ORGANISER_WORD.search(match["part"] or "") or any(a <= match.start() < b for a, b in behalf):
                organisers.add(match["short"])
        for match in ENTRY.finditer(line):
            if FACILITATOR_WORD.search(match["part"]):
                leaders.update(WORD.findall(match["name"]))
            elif ORGANISER_WORD.search(match["part"]):
                organisers.update(WORD.findall(match["name"]))
            elif match["part"][0].isalpha():
                residents.update(WORD.findall(match["name"]))
        for match in ON_BEHALF.finditer(line):
            organisers.update(WORD.findall(re.sub(r"\([^)]*\)", "", match[1])))
    return Cast(
        frozenset(leaders),
        frozenset(organisers - leaders),
        _hosts(text),
        frozenset(residents - leaders - organisers),
    )


def _hosts(text: str) -> frozenset[str]:
    """Who speaks first in a transcript, if it is to open the meeting."""
    turn = TURN.search(text)
    return frozenset([turn["a"] or turn["b"]]) if turn and OPENS.search(turn["words"]) else frozenset()
