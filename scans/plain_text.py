"""The text of a photographed or scanned file, line by line, for who wants nothing but the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.errors import Rejected
from scans.documents import Decoder, OpenDocument
from scans.ocr import OcrEngine
from scans.print import PrintedLine, as_printed, read_print

DPI = 300


def plain_text(
    data: bytes,
    *,
    languages: Sequence[str],
    engine: OcrEngine,
    progress: Callable[[], object] = lambda: None,
) -> tuple[str, list[int]]:
    """The lines of all pages in reading order, pages apart by an empty line; and which pages could not be read.

    :param progress: called after every page.
    :raises Rejected: the file as a whole cannot be read.
    :raises TryAgain: the recogniser is not there.
    """
    pages: list[str] = []
    unread: list[int] = []
    with Decoder() as decoder, decoder.open(data) as document:
        for number in range(1, document.pages + 1):
            try:
                lines = _lines(document, number, languages, engine)
            except Rejected:
                if document.pages == 1:
                    raise
                lines = None
            pages.append("\n".join(line.text for line in lines or ()))
            if lines is None:
                unread.append(number)
            progress()
    return "\n\n".join(pages), unread


def _lines(
    document: OpenDocument, number: int, languages: Sequence[str], engine: OcrEngine
) -> Sequence[PrintedLine] | None:
    """None where there is something that cannot be read."""
    page = document.image(number, DPI)
    own = document.lines(number) if page.digital else []
    if own:
        return as_printed(own)
    read = read_print(page.image, page.dpi, engine, languages[:1], languages[1:])
    return read.lines if read.lines or read.blank else None
