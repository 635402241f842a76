"""Which pages of print make one letter.

Pages are put together only where the paper itself leaves no doubt: its page numbers say so, or a sentence runs on from
one page to the next. Where it is merely likely, the later page is a letter of its own that says which one it seems to
go on; joining two letters costs a person one look, and two people in one letter cost everybody's trust.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from channels.paper.correspondence import closing_in, greets, is_head
from scans.print import PrintedLine
from scans.registration import PAGE_HEIGHT

_PAGE = r"(?:pagina|bladzijde|blz|bladsiide|blad|vel|page|pag|side|strona|str|sayfa|сторінка|стор|صفحة)\.?"
_COUNT = r"(?P<page>\d{1,2})(?:\s*(?:/|van|of|fan|z|з|من)\s*(?P<pages>\d{1,2}))?"
_NUMBERED = re.compile(rf"(?:^\W*|\b{_PAGE}\s*:?\s*){_COUNT}\W*$", re.IGNORECASE)
_ONLY_NUMBERED = re.compile(rf"\W*(?:vervolg\w*\W+)?(?:{_PAGE}\s*:?\s*)?{_COUNT}\W*", re.IGNORECASE)
_GOES_ON = re.compile(r"^\W*(?:vervolg(?:blad)?|ferfolch|continued|devamı|ciąg dalszy|продовження)\b", re.IGNORECASE)
_ATTACHED = re.compile(
    r"^\W*(?:p\.?\s?s\.?\b|bijlagen?\b|naschrift|enclosure|appendix|ek:|załącznik|додаток)", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?…:;)\]\"'”’»]\s*$")
_PAGE_OF = re.compile(rf"\b{_PAGE}\s*:?\s*{_COUNT}\W*$", re.IGNORECASE)
_LONGEST_NUMBER = 30
"""Characters of a line that is a page's number and no sentence."""

LONGEST_RUNNING = 100
"""Characters of a line that says whose letter this is, of which day, and which page of it."""

EDGE_LINES = 2
"""Lines at the top and the bottom of a page among which its number is looked for."""

HEAD_LINES = 6
"""Lines at the top of a page among which an address or a date shows that a letter begins."""

FULL = 0.72
"""Part of a page's length: writing that reaches lower has filled the page."""

SAME_MARGIN = 8.0
"""mm between the left margins of two pages of one hand."""

SAME_HEIGHT = 1.25
"""Times as high as the other's: lines of one typeface, also if one page lay further from the camera."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of print or writing. `number` counts in the file; `lines` is empty where nothing could be read.

    `part` counts the separator sheets before it, and `order` the pages before it that were not blank.
    """

    number: int
    lines: tuple[PrintedLine, ...]
    confidence: float
    image: bytes = field(repr=False)
    part: int = 0
    order: int = 0


@dataclass(slots=True)
class Letter:
    """Pages that surely are one letter. `goes_on`: the letter before it, which it may be the rest of."""

    pages: list[LetterPage]
    goes_on: Letter | None = None


def letters_of(pages: Sequence[LetterPage]) -> list[Letter]:
    """The letters in `pages`, which come in file order."""
    letters: list[Letter] = []
    for page in pages:
        before = letters[-1] if letters else None
        if before is not None and surely_goes_on(before.pages, page):
            before.pages.append(page)
        elif before is not None and _may_go_on(before.pages, page):
            letters.append(Letter([page], goes_on=before))
        else:
            letters.append(Letter([page]))
    return letters


def is_page_number(text: str) -> bool:
    """Whether a line says which page this is, and nothing else."""
    return len(text) < _LONGEST_NUMBER and bool(_ONLY_NUMBERED.fullmatch(text) or _GOES_ON.match(text))


def says_it_goes_on(text: str) -> bool:
    """Whether a line, at the top of a page, says of which letter or which page of it this is the rest."""
    return len(text) < LONGEST_RUNNING and bool(_GOES_ON.match(text) or _PAGE_OF.search(text))


def surely_goes_on(letter: Sequence[LetterPage], page: LetterPage) -> bool:
    """Whether `page` is without doubt the next page of `letter`: it comes right after it, in the same hand, and says so
    by its number, by a word, or by the end of a sentence."""
    last = letter[-1]
    if not _adjacent(last, page) or not page.lines or not last.lines:
        return False
    texts = [line.text for line in page.lines]
    fits = _number_fits(letter, page)
    if fits is not None:
        return fits and _same_hand(last, page) and not _has_closed(letter)
    if any(_GOES_ON.match(text) for text in texts[:EDGE_LINES]) or _ATTACHED.match(texts[0]):
        return True
    return not _begins(texts) and not _has_closed(letter) and _runs_on(last, page)


def _may_go_on(letter: Sequence[LetterPage], page: LetterPage) -> bool:
    """Whether nothing says that a new letter begins, and the pages look alike or their numbers fit."""
    last = letter[-1]
    if page.part != last.part:
        return False
    fits = _number_fits(letter, page)
    if fits is not None:
        return fits
    if not page.lines or not last.lines:
        # Handwriting that nobody could read: only a person sees whose it is.
        return _adjacent(last, page) and not page.lines and not last.lines
    begins = _begins([line.text for line in page.lines])
    return (
        _adjacent(last, page) and not begins and not _has_closed(letter) and _is_full(last) and _same_hand(last, page)
    )


def _adjacent(last: LetterPage, page: LetterPage) -> bool:
    return page.part == last.part and page.order == last.order + 1


def _number_fits(letter: Sequence[LetterPage], page: LetterPage) -> bool | None:
    """Whether the page's number is the next one; None if neither page says anything about it."""
    number, pages = _number(page)
    before, of = _number(letter[-1])
    if number is not None:
        return number == (before or len(letter)) + 1 and (of is None or pages is None or of == pages)
    return False if before is not None and before == of else None


def _number(page: LetterPage) -> tuple[int | None, int | None]:
    """The page's own number and how many there are, as far as its edges say so."""
    texts = [line.text for line in page.lines]
    for text in [*texts[:EDGE_LINES], *texts[-EDGE_LINES:]]:
        found = (_NUMBERED if len(text) < _LONGEST_NUMBER else _PAGE_OF).search(text[-LONGEST_RUNNING:])
        if found is not None:
            number, pages = int(found["page"]), int(found["pages"]) if found["pages"] else None
            if 1 <= number <= (pages or number):
                return number, pages
    return None, None


def _begins(texts: Sequence[str]) -> bool:
    """Whether a letter begins on this page: with a salutation, or an address or date that no greeting goes before."""
    closing = next((at for at, text in enumerate(texts) if closing_in(text) is not None), len(texts))
    head = texts[: min(HEAD_LINES, closing)]
    return any(greets(text) for text in texts) or any(is_head(text) for text in head)


def _has_closed(letter: Sequence[LetterPage]) -> bool:
    return any(closing_in(line.text) is not None for page in letter for line in page.lines)


def _runs_on(last: LetterPage, page: LetterPage) -> bool:
    """Whether the last sentence of one page ends on the other."""
    ending = [line.text for line in last.lines if not is_page_number(line.text)]
    beginning = [line.text for line in page.lines if not is_page_number(line.text)]
    if not ending or not beginning or _ENDED.search(ending[-1]):
        return False
    first = next((letter for letter in beginning[0] if letter.isalpha()), "")
    return first.islower() or ending[-1].rstrip().endswith(("-", ","))


def _is_full(page: LetterPage) -> bool:
    return max(line.box[1] + line.box[3] for line in page.lines) >= FULL * PAGE_HEIGHT


def _same_hand(last: LetterPage, page: LetterPage) -> bool:
    """Whether both pages have the same margin, and lines as high."""
    heights = [median(line.box[3] for line in one.lines) for one in (last, page)]
    margins = [median(line.box[0] for line in one.lines) for one in (last, page)]
    return max(heights) <= SAME_HEIGHT * min(heights) and abs(margins[0] - margins[1]) <= SAME_MARGIN
