"""Who is speaking in a stretch of prose: a resident, the organisers, or the minutes themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.meetings.labels import Role, label_role
from channels.meetings.markers import ARROW, label_of
from channels.meetings.segments import SegmentKind
from channels.meetings.sentences import sentence_starts
from channels.meetings.words import (
    FACILITATOR_LEADS,
    HOUSEKEEPING,
    NEXT_TIME,
    ORGANISER_REPLIES,
    ORGANISERS,
    RESIDENT_SAYS,
    SPOKEN_TO,
)

REPLY_LABEL = re.compile(
    rf"[(\[]?(?:antwoord|antw\.?|reactie|answer|response|reply|"
    rf"(?:de )?{ORGANISERS})\b[^:.?!]{{0,30}}:\s",
    re.IGNORECASE,
)
CONTRIBUTION, ANSWER, LESSON, PROCEDURE = (
    SegmentKind.CONTRIBUTION,
    SegmentKind.ANSWER,
    SegmentKind.LESSON,
    SegmentKind.PROCEDURE,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` (an offset into the text that was asked about) to the next stretch."""

    start: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the text: the kind its section suggests, and what the block before it was."""

    usual: SegmentKind
    answers: bool = False
    """Questions here are followed by their answers."""

    asked: bool = False
    """The block before was a question, or whatever else a reply may follow."""

    quoted: bool = False
    """Item of a list of contributions: words of residents, even if they are about the organisers."""


def stretches(text: str, setting: Setting) -> list[Stretch]:
    """The text divided where somebody else begins to speak."""
    if setting.usual is LESSON:
        return [Stretch(0, LESSON)]
    starts = sentence_starts(text)
    found: list[Stretch] = []
    current = setting.usual
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        sentence = text[start:end].strip()
        kind, anew = _sentence(sentence, current, setting, first=not found, before=text[:start])
        if not found or kind is not current or anew:
            found.append(Stretch(start, kind))
        current = kind
    return found


def _sentence(
    sentence: str, current: SegmentKind, setting: Setting, *, first: bool, before: str
) -> tuple[SegmentKind, bool]:
    """The kind of one sentence, and whether it begins a stretch even if the kind stays the same."""
    spoken = _labelled(sentence, setting, first=first)
    if spoken is not None:
        return spoken, True
    if ARROW.match(sentence) or REPLY_LABEL.match(sentence):
        return ANSWER, not first
    if FACILITATOR_LEADS.match(sentence) or HOUSEKEEPING.match(sentence) or SPOKEN_TO.match(sentence):
        return PROCEDURE, False
    if ORGANISER_REPLIES.match(sentence):
        nobody_asked = setting.usual is PROCEDURE and current is PROCEDURE and not setting.asked
        return (PROCEDURE if nobody_asked else ANSWER), False
    resident = RESIDENT_SAYS.match(sentence)
    if resident:
        return CONTRIBUTION, not first and current is CONTRIBUTION and not _same_speaker(resident["who"])
    if current is PROCEDURE and NEXT_TIME.search(sentence):
        return LESSON, False
    if setting.answers and current is CONTRIBUTION and before.rstrip().endswith("?") and not sentence.endswith("?"):
        return ANSWER, False
    return current, False


def _labelled(sentence: str, setting: Setting, *, first: bool) -> SegmentKind | None:
    label = label_of(sentence)
    if not label:
        return None
    match label_role(label):
        case Role.QUESTION:
            return CONTRIBUTION
        case Role.ANSWER:
            return ANSWER
        case Role.ORGANISER:
            return PROCEDURE if setting.usual is PROCEDURE and not setting.asked else ANSWER
        case Role.LESSON if first:
            return LESSON
        case Role.FACILITATOR | Role.ABOUT if first and not setting.quoted:
            return PROCEDURE
        case Role.PROCEDURE if first:
            return PROCEDURE
        case Role.PERSON if first or setting.usual is not CONTRIBUTION:
            return CONTRIBUTION
        case Role.TABLE if first:
            return CONTRIBUTION
        case _:
            return None


def _same_speaker(who: str) -> bool:
    """The one who was speaking goes on: “de bewoner”, not “een bewoner”."""
    return who.lower().startswith(("de bewoner", "de vrouw", "de man", "the resident", "deze"))
