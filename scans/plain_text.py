"""The text of a photographed or scanned file, line by line, for who wants nothing but the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scans.documents import Decoder
from scans.ocr import OcrEngine
from scans.print import as_printed, read_print

DPI = 300


def plain_text(
    data: bytes,
    *,
    languages: Sequence[str],
    engine: OcrEngine,
    progress: Callable[[], object] = lambda: None,
) -> str:
    """The lines of all pages in reading order, pages apart by an empty line.

    :param progress: called after every page.
    :raises Rejected: the file as a whole cannot be read.
    :raises TryAgain: the recogniser is not there.
    """
    pages: list[str] = []
    with Decoder() as decoder, decoder.open(data) as document:
        for number in range(1, document.pages + 1):
            page = document.image(number, DPI)
            own = document.lines(number) if page.digital else []
            lines = (
                as_printed(own) if own else read_print(page.image, page.dpi, engine, languages[:1], languages[1:]).lines
            )
            pages.append("\n".join(line.text for line in lines))
            progress()
    return "\n\n".join(pages)
