"""What a person does with the segments of notes: pure, and no character is ever lost or doubled by it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from channels.meetings.live import LONGEST_TABLE, MOST_SUPPORTERS
from channels.meetings.markers import split_marker
from channels.meetings.people import who_said
from channels.meetings.segments import Segment, SegmentKind
from models.errors import Rejected
from models.normalization import LONGEST_TEXT, clean_text

LONGEST_SPEAKER = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a person says of a segment. `question` is a key; None: a statement that answers no question.
    `consultation` is the id of one that the meeting was also about; None: of what it was called for.

    :raises Rejected: the number of people makes no sense.
    """

    kind: SegmentKind
    table: str | None = None
    supporters: int = 1
    speaker: str | None = None
    question: str | None = None
    consultation: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.supporters <= MOST_SUPPORTERS:
            raise Rejected(f"supporters: must be from 1 to {MOST_SUPPORTERS}", code="supporters")


def split(segment: Segment, at: int) -> tuple[Segment, Segment]:
    """Two segments of one, the second from character `at` of the whole text on.

    Both are of the same kind. How many said the first stays; the second says for itself how many said it, or has the
    same number if neither says so.

    :raises Rejected: one of the two would be empty.
    """
    first = _cut(segment, segment.start, at)
    second = _cut(segment, at, segment.end)
    if second.kind is not SegmentKind.CONTRIBUTION:
        return first, second
    own = who_said(_plain(second.text))
    told = own.supporters > 1 or who_said(_plain(first.text)).supporters > 1
    return first, replace(
        second,
        supporters=own.supporters if told else segment.supporters,
        votes=own.votes,
        speaker=own.speaker or (None if told else segment.speaker),
    )


def merge(first: Segment, second: Segment) -> Segment:
    """One segment of two that follow one another, of the first's kind, with what is known of either.

    :raises Rejected: as one contribution it would be too long.
    """
    _neighbours(first, second)
    both = replace(
        first,
        end=second.end,
        text=first.text + second.text,
        words=first.words,
        supporters=max(first.supporters, second.supporters),
        votes=first.votes or second.votes,
        speaker=first.speaker or second.speaker,
        table=first.table or second.table,
        theme=first.theme or second.theme,
        question=first.question or (second.question if second.consultation == first.consultation else None),
    )
    return _settled(both)


def move_border(first: Segment, second: Segment, at: int) -> tuple[Segment, Segment]:
    """The same two segments, with the border between them at character `at` of the whole text.

    :raises Rejected: one of the two would be empty, or there was the border already.
    """
    _neighbours(first, second)
    if at == second.start:
        raise Rejected("the border is there already", code="nothing_changed")
    whole = replace(first, end=second.end, text=first.text + second.text)
    return _cut(whole, first.start, at), _cut(replace(second, start=first.start, text=whole.text), at, second.end)


def describe(segment: Segment, said: Description) -> Segment:
    """The same characters, with what a person says of them.

    :raises Rejected: a contribution without words, one that is too long, or nothing is changed.
    """
    changed = replace(
        segment,
        kind=said.kind,
        table=clean_text(said.table or "")[:LONGEST_TABLE] or None,
        supporters=said.supporters,
        speaker=clean_text(said.speaker or "")[:LONGEST_SPEAKER] or None,
        question=said.question,
        consultation=said.consultation,
    )
    if changed == segment:
        raise Rejected("nothing is changed", code="nothing_changed")
    if changed.kind is not segment.kind:
        changed = replace(changed, words=_words(changed))
    if changed.kind is SegmentKind.CONTRIBUTION:
        _check_words(changed)
    return changed


def _neighbours(first: Segment, second: Segment) -> None:
    if first.end != second.start:
        raise ValueError(f"the segments at {first.start} and {second.start} are no neighbours")


def _cut(segment: Segment, start: int, end: int) -> Segment:
    if not segment.start <= start < end <= segment.end:
        raise Rejected("each part needs at least one character", code="empty_part")
    own = segment.text[start - segment.start : end - segment.start]
    return _settled(replace(segment, start=start, end=end, text=own))


def _settled(segment: Segment) -> Segment:
    """With the words of its own text; what holds no word can be said by nobody."""
    if segment.kind is SegmentKind.CONTRIBUTION and not any(sign.isalnum() for sign in segment.text):
        segment = replace(segment, kind=SegmentKind.LEFT_OVER)
    settled = replace(segment, words=_words(segment))
    if settled.kind is SegmentKind.CONTRIBUTION:
        _check_words(settled)
    return settled


def _check_words(segment: Segment) -> None:
    text = clean_text(segment.words)
    if not any(sign.isalnum() for sign in text):
        raise Rejected("a contribution needs words", code="no_words")
    if len(text) > LONGEST_TEXT:
        raise Rejected(f"a contribution has at most {LONGEST_TEXT} characters", code="too_long")


def _words(segment: Segment) -> str:
    words = _plain(segment.text)
    if segment.kind is not SegmentKind.CONTRIBUTION:
        return words
    behind = words[who_said(words).words_from :]
    return behind if any(sign.isalnum() for sign in clean_text(behind)) else words


def _plain(text: str) -> str:
    stripped = text.strip()
    return stripped[len(split_marker(stripped)) :]
