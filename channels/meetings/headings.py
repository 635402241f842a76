"""Headings that nobody marked as such: a short line that stands above the lines it announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from channels.meetings.blocks import Block, BlockKind
from channels.meetings.head import find_date
from channels.meetings.labels import is_section_name
from channels.meetings.words import PRESENT, SPOKEN_TO

LONGEST, MOST_WORDS = 80, 10
"""Characters and words of a heading."""

SHORT_WORDS = 6
"""Words of a line that is a heading only by its place."""


BESIDES = re.compile(r" *\([^)]*\)$")
"""What is explained behind a heading in capitals."""

PAUSE = re.compile(r"^(?:(?:koffie)?pauze|break)$", re.IGNORECASE)
"""After it the meeting goes on: nothing stands under it."""

AGENDA = re.compile(r"\d{1,2} +\w")
"""“4 Kerkplein”: a point of the agenda, like its neighbours."""

VOTES = re.compile(r"^\d+ (?:stemmen )?(?:voor|tegen|for|against)\b", re.IGNORECASE)
NO_HEADING = (PAUSE, VOTES, PRESENT, re.compile(rf"^(?:{SPOKEN_TO.pattern})", re.IGNORECASE))


def find_headings(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks again, with those that serve as headings marked as such."""
    story = [n for n, block in enumerate(blocks) if block.kind is not BlockKind.ASIDE and block.inner < block.outer]
    agenda = _numbers_are_headings(text, [blocks[n] for n in story])
    found = list(blocks)
    for at, n in enumerate(story):
        block = blocks[n]
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            continue
        before = found[story[at - 1]] if at else None
        after = blocks[story[at + 1]] if at + 1 < len(story) else None
        level = _level(text, block, before, after, agenda)
        if level:
            found[n] = replace(block, kind=BlockKind.HEADING, level=level)
    return tuple(found)


def _level(text: str, block: Block, before: Block | None, after: Block | None, agenda: bool) -> int:
    """The heading's depth, 0 if the block is none. Lines that only lead in a list rank below all other headings."""
    words = text[block.inner : block.outer]
    if words.endswith(".") and before is not None and before.apart and len(words.split()) <= 2:
        words = words[:-1]
    if _asks_for_list(words, block, after):
        return 3
    if block.kind is BlockKind.PARAGRAPH and len(words) <= LONGEST and BESIDES.sub("", words) != words:
        return 2 if BESIDES.sub("", words).isupper() else 0
    if not _is_short(words) or find_date(words) or any(form.search(words) for form in NO_HEADING):
        return 0
    bullet = block.kind is BlockKind.ITEM and not block.numbered
    leads = after is not None and after.kind is BlockKind.ITEM and not bullet and block.kind is BlockKind.PARAGRAPH
    deeper = after is not None and after.kind is BlockKind.ITEM and bullet and after.level > block.level
    if words.endswith(":"):
        return 4 + block.level if leads or deeper or (not bullet and is_section_name(words)) else 0
    if bullet:
        return 0
    if block.numbered and block.kind is BlockKind.ITEM:
        return 2 if agenda and after is not None else 0
    if (
        (words.isupper() and len(words) > 3)
        or (is_section_name(words) and _may_open(words))
        or (block.bold and after is not None)
    ):
        return 2
    if len(words.split()) > SHORT_WORDS or not (words[0].isupper() or words[0].isdigit()) or before is None:
        return 0
    alone = before.apart or before.kind is BlockKind.HEADING
    longer = after is not None and after.kind is BlockKind.PARAGRAPH and (after.outer - after.inner) > 2 * len(words)
    if leads and not AGENDA.match(words):
        return 3
    return 2 if leads or (alone and longer and after is not None and _is_prose(text, after) and not block.apart) else 0


def _asks_for_list(words: str, block: Block, after: Block | None) -> bool:
    """A bold question above a list is what all of the list answers."""
    leads = after is not None and after.kind is BlockKind.ITEM and block.kind is BlockKind.PARAGRAPH
    return leads and block.bold and words.endswith("?") and len(words) <= LONGEST and "\n" not in words


def _may_open(words: str) -> bool:
    """A heading begins with a capital; a single word may be written small as well."""
    return not words[0].islower() or " " not in words


def _is_short(words: str) -> bool:
    if "\n" in words or len(words) > LONGEST or len(words.split()) > MOST_WORDS or ": " in words:
        return False
    return not words.endswith((".", "?", "!", ";", ",", "”", '"', ")")) and any(c.isalpha() for c in words)


def _is_prose(text: str, block: Block) -> bool:
    return text[block.inner : block.outer].endswith((".", "?", "!", "”", '"'))


def _numbers_are_headings(text: str, story: Sequence[Block]) -> bool:
    """Whether numbered lines are the points of an agenda: most are short and followed by something without a number."""
    numbered = [
        n for n, block in enumerate(story) if block.numbered and block.kind is BlockKind.ITEM and not block.level
    ]
    short = [n for n in numbered if _is_short(text[story[n].inner : story[n].outer])]
    leading = [
        n
        for n in short
        if n + 1 < len(story) and not story[n + 1].numbered and story[n + 1].kind is not BlockKind.HEADING
    ]
    return len(leading) >= 2 and len(leading) * 2 >= len(numbered)
