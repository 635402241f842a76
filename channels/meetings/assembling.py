"""Pieces → one canonical text, and blocks that divide it without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from channels.meetings.blocks import Block, BlockKind, Piece
from channels.meetings.markers import CLOCK, COUNTER, NUMBER, begins_anew, names_speaker, split_marker

RULE = re.compile(r"[\s=\-_*~|+:.#]*")
"""A line that only draws: it goes with what stands above it."""

HASHES = re.compile(r"#{1,6}[ \t]+")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1(:?)")
LONGEST_WRAPPED = 130
"""Characters. A longer line means that the file's lines are paragraphs and were not broken to fit."""

SHORT_LINE = 60
"""Characters, below which somebody ended a line on purpose."""

NARROWEST = 40
"""Characters. No program breaks lines so short: a text without longer ones has them as somebody meant them."""

OPEN_END = (",", "-", "–", "/", "(")
CLOSED_END = (".", "?", "!", ":", ";", ")", "”", '"')


@dataclass
class _Line:
    piece: Piece
    text: str
    after: str
    first: bool
    """The first line of its piece."""

    @property
    def empty(self) -> bool:
        return not self.text.strip() or (self.piece.wrapped and RULE.fullmatch(self.text) is not None)


@dataclass
class _Group:
    before: str = ""
    lines: list[_Line] = field(default_factory=list)
    tail: list[_Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.before + "".join(line.text + line.after for line in [*self.lines, *self.tail])


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The canonical text and its blocks. Every character of every piece is in it once, in the same order."""
    lines = [line for piece in pieces for line in _lines(piece)]
    groups = _groups(lines, _Habit(_width(lines), _longest(lines), _begins_small(lines)))
    blocks: list[Block] = []
    at = 0
    for group in groups:
        block = _block(group, at)
        blocks.append(block)
        at = block.end
    return "".join(group.text for group in groups), tuple(blocks)


def _lines(piece: Piece) -> list[_Line]:
    parts = piece.text.split("\n")
    return [_Line(piece, part, "\n" if n < len(parts) - 1 else piece.after, n == 0) for n, part in enumerate(parts)]


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the writer of a text file breaks lines: to a `width` in characters (0: not), thoughts beginning `small`.

    `longest` is the longest line.
    """

    width: int
    longest: int
    small: bool


def _begins_small(lines: list[_Line]) -> bool:
    """Whether thoughts often begin with a small letter, so that one says nothing about where a thought begins."""
    opening = [
        line.text.lstrip()
        for above, line in pairwise(lines)
        if line.piece.wrapped and not line.empty and (above.empty or begins_anew(line.text))
    ]
    words = [text.removeprefix(split_marker(text)) for text in opening]
    return sum(text[:1].islower() for text in words) * 3 > len(words)


def _width(lines: list[_Line]) -> int:
    """The width to which lines were broken, in characters; 0 if a line is a paragraph.

    Judged by what a width would explain: where lines were broken to fit, the next line's first word mostly had no room
    any more.
    """
    physical = _physical(lines)
    width = _longest(lines)
    if not 30 <= width <= LONGEST_WRAPPED:
        return 0
    pairs = [(a, b) for a, b in pairwise(physical) if not a.empty and not b.empty and not begins_anew(b.text)]
    full = sum(_no_room(a.text, b.text, width) for a, b in pairs)
    return width if pairs and full * 2 >= len(pairs) and full > 1 else 0


def _physical(lines: list[_Line]) -> list[_Line]:
    return [line for line in lines if line.piece.wrapped and line.piece.kind is BlockKind.PARAGRAPH]


def _longest(lines: list[_Line]) -> int:
    return max((len(line.text.rstrip()) for line in _physical(lines)), default=0)


def _no_room(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split()[0]) > width


def _groups(lines: list[_Line], habit: _Habit) -> list[_Group]:
    groups: list[_Group] = []
    leading = ""
    for line in lines:
        if line.empty:
            if groups:
                groups[-1].tail.append(line)
            else:
                leading += line.text + line.after
        elif groups and not groups[-1].tail and _continues(groups[-1], line, habit):
            groups[-1].lines.append(line)
        else:
            groups.append(_Group(before=leading, lines=[line]))
            leading = ""
    if leading:
        groups.append(_Group(before=leading))
    return groups


def _continues(group: _Group, line: _Line, habit: _Habit) -> bool:
    last = group.lines[-1]
    if line.piece.wrapped and last.piece.wrapped:
        return _continues_wrapped(group, line, habit)
    if line.first:
        return False
    if line.piece.kind is BlockKind.ASIDE:
        return True
    return not (begins_anew(line.text) or _ended(last.text, line.text))


def _ended(above: str, below: str) -> bool:
    """Whether a line break in the middle of a paragraph was meant as the end of a thought."""
    stripped = below.lstrip(" \t\"“‘'’(")
    above = above.rstrip()
    if above.endswith(OPEN_END) or not stripped or stripped[0].islower():
        return False
    return above.endswith(CLOSED_END) or len(above) < SHORT_LINE


def _continues_wrapped(group: _Group, line: _Line, habit: _Habit) -> bool:
    first, last = group.lines[0], group.lines[-1]
    if BlockKind.PARAGRAPH not in (line.piece.kind, last.piece.kind) or line.piece.kind is not last.piece.kind:
        return False
    if begins_anew(line.text) or names_speaker(line.text.strip()):
        return False
    if names_speaker(last.text.strip()):
        return True
    stripped = line.text.lstrip()
    indent = len(line.text) - len(stripped)
    hanging = bool(split_marker(first.text.lstrip())) and indent > len(first.text) - len(first.text.lstrip())
    if hanging or last.text.rstrip().endswith(OPEN_END) or (stripped[0].islower() and not _small(last, line, habit)):
        return True
    return bool(habit.width) and _no_room(last.text, line.text, habit.width)


def _small(last: _Line, line: _Line, habit: _Habit) -> bool:
    """Whether a line may begin a thought though it begins with a small letter: nothing made the one above end."""
    fits = habit.longest < NARROWEST or not _no_room(last.text, line.text, habit.longest)
    return habit.small or (len(last.text) < SHORT_LINE and not habit.width and fits)


def _block(group: _Group, start: int) -> Block:
    end = start + len(group.text)
    if not group.lines:
        return Block(start, end, start, start, BlockKind.PARAGRAPH)
    piece = group.lines[0].piece
    body = "".join(line.text + line.after for line in group.lines)
    inner, outer = _trim(body, 0, len(body))
    kind, level, bold = piece.kind, piece.level, piece.bold
    marker = ""
    if kind is BlockKind.HEADING:
        hashes = HASHES.match(body, inner)
        inner = hashes.end() if hashes and piece.wrapped else inner
        outer = inner + len(body[inner:outer].rstrip("# \t")) if hashes and piece.wrapped else outer
    elif kind is BlockKind.CELL and piece.wrapped is False and body[inner:outer].endswith("|"):
        inner, outer = _trim(body, inner, outer, " \t|")
    if kind in {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CELL}:
        marker = split_marker(body[inner:outer])
        if marker and kind is BlockKind.PARAGRAPH:
            kind, level = BlockKind.ITEM, _indent(body) // 2
        inner += len(marker)
    emphasis = EMPHASIS.fullmatch(body, inner, outer)
    if emphasis and piece.wrapped:
        inner, outer, bold = inner + 2, outer - 2 - len(emphasis[3]), True
    shift = start + len(group.before)
    return Block(
        start,
        end,
        shift + inner,
        shift + outer,
        kind,
        level=level,
        numbered=piece.numbered or any(form.match(marker + "x") for form in (NUMBER, CLOCK)),
        timed=COUNTER.match(marker + "x") is not None,
        bold=bold,
        marker=marker.strip(),
        place=piece.place,
        apart=bool(group.tail) or group.lines[-1].after.count("\n") > 1,
    )


def _trim(text: str, start: int, end: int, characters: str | None = None) -> tuple[int, int]:
    inside = text[start:end]
    return end - len(inside.lstrip(characters)), start + len(inside.rstrip(characters))


def _indent(text: str) -> int:
    line = text.lstrip("\n").expandtabs(4)
    return len(line) - len(line.lstrip())
