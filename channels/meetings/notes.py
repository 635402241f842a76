"""Notes of a meeting in any usual format → one canonical text with its structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from channels.meetings.assembling import assemble
from channels.meetings.blocks import Block, Piece
from channels.meetings.containers import Container, FileKind, recognise
from channels.meetings.head import Head, read_head
from channels.meetings.headings import find_headings
from channels.meetings.problems import needs_person, rejected
from channels.meetings.sources import docx, grid, odt, pdf, plain
from channels.meetings.workbook import read_workbook

LONGEST = 2_000_000
"""Characters of canonical text: a thousand pages."""

Ocr = Callable[[bytes], tuple[str, Sequence[int]]]
"""Recognises the text of a photograph or a scanned PDF, page after page, lines as they stand; and tells which pages
could not be read."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The canonical text holds every visible character of the source once; `blocks` divide it without a gap.

    `head` is what the first lines say of the meeting: proposals, for a person to confirm. `recognised` tells that the
    text was read from a picture, so that it may be wrong in any letter; `unread` are the pages that could not be.
    """

    name: str
    kind: FileKind
    text: str
    blocks: tuple[Block, ...]
    head: Head
    recognised: bool = False
    pictures: int = 0
    unread: tuple[int, ...] = ()

    @property
    def title(self) -> str | None:
        return self.head.title

    @property
    def date(self) -> date | None:
        return self.head.date

    @property
    def place(self) -> str | None:
        return self.head.place


def read_notes(data: bytes, *, name: str, ocr: Ocr | None = None) -> Notes:
    """`name` only tells Markdown from plain text; everything else is recognised by content.

    :raises Rejected: the file is no document, or one that is empty, encrypted, damaged or too large.
    :raises NeedsPerson: it is a picture, and no `ocr` was given or it saw no text.
    """
    kind = recognise(data)
    try:
        found, unread = _pieces(data, kind, name, ocr)
        recognised = unread is not None
        text, blocks = assemble(found)
        pictures = _pictures(data, kind)
    except RecursionError as error:  # elements within elements, deeper than any program writes
        raise rejected("damaged") from error
    if not text.strip():
        raise needs_person("no_text_layer") if recognised or pictures else rejected("empty")
    if len(text) > LONGEST:
        raise rejected("too_large")
    blocks = find_headings(text, blocks)
    return Notes(name, kind, text, blocks, read_head(text, blocks), recognised, pictures, tuple(unread or ()))


def _pieces(data: bytes, kind: FileKind, name: str, ocr: Ocr | None) -> tuple[Iterable[Piece], Sequence[int] | None]:
    """The pieces; and where they were recognised in pictures, which pages could not be read."""
    match kind:
        case FileKind.DOCX:
            return docx.pieces(Container(data)), None
        case FileKind.ODT:
            return odt.pieces(Container(data)), None
        case FileKind.XLSX:
            return grid.pieces(read_workbook(data)), None
        case FileKind.PDF:
            found = pdf.pieces(data)
            return (found, None) if found is not None else _recognised(data, ocr)
        case FileKind.IMAGE:
            return _recognised(data, ocr)
        case FileKind.TEXT:
            markdown = name.lower().endswith((".md", ".markdown"))
            return plain.pieces(plain.decode(data), markdown=markdown), None


def _pictures(data: bytes, kind: FileKind) -> int:
    if kind is FileKind.DOCX:
        return docx.pictures(Container(data))
    return odt.pictures(Container(data)) if kind is FileKind.ODT else 0


def _recognised(data: bytes, ocr: Ocr | None) -> tuple[list[Piece], Sequence[int]]:
    if ocr is None:
        raise needs_person("no_text_layer")
    text, unread = ocr(data)
    return plain.pieces(plain.decode(text.encode()), markdown=False), unread
