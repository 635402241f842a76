"""Notes of a meeting about several consultations: which of them each contribution is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from channels.meetings.blocks import Block, BlockKind
from channels.meetings.labels import plain
from channels.meetings.segments import Segment, SegmentKind
from models.consultations import Version

SHORTEST_TITLE = 6
"""Characters of a title from which it is looked for: a shorter one is an ordinary word."""

DEEPEST = 99

GENERAL = re.compile(
    r"(?:algemene )?(?:rondvraag|vragenronde|omfreegjen|rûnfraach)(?: en .*)?|w\.?v\.?t\.?t\.?k|"
    r"wat verder ter tafel (?:kwam|komt)|"
    r"(?:overige?|algemene?)(?: (?:punten|vragen|opmerkingen|zaken|reacties))?|algemeen|(?:tot slot|afsluiting|"
    r"sluiting)(?: .*)?|"
    r"any other business|a\.?o\.?b|other (?:matters|business|comments)|general(?: questions)?|closing"
)
"""Headings of what is said about everything."""


@dataclass(frozen=True, slots=True)
class _About:
    consultation_id: str
    named: re.Pattern[str]


def assigned(
    segments: Sequence[Segment], about: Sequence[Version], blocks: Sequence[Block] = ()
) -> tuple[Segment, ...]:
    """Each contribution with the consultation that it names itself, or that the latest heading names.

    What names none, or two at once, changes nothing: it is about what came before, and at first about the first of
    `about`. A name is a consultation's number or its title. A round of questions is of the whole meeting, unless it
    stands deeper than the heading that names a consultation: what is said there goes to the first, with the round's
    name as its theme, for a person to see.

    :param blocks: of the same notes, for how deep each heading is.
    """
    if len(about) < 2:
        return tuple(segments)
    known = [_About(one.consultation_id, _names(one)) for one in about]
    first = current = known[0].consultation_id
    depth, general = DEEPEST, ""
    out: list[Segment] = []
    for segment in segments:
        own = _one_named(segment.text, known)
        if segment.kind is SegmentKind.CONTRIBUTION:
            chosen = own or current
            theme = segment.theme if own else segment.theme or general or None
            out.append(replace(segment, theme=theme, consultation=None if chosen == first else chosen))
            continue
        here, name = _depth(segment, blocks), segment.words.strip("#= \n")
        if own is not None and segment.kind in {SegmentKind.HEADING, SegmentKind.PROCEDURE}:
            current, depth, general = own, here, ""
        elif segment.kind is SegmentKind.HEADING and here <= depth and GENERAL.fullmatch(plain(name)):
            current, depth, general = first, DEEPEST, name
        out.append(segment)
    return tuple(out)


def _depth(segment: Segment, blocks: Sequence[Block]) -> int:
    """How deep a heading is, 0 a title; as deep as can be for what is none."""
    inside = (one.level for one in blocks if segment.start <= one.start < segment.end and one.kind is BlockKind.HEADING)
    return next(inside, DEEPEST) if segment.kind is SegmentKind.HEADING else DEEPEST


def _names(version: Version) -> re.Pattern[str]:
    titles = version.definition.title.values()
    words = [r"\s+".join(map(re.escape, one.split())) for one in titles if len(one) >= SHORTEST_TITLE]
    return re.compile(
        rf"(?<!\d){version.code}(?!\d)" + "".join(f"|(?<!\\w){one}(?!\\w)" for one in words), re.IGNORECASE
    )


def _one_named(text: str, known: Sequence[_About]) -> str | None:
    found = [one.consultation_id for one in known if one.named.search(text)]
    return found[0] if len(found) == 1 else None
