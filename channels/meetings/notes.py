"""Notes of a meeting in any usual format → one canonical text with its structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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

Ocr = Callable[[bytes], str]
"""Recognises the text of a photograph or a scanned PDF, page after page, lines as they stand."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The canonical text holds every visible character of the source once; `blocks` divide it without a gap.

    `head` is what the first lines say of the meeting: proposals, for a person to confirm. `recognised` tells that the
    text was read from a picture, so that it may be wrong in any letter.
    """

    name: str
    kind: FileKind
    text: str
    blocks: tuple[Block, ...]
    head: Head
    recognised: bool = False
    pictures: int = 0

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
        found, recognised = _pieces(data, kind, name, ocr)
        text, blocks = assemble(found)
        pictures = _pictures(data, kind)
    except RecursionError as error:  # elements within elements, deeper than any program writes
        raise rejected("damaged") from error
    if not text.strip():
        raise needs_person("no_text_layer") if recognised or pictures else rejected("empty")
    if len(text) > LONGEST:
        raise rejected("too_large")
    blocks = find_headings(text, blocks)
    return Notes(name, kind, text, blocks, read_head(text, blocks), recognised, pictures)


def _pieces(data: bytes, kind: FileKind, name: str, ocr: Ocr | None) -> tuple[Iterable[Piece], bool]:
    match kind:
        case FileKind.DOCX:
            return docx.pieces(Container(data)), False
        case FileKind.ODT:
            return odt.pieces(Container(data)), False
        case FileKind.XLSX:
            return grid.pieces(read_workbook(data)), False
        case FileKind.PDF:
            found = pdf.pieces(data)
            return (found, False) if found is not None else (_recognised(data, ocr), True)
        case FileKind.IMAGE:
            return _recognised(data, ocr), True
        case FileKind.TEXT:
            markdown = name.lower().endswith((".md", ".markdown"))
            return plain.pieces(plain.decode(data), markdown=markdown), False


def _pictures(data: bytes, kind: FileKind) -> int:
    if kind is FileKind.DOCX:
        return docx.pictures(Container(data))
    return odt.pictures(Container(data)) if kind is FileKind.ODT else 0


def _recognised(data: bytes, ocr: Ocr | None) -> list[Piece]:
    if ocr is None:
        raise needs_person("no_text_layer")
    return plain.pieces(plain.decode(ocr(data).encode()), markdown=False)
