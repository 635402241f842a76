"""A PDF with a text layer: paragraphs put together from lines by where they stand on the page."""

from __future__ import annotations

import io
import math
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import chars_to_textmap

from channels.meetings.blocks import BlockKind, Piece, Place
from channels.meetings.markers import begins_anew, split_marker
from channels.meetings.problems import rejected
from channels.meetings.sources.pdf_beside import as_read, stands_upright, turned, written_on
from channels.meetings.sources.pdf_columns import in_reading_order

MOST_PAGES = 500

FEWEST_LETTERS = 10
"""A page with an image and fewer letters than this was scanned; its few letters are a stamp or a page number."""

MOST_CURVES = 100
"""A page with more drawn curves and hardly any letters holds its words as drawings."""

BROKEN = (PSException, PdfminerException, struct.error, zlib.error, ValueError, KeyError, TypeError, IndexError,
          AttributeError, AssertionError, RecursionError, NotImplementedError)  # fmt: skip
"""What the parser raises on files that break the format."""

PARAGRAPH_GAP = 1.35
"""Times the usual distance between lines, from which a distance ends a paragraph."""

HEADING_SIZE = 1.12
"""Times the usual letter size, from which a line is a heading."""

MARGIN = 0.09
"""The part of the page's height, at the top and at the bottom, in which running headers and footers stand."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text; measures in points from the top left of its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    running: bool = False
    place: Place | None = None
    edge: float | None = None
    """How far to the right the lines of its column go, if the page has columns."""


def pieces(data: bytes) -> list[Piece] | None:
    """The paragraphs, items and cells in reading order; None if a page has no text layer and must be recognised.

    :raises Rejected: `encrypted`, `too_large`, `damaged`.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise rejected("too_large")
            pages: list[list[_Line]] = []
            beside: list[str] = []
            tables = _Tables()
            for page in document.pages:
                if _is_scanned(page):
                    return None
                pages.append(_lines(page, tables))
                beside.extend((*turned(page.chars), *written_on(page.annots)))
                page.close()
            height = float(document.pages[0].height) if document.pages else 1.0
    except BROKEN as error:
        locked = isinstance(error, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in error.args)
        raise rejected("encrypted" if locked else "damaged") from error
    if not any(pages) and not beside:
        return None
    asides = [Piece(words, BlockKind.ASIDE) for words in beside]
    return [*_paragraphs(_mark_running(pages, height)), *asides]


def _is_scanned(page: Page) -> bool:
    letters = sum(1 for char in page.chars if char["text"].isalnum())
    return letters < FEWEST_LETTERS and (bool(page.images) or len(page.curves) > MOST_CURVES)


@dataclass
class _Tables:
    """The tables found so far, so that one which goes on over the page keeps its number and its broken row."""

    count: int = 0
    rows: int = 0
    edges: tuple[int, ...] = ()
    page: int = 0

    def first_row(self, table: Table, page: Page) -> tuple[int, int]:
        """The number of this table and of its first row; a row that begins with an empty cell ends the one before."""
        edges = tuple(round(cell[0]) for cell in table.rows[0].cells if cell is not None)
        goes_on = edges == self.edges and page.page_number == self.page + 1 and table.bbox[1] < float(page.height) * 0.2
        self.edges, self.page = edges, page.page_number
        if not goes_on:
            self.count, self.rows = self.count + 1, len(table.rows)
            return self.count, 0
        cells = table.rows[0].cells
        broken = cells[0] is not None and not page.crop(cells[0]).extract_text().strip()
        first = self.rows - 1 if broken else self.rows
        self.rows = first + len(table.rows)
        return self.count, first


def _lines(page: Page, tables: _Tables) -> list[_Line]:
    """The page's lines from top to bottom; every character goes either to one cell of a table or to the text around."""
    boxes: list[tuple[Place, tuple[float, float, float, float]]] = []
    for table in page.find_tables():
        if max(len(row.cells) for row in table.rows) > 1:
            number, first = tables.first_row(table, page)
            for row, cells in enumerate(table.rows, first):
                boxes.extend((Place(number, row, c), box) for c, box in enumerate(cells.cells) if box is not None)
    inside: dict[Place, list[dict[str, Any]]] = {}
    around: list[dict[str, Any]] = []
    for char in page.chars:
        if not stands_upright(char):
            continue
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        place = next((p for p, (x0, top, x1, bottom) in boxes if x0 <= x <= x1 and top <= y <= bottom), None)
        (around if place is None else inside.setdefault(place, [])).append(char)
    groups = _around_tables(around, page.page_number)
    for place, chars in sorted(inside.items(), key=lambda entry: (entry[0].table, entry[0].row, entry[0].column)):
        lines = list(_text_lines(chars, page.page_number, place))
        if lines:
            top = min(box[1] for p, box in boxes if p.table == place.table and p.row == place.row)
            groups.append((top, lines))
    groups.sort(key=lambda group: group[0])
    return [line for _, lines in groups for line in lines]


def _around_tables(chars: list[dict[str, Any]], page: int) -> list[tuple[float, list[_Line]]]:
    """The lines that stand in no table, with the height at which they are read: a column's lines all at its top."""
    parts = [list(_text_lines(part, page, None)) for part in in_reading_order(chars)]
    if len(parts) == 1:
        return [(line.top, [line]) for line in parts[0]]
    groups: list[tuple[float, list[_Line]]] = []
    height = 0.0
    for lines in filter(None, parts):
        height = max(height, min(line.top for line in lines))
        edge = max(line.right for line in lines)
        groups.append((height, [replace(line, edge=edge) for line in lines]))
    return groups


def _text_lines(chars: list[dict[str, Any]], page: int, place: Place | None) -> Iterator[_Line]:
    if not chars:
        return
    for line in chars_to_textmap(chars, x_tolerance_ratio=0.2).extract_text_lines(strip=True):
        own = line["chars"]
        yield _Line(
            text=as_read(line["text"], (char["text"] for char in own)),
            left=line["x0"],
            right=line["x1"],
            top=line["top"],
            bottom=line["bottom"],
            size=median(char["size"] for char in own),
            bold=all("bold" in char["fontname"].lower() or "black" in char["fontname"].lower() for char in own),
            page=page,
            place=place,
        )


def _mark_running(pages: list[list[_Line]], height: float) -> list[_Line]:
    """Lines at the edge of the page that return on most pages, whatever number they hold, or that are only a number."""
    edge = [
        (line, re.sub(r"\d+", "#", line.text))
        for lines in pages
        for line in lines
        if line.place is None and (line.bottom < height * MARGIN or line.top > height * (1 - MARGIN))
    ]
    often = Counter(text for _, text in edge)
    running = {
        id(line)
        for line, text in edge
        if (often[text] > 1 and often[text] * 2 >= len(pages))
        or re.fullmatch(r"(pagina |page |p\. ?)?#.{0,8}", text, re.I)
    }
    return [replace(line, running=id(line) in running) for lines in pages for line in lines]


def _paragraphs(lines: list[_Line]) -> Iterator[Piece]:
    story = [line for line in lines if not line.running]
    if story:
        size = median(line.size for line in story)
        steps = [b.top - a.top for a, b in pairwise(story) if a.page == b.page and 0 < b.top - a.top < 3 * size]
        yield from _join(story, size, min(median(steps), size * 2) if steps else size * 1.2)
    for line in lines:
        if line.running:
            yield Piece(line.text, BlockKind.ASIDE)


def _join(story: list[_Line], size: float, step: float) -> Iterator[Piece]:
    right = max(line.right for line in story) if _is_broken_to_fit(story) else math.inf
    group: list[_Line] = []
    for line in story:
        if group and not _continues(group, line, step, right):
            yield _piece(group, line, size, step)
            group = []
        group.append(line)
    yield _piece(group, None, size, step)


def _is_broken_to_fit(story: list[_Line]) -> bool:
    """Whether any line goes on with a small letter on the next; where none does, each line is a paragraph."""
    return any(
        b.text[:1].islower() and not a.text.rstrip().endswith((".", "?", "!", ":"))
        for a, b in pairwise(story)
        if a.place == b.place and abs(a.size - b.size) <= 0.5
    )


def _continues(group: list[_Line], line: _Line, step: float, right: float) -> bool:
    last = group[-1]
    if line.place != last.place or begins_anew(line.text) or line.bold != last.bold or abs(line.size - last.size) > 0.5:
        return False
    if line.place is not None:
        return True
    if line.size > step:
        return line.top - last.top < 1.6 * line.size
    if line.page == last.page and line.top - last.top > PARAGRAPH_GAP * step:
        return False
    hanging = bool(split_marker(group[0].text)) and line.left > group[0].left + 2
    first_word = line.text.split(" ", 1)[0]
    letter = (line.right - line.left) / max(1, len(line.text))
    full = last.right + (len(first_word) + 1) * letter > (last.edge if last.edge is not None else right)
    return hanging or full or line.text[:1].islower()


def _piece(group: list[_Line], following: _Line | None, size: float, step: float) -> Piece:
    first, last = group[0], group[-1]
    text = first.text
    for line in group[1:]:
        text += ("" if text.endswith("-") and line.text[:1].islower() else " ") + line.text
    heading = first.place is None and first.size > size * HEADING_SIZE and len(group) <= 2
    after = "\n"
    if following is not None:
        in_row = (
            first.place is not None
            and following.place is not None
            and (first.place.table, first.place.row) == (following.place.table, following.place.row)
        )
        apart = following.page == last.page and following.top - last.top > PARAGRAPH_GAP * step
        after = "\t" if in_row else "\n\n" if apart else "\n"
    kind = BlockKind.HEADING if heading else BlockKind.CELL if first.place else BlockKind.PARAGRAPH
    level = 1 if first.size > size * 1.4 else 2
    return Piece(text, kind, level=level if heading else 0, bold=first.bold, place=first.place, after=after)
