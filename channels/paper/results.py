"""What came out of one scanned file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from channels.printed.layout import FormLayout
from models.reading import OnPage, Reading


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Which printed page of which form is not there, of how many, and whether it asks anything."""

    page: int
    pages: int
    sheet: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about a page (numbered in the file), or about the whole file if `page` is None.

    `code` is one of the contract's: missing_page, duplicate_page, foreign_page, blank_page, unreadable_page, encrypted,
    too_large, not_a_document. Or it is separator: a sheet of ours between two documents. `missing` is told with
    missing_page.
    """

    page: int | None
    code: str
    message: str
    missing: MissingPage | None = None


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What a letter says about itself, to be confirmed by a person: never stored as answers."""

    sender: tuple[str, ...] = ()
    date: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ReadText:
    """Words where they stand: x, y, width and height in mm from the top left of the upright page."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Document:
    """One person's form, or one letter.

    `pages` are numbers in the file, in the order in which the document is read. Every reading's `where` counts pages in
    the same way, in mm on that page's image in `page_images` (JPEG, upright, with its resolution). `page_texts` is all
    that was read on each page. `contact` says where on a form somebody wrote a name, address or phone number.
    `printed_pages` tells of each page of a form which of the printed ones it is, `layout` where all their boxes stand.
    """

    kind: Literal["form", "letter"]
    pages: tuple[int, ...]
    readings: tuple[Reading, ...]
    page_images: Mapping[int, bytes] = field(repr=False)
    page_texts: Mapping[int, tuple[ReadText, ...]] = field(repr=False)
    consultation: str | None = None
    version: int | None = None
    language: str | None = None
    sheet: str | None = None
    participation_code: str | None = None
    complete: bool = True
    wants_outcome: bool | None = None
    contact: tuple[tuple[str, OnPage], ...] = ()
    correspondence: Correspondence | None = None
    printed_pages: Mapping[int, int] = field(default_factory=dict)
    layout: FormLayout | None = field(default=None, repr=False)
    goes_on: int | None = None
    """The first page of the letter that this one may be the rest of: a person decides."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """Every page of the file is in exactly one document, or named in `problems`."""

    pages: int
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
