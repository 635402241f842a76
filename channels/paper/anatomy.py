"""What each line of a letter is: its head, what it says, who signed it, or what stands on every sheet.

Only what a letter says may become an answer. Who wrote it, where they live and how to call them is contact data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby
from statistics import median

from channels.paper.correspondence import FACT, closing_in, greets, is_head, is_name, is_of_address, is_only_fact
from channels.paper.grouping import LetterPage
from channels.paper.running import running_lines
from scans.print import PrintedLine

LONG = 60
"""Characters. Lines of an address or a signature are shorter; most lines of prose are longer."""

LEAD = 6
"""Lines of prose that may stand above a salutation: a letterhead, a footer that was read first."""

TAIL = 8
"""Lines of a name and an address under a letter without a greeting."""

SMALL = 0.8
"""Of the height of the letter's lines: what is smaller is printed matter, and no sentence added below the name."""

_POSTSCRIPT = re.compile(r"^\W*(?:p\.?\s?s\.?(?=\W)|naschrift\b|n\.?\s?b\.?(?=\s*[:.\s]))", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?…][\W]*$")


class Role(Enum):
    HEAD = auto()
    BODY = auto()
    SIGNED = auto()
    RUNNING = auto()


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the number of its page in the file."""

    page: int
    line: PrintedLine
    role: Role = Role.BODY

    @property
    def text(self) -> str:
        return self.line.text


def anatomy(pages: Sequence[LetterPage]) -> list[Placed]:
    """The lines of one letter in reading order, each with what it is."""
    running = running_lines([page.lines for page in pages])
    lines = [
        Placed(page.number, line, Role.RUNNING if (at, n) in running else Role.BODY)
        for at, page in enumerate(pages)
        for n, line in enumerate(page.lines)
    ]
    told = list(_greetings_apart(one for one in lines if one.role is Role.BODY))
    head = _head(told)
    told = [*(replace(one, role=Role.HEAD) for one in told[:head]), *_signed(told[head:])]
    return [*(one for one in lines if one.role is Role.RUNNING), *_addresses(told)]


def _is_prose(text: str) -> bool:
    long = len(text) > LONG or (len(text.split()) >= 6 and bool(_SENTENCE_ENDS.search(text)))
    return long and not FACT.search(text)


def _greetings_apart(lines: Iterator[Placed]) -> Iterator[Placed]:
    """With a greeting that ends a line of prose on a line of its own: what stands before it is still said."""
    for one in lines:
        at = closing_in(one.text)
        before = one.text[: at or 0].rstrip()
        if _SENTENCE_ENDS.search(before):
            yield replace(one, line=replace(one.line, text=before))
            yield replace(one, line=replace(one.line, text=one.text[at:]))
        else:
            yield one


def _head(lines: Sequence[Placed]) -> int:
    """How many lines come before what the letter says."""
    first = [one for one in lines if one.page == lines[0].page] if lines else []
    prose = 0
    for at, one in enumerate(first):
        if greets(one.text) and prose <= LEAD:
            return at + 1 if len(one.text) <= LONG else at
        prose += _is_prose(one.text)
    end = 0
    for at, one in enumerate(first):
        if _is_prose(one.text) and not is_head(one.text):
            break
        if is_head(one.text) or FACT.search(one.text):
            end = at + 1
    return end


def _signed(lines: list[Placed]) -> list[Placed]:
    """What follows the head, with its greeting and the names below that told from what it says."""
    closing = next((at for at in range(len(lines) - 1, -1, -1) if closing_in(lines[at].text) is not None), None)
    if closing is None:
        return _without_tail(lines)
    usual = median(one.line.box[3] for one in lines)
    below = [one for one in lines[closing:] if one.page == lines[closing].page]
    said = next((at for at, one in enumerate(below) if at and _is_added(below, at, usual)), len(below))
    out = [*lines[:closing], *(replace(one, role=Role.SIGNED) for one in below[:said]), *_without_tail(below[said:])]
    attached = lines[closing + len(below) :]
    if any(_is_prose(one.text) for one in attached):
        return [*out, *_without_tail(attached)]
    return [*out, *(replace(one, role=Role.SIGNED) for one in attached)]


def _is_added(below: Sequence[Placed], at: int, usual: float) -> bool:
    """Whether more is said here, below the greeting: a postscript, or a whole sentence in letters as large."""
    if _POSTSCRIPT.match(below[at].text):
        return True
    paragraph = [one.line for one in below[at:] if one.line.paragraph == below[at].line.paragraph]
    text = " ".join(line.text for line in paragraph)
    large = median(line.box[3] for line in paragraph) >= SMALL * usual
    return large and len(text) > LONG and bool(_SENTENCE_ENDS.search(text)) and not FACT.search(text)


def _without_tail(lines: list[Placed]) -> list[Placed]:
    """With a name and an address that stand below the last sentence, without any greeting, told from it."""
    start = len(lines)
    while start > max(1, len(lines) - TAIL) and is_of_address(lines[start - 1].text):
        start -= 1
    tail = [one.text for one in lines[start:]]
    if any(FACT.search(text) for text in tail) or (0 < len(tail) <= 2 and any(map(is_name, tail))):
        return [*lines[:start], *(replace(one, role=Role.SIGNED) for one in lines[start:])]
    return lines


def _addresses(lines: Sequence[Placed]) -> Iterator[Placed]:
    """With addresses that stand within what is said, such as in a margin, told from it."""
    for among, group in groupby(lines, key=lambda one: one.role is Role.BODY and is_of_address(one.text)):
        block = list(group)
        facts = [one for one in block if FACT.search(one.text)]
        sure = facts if len(block) > 1 else [one for one in facts if is_only_fact(one.text)]
        yield from (replace(one, role=Role.SIGNED) for one in block) if among and sure else block
