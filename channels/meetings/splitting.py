"""Notes → segments, along the headings, lists, tables and paragraphs that are really there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from channels.meetings.blocks import Block, BlockKind
from channels.meetings.cast import Cast, find_cast
from channels.meetings.head import find_date, first_lines, is_said
from channels.meetings.labels import ABOUT, EACH_ITS_OWN, Role, answers_follow, heading_role, label_role, plain
from channels.meetings.markers import is_timed, label_of
from channels.meetings.notes import Notes
from channels.meetings.people import Votes, who_said
from channels.meetings.segments import Segment, SegmentKind
from channels.meetings.tables import Part, table_parts
from channels.meetings.telling import Setting, stretches
from channels.meetings.words import PRESENT, SPOKEN_TO

LONGEST_HEAD_LINE = 80

FACTS_BETWEEN = re.compile(r"\s+(?:/{1,2}|\||·|•|–|-)\s+")

USUAL = {
    Role.LESSON: SegmentKind.LESSON,
    Role.PROCEDURE: SegmentKind.PROCEDURE,
    Role.ANSWER: SegmentKind.ANSWER,
}
"""What stands under a heading of that role; under all others people say things."""


@dataclass(frozen=True, slots=True)
class _Section:
    level: int
    title: str
    role: Role
    answers: bool


@dataclass
class _State:
    """What the text read so far means for the next block."""

    cast: Cast
    sections: list[_Section] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    table: str | None = None
    last: Block | None = None
    asked: bool = False
    in_head: bool = True
    heard: bool = False
    listed: bool = False
    """A list follows."""

    untitled: bool = False
    """The first heading is one section among its equals, with the first contribution right under it."""

    has_sections: bool = False
    """Whether headings other than a title come at all; without them, lines below the head are contributions."""


def split_notes(notes: Notes) -> tuple[Segment, ...]:
    """Segments that follow one another from the first to the last character of `notes.text`."""
    text = notes.text
    cast = find_cast(text, first_lines(text, notes.blocks))
    state = _State(cast=cast, has_sections=_has_sections(notes.blocks), untitled=_is_untitled(text, notes.blocks))
    for table, group in groupby(notes.blocks, key=lambda block: block.place.table if block.place else None):
        blocks = list(group)
        if table is not None:
            _table(text, blocks, state)
            continue
        for n, block in enumerate(blocks):
            state.listed = n + 1 < len(blocks) and blocks[n + 1].kind is BlockKind.ITEM
            _block(text, block, state)
            state.last = block
    return tuple(_segments(text, state.parts))


def _has_sections(blocks: Sequence[Block]) -> bool:
    first = next((n for n, block in enumerate(blocks) if block.inner < block.outer), 0)
    return any(block.kind is BlockKind.HEADING for block in blocks[first + 1 :])


def _is_untitled(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the notes begin with a section: a heading like those below it, above words that nobody put in a sentence.

    A title has a date, a place, a list of people or a few sentences under it before the first section.
    """
    story = [block for block in blocks if block.kind is not BlockKind.ASIDE and block.inner < block.outer]
    if len(story) < 3 or story[0].kind is not BlockKind.HEADING:
        return False
    below = text[story[1].inner : story[1].outer]
    equals = [block for block in story[1:] if block.kind is BlockKind.HEADING and block.level == story[0].level]
    return (
        bool(equals)
        and story[1].kind is BlockKind.PARAGRAPH
        and not _is_about(below)
        and not _is_about_day(below)
        and not below.endswith((".", ":"))
    )


def _block(text: str, block: Block, state: _State) -> None:
    words = text[block.inner : block.outer]
    if block.kind is BlockKind.ASIDE or not any(character.isalnum() for character in words):
        state.parts.append(_part(SegmentKind.LEFT_OVER, block, state))
    elif not state.parts and _is_head_line(words):
        state.parts.append(_part(SegmentKind.PROCEDURE, block, state))
        state.table = next((one for one in _facts(words) if label_role(one) is Role.TABLE), None)
    elif block.kind is BlockKind.HEADING or (not state.parts and _is_title(block, words)):
        _enter(block, words, state)
    elif state.in_head and not block.timed and (_is_about(words) or (not state.heard and _is_about_day(words))):
        state.parts.append(_part(SegmentKind.PROCEDURE, block, state, joins=block.kind is BlockKind.PARAGRAPH))
        state.asked = False
    else:
        _prose(text, block, state)


def _is_title(block: Block, words: str) -> bool:
    """The very first line, unless it is already the first thing that was said."""
    return (
        block.kind is BlockKind.PARAGRAPH
        and len(words) < 120
        and not words.endswith("?")
        and not is_said(words)
        and not label_of(words)
    )


def _facts(words: str) -> list[str]:
    return FACTS_BETWEEN.split(words)


def _is_head_line(words: str) -> bool:
    """A first line that tells it all at once: “tafel 4 / host: Joke / 7 pers”."""
    if len(words) > 2 * LONGEST_HEAD_LINE:
        return False
    facts = _facts(words)
    telling = [one for one in facts if PRESENT.search(one) or label_role(one) is Role.TABLE or _is_about(one)]
    return len(facts) > 2 and bool(telling)


def _is_about_day(words: str) -> bool:
    """A line of the head that tells when it was or how many came."""
    return len(words) < LONGEST_HEAD_LINE and (find_date(words) is not None or SPOKEN_TO.match(words) is not None)


def _is_about(words: str) -> bool:
    label = label_of(words)
    return bool(label) and (ABOUT.fullmatch(plain(label)) is not None or label_role(label) is Role.ABOUT)


def _enter(block: Block, heading: str, state: _State) -> None:
    level = block.level
    state.sections = [section for section in state.sections if section.level < level]
    role = heading_role(heading)
    if not state.parts or (level == 0 and block.kind is not BlockKind.PARAGRAPH):
        role = Role.THEME
    elif role is Role.THEME and state.sections:
        role = state.sections[-1].role
    answers = answers_follow(heading) or _is_asked(heading, state) or any(section.answers for section in state.sections)
    if role is Role.TABLE:
        state.table = heading.strip().rstrip(":")
    elif not any(section.role is Role.TABLE for section in state.sections):
        state.table = None
    state.in_head = not state.untitled and level < 4 and all(p.kind is not SegmentKind.HEADING for p in state.parts)
    state.sections.append(_Section(level, heading.strip().rstrip(":"), role, answers))
    state.parts.append(_part(SegmentKind.HEADING, block, state))
    state.asked, state.heard = heading.rstrip().endswith("?"), False


def _is_asked(heading: str, state: _State) -> bool:
    """Whether a heading is itself a question, in notes that are all questions and answers."""
    title = state.sections[0].title if state.sections else ""
    return heading.rstrip().endswith("?") and heading_role(title) is Role.QUESTIONS_AND_ANSWERS


def _usual(block: Block, state: _State) -> SegmentKind:
    if state.in_head and state.has_sections:
        listed = block.kind is BlockKind.ITEM
        return SegmentKind.CONTRIBUTION if listed else SegmentKind.PROCEDURE
    return USUAL.get(state.sections[-1].role, SegmentKind.CONTRIBUTION) if state.sections else SegmentKind.CONTRIBUTION


def _prose(text: str, block: Block, state: _State) -> None:
    words = text[block.inner : block.outer]
    if block.bold and words.endswith("?"):
        state.in_head = False
    usual = _usual(block, state)
    section = state.sections[-1] if state.sections else None
    answers = section is not None and section.answers
    if usual is SegmentKind.CONTRIBUTION and _introduces(block, words, state):
        usual = SegmentKind.PROCEDURE
    if (
        answers
        and usual is SegmentKind.CONTRIBUTION
        and ((state.asked and _may_answer(block, state, words)) or _answers_on(block, state, words))
    ):
        usual = SegmentKind.ANSWER
    setting = Setting(
        usual,
        answers=answers,
        asked=state.asked,
        quoted=block.kind is BlockKind.ITEM and usual is SegmentKind.CONTRIBUTION and not block.timed,
        heard=state.heard,
        cast=state.cast,
        timed=block.timed or is_timed(words),
        learning=bool(state.parts) and state.parts[-1].kind is SegmentKind.LESSON,
    )
    found = stretches(words, setting)
    if block.marker in {"->", "=>", "-->", "→", "➔", "⇒"} and state.asked and found[0].kind is SegmentKind.CONTRIBUTION:
        found[0] = type(found[0])(0, SegmentKind.ANSWER)
    for at, stretch in enumerate(found):
        start = block.start if at == 0 else block.inner + stretch.start
        end = block.inner + found[at + 1].start if at + 1 < len(found) else block.end
        inner = block.inner + stretch.start
        joins = at == 0 and _goes_on(block, stretch.kind, words, state)
        state.parts.append(
            Part(
                stretch.kind,
                start,
                end,
                text[inner : min(end, block.outer)].strip(),
                heading=section.title if section else None,
                table=state.table,
                joins=joins,
            )
        )
    state.asked = found[-1].kind is SegmentKind.CONTRIBUTION
    state.heard = state.heard or any(stretch.kind is SegmentKind.CONTRIBUTION for stretch in found)


def _introduces(block: Block, words: str, state: _State) -> bool:
    """Whether a paragraph only tells how the list of contributions below it came about."""
    if block.kind is not BlockKind.PARAGRAPH or not state.listed or state.heard or state.asked or not state.sections:
        return False
    return (
        state.sections[-1].role is not Role.QUESTIONS_AND_ANSWERS and words.endswith((".", ":")) and not label_of(words)
    )


def _may_answer(block: Block, state: _State, words: str) -> bool:
    """Under “questions and answers”, what follows a question and is none itself; not the next item of the same list."""
    if words.endswith("?") or state.last is None:
        return False
    asked = state.parts[-1].words if state.parts else ""
    if state.sections and state.parts and state.parts[-1].kind is SegmentKind.HEADING:
        asked = state.sections[-1].title
    same_list = block.kind is BlockKind.ITEM and state.last.kind is BlockKind.ITEM and block.level <= state.last.level
    return asked.endswith("?") and (not same_list or (state.last.numbered and not block.numbered))


def _answers_on(block: Block, state: _State, words: str) -> bool:
    """Whether a paragraph goes on with the answer in the paragraph above."""
    if not state.parts or state.parts[-1].kind is not SegmentKind.ANSWER or state.last is None:
        return False
    plain_text = block.kind is BlockKind.PARAGRAPH and state.last.kind is BlockKind.PARAGRAPH and not block.bold
    return plain_text and not words.endswith("?") and not label_of(words)


def _goes_on(block: Block, kind: SegmentKind, words: str, state: _State) -> bool:
    """Whether a paragraph belongs to the one before: how a meeting went, or an answer of several paragraphs."""
    if block.kind is not BlockKind.PARAGRAPH or not state.parts or state.parts[-1].kind is not kind:
        return False
    if state.last is None or state.last.kind is not BlockKind.PARAGRAPH or (state.last.apart and state.in_head):
        return False
    if state.sections and EACH_ITS_OWN.search(plain(state.sections[-1].title)):
        return False
    if kind is SegmentKind.ANSWER and state.sections and state.sections[-1].role is Role.ANSWER and not state.heard:
        return False
    return kind is SegmentKind.PROCEDURE or (kind is SegmentKind.ANSWER and not label_of(words))


def _table(text: str, blocks: list[Block], state: _State) -> None:
    section = state.sections[-1] if state.sections else None
    usual = _usual(blocks[0], state) if section else SegmentKind.CONTRIBUTION
    if state.in_head and state.has_sections:
        usual = SegmentKind.CONTRIBUTION
    found = table_parts(text, blocks, usual, heading=section.title if section else None, table=state.table)
    state.parts.extend(found)
    state.last, state.asked, state.heard = None, False, True
    if any(part.kind is not SegmentKind.PROCEDURE for part in found):
        state.in_head = False


def _part(kind: SegmentKind, block: Block, state: _State, *, joins: bool = False) -> Part:
    section = state.sections[-1] if state.sections else None
    return Part(
        kind,
        block.start,
        block.end,
        "",
        heading=section.title if section else None,
        table=state.table,
        joins=joins and bool(state.parts) and state.parts[-1].kind is kind,
    )


def _segments(text: str, parts: list[Part]) -> list[Segment]:
    """Each part reaches to the start of the next, so that no rule above can lose or double a character."""
    merged: list[Part] = []
    for part in parts:
        if merged and part.joins and part.kind in {merged[-1].kind, SegmentKind.LEFT_OVER}:
            merged[-1] = merged[-1].joined(part)
        else:
            merged.append(part)
    starts = [0, *(part.start for part in merged[1:]), len(text)]
    return [_segment(text, replace(part, start=starts[n], end=starts[n + 1])) for n, part in enumerate(merged)]


def _segment(text: str, part: Part) -> Segment:
    own = text[part.start : part.end]
    words = part.words or own.strip()
    if part.kind is not SegmentKind.CONTRIBUTION:
        return Segment(
            part.kind, part.start, part.end, own, words, heading=part.heading, table=part.table, theme=part.theme
        )
    who = who_said(words, timed=is_timed(own.lstrip()))
    table = part.table
    label = label_of(words)
    if label and label_role(label) is Role.TABLE:
        table = label
    return Segment(
        part.kind,
        part.start,
        part.end,
        own,
        words[who.words_from :] or words,
        supporters=part.supporters or who.supporters,
        votes=who.votes if part.against is None else Votes(part.supporters or 0, part.against),
        speaker=part.speaker or who.speaker,
        heading=part.heading,
        table=table,
        theme=part.theme or who.theme,
    )
