"""Notes of a meeting about several consultations: which of them each contribution is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from channels.meetings.segments import Segment, SegmentKind
from models.consultations import Version

SHORTEST_TITLE = 6
"""Characters of a title from which it is looked for: a shorter one is an ordinary word."""


@dataclass(frozen=True, slots=True)
class _About:
    consultation_id: str
    named: re.Pattern[str]


def assigned(segments: Sequence[Segment], about: Sequence[Version]) -> tuple[Segment, ...]:
    """Each contribution with the consultation that it names itself, or that the latest heading names.

    What names none, or two at once, changes nothing: it is about what came before, and at first about the first of
    `about`. A name is a consultation's number or its title.
    """
    if len(about) < 2:
        return tuple(segments)
    known = [_About(one.consultation_id, _names(one)) for one in about]
    first = current = known[0].consultation_id
    out: list[Segment] = []
    for segment in segments:
        own = _one_named(segment.text, known)
        if segment.kind is SegmentKind.CONTRIBUTION:
            chosen = own or current
            out.append(replace(segment, consultation=None if chosen == first else chosen))
        else:
            if own is not None and segment.kind in {SegmentKind.HEADING, SegmentKind.PROCEDURE}:
                current = own
            out.append(segment)
    return tuple(out)


def _names(version: Version) -> re.Pattern[str]:
    titles = version.definition.title.values()
    words = [r"\s+".join(map(re.escape, one.split())) for one in titles if len(one) >= SHORTEST_TITLE]
    return re.compile(
        rf"(?<!\d){version.code}(?!\d)" + "".join(f"|(?<!\\w){one}(?!\\w)" for one in words), re.IGNORECASE
    )


def _one_named(text: str, known: Sequence[_About]) -> str | None:
    found = [one.consultation_id for one in known if one.named.search(text)]
    return found[0] if len(found) == 1 else None
