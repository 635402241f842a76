"""The parts that every kind of notes is brought down to, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    ASIDE = "aside"
    """Outside the story: page headers and footers, footnotes, comments."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's place; all three count from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What a source hands over: one paragraph, or one physical line where the source has only lines (`wrapped`).

    `after` is the white space that stands between this piece and the next in the canonical text. A line break inside
    `text` was put there by a person. `level` is a heading's depth (0 a title) or a list item's nesting, from 0.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    numbered: bool = False
    bold: bool = False
    wrapped: bool = False
    place: Place | None = None
    after: str = "\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the canonical text. Blocks follow one another without gaps, so white space belongs to one as well.

    `start` and `end` are character offsets; `inner` and `outer` enclose what is left without the list marker, heading
    signs and white space around it. `marker` is what was typed in front of a list item.
    """

    start: int
    end: int
    inner: int
    outer: int
    kind: BlockKind
    level: int = 0
    numbered: bool = False
    bold: bool = False
    marker: str = ""
    timed: bool = False
    """The marker tells how far a recording was."""

    place: Place | None = None
    apart: bool = False
    """White space of at least one empty line follows."""


def asides(story: Iterable[Piece]) -> Iterator[Piece]:
    """What stands beside the text, such as headers and notes: told apart, and of no table."""
    for piece in story:
        yield replace(piece, kind=BlockKind.ASIDE, place=None)
