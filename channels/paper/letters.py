"""Pages of print that are no form of ours → letters, each with what it says and the consultation it seems to be about.

Everything here is a proposal: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from channels.paper.anatomy import Placed, Role, anatomy
from channels.paper.correspondence import correspondence, greets
from channels.paper.grouping import Letter, LetterPage, letters_of
from channels.paper.results import Document, ReadText
from channels.paper.subject import propose
from models.definition import STATEMENT, Definition
from models.normalization import clean_text
from models.reading import OnPage, Reading
from models.vocabulary import AnswerState, Doubt
from scans.language import language_of

BADLY = 0.90
"""Mean confidence, and part of the page's letters that was read, below which errors are likely; see decision 39."""

BADLY_IN = {"ar": 0.88}
"""The same in a script of which engines are less sure where they read it right; see decision 47."""

NOTHING = 0.70
"""Below this what was read is handwriting or worse: nobody can even tell the writer's name from the rest."""

_POINT = re.compile(r"^\(?(\d{1,2})[.),]\s+\S")
_SMUDGED = re.compile(r"^\W{0,2}([\dlI|]{1,2})\s?[.),:;·-]?\s*(?=[^\W\d_])(?P<word>\w)")
"""A number as a copier leaves it: its stop is gone, or 1 is read as l or I."""

_BROKEN = re.compile(r"[^\W\d_]{2}-$")
_SENTENCE_ENDED = re.compile(r"[.!?…:;]\W*$")
FULL_LINE = 0.85
"""Part of the widest line's: one that ends further left may have been left short."""
_AND = frozenset({"en", "of", "tot", "and", "or", "ve", "i", "lub", "та", "і"})
"""After "fiets-" these do not go on with the word: "fiets- en wandelpaden"."""


def documents(pages: Sequence[LetterPage], consultations: Sequence[Definition]) -> list[Document]:
    """The letters in `pages`, which come in file order."""
    return [document(letter, consultations) for letter in letters_of(pages)]


def document(letter: Letter, consultations: Sequence[Definition]) -> Document:
    """What one letter says, and the one of `consultations` that it seems to be about."""
    lines = anatomy(letter.pages)
    by_role = {role: [one for one in lines if one.role is role] for role in Role}
    head, signed = ([one.text for one in by_role[role]] for role in (Role.HEAD, Role.SIGNED))
    return Document(
        kind="letter",
        pages=tuple(page.number for page in letter.pages),
        readings=tuple(_readings(letter.pages, by_role[Role.BODY])),
        page_images={page.number: page.image for page in letter.pages},
        page_texts={page.number: tuple(ReadText(line.text, line.box) for line in page.lines) for page in letter.pages},
        consultation=propose([line.text for page in letter.pages for line in page.lines], consultations),
        correspondence=correspondence(head, signed),
        language=_language(letter, consultations),
        goes_on=letter.goes_on.pages[0].number if letter.goes_on else None,
    )


def _language(letter: Letter, consultations: Sequence[Definition]) -> str | None:
    """The one of the consultations' languages that a letter is written in, where that is clear."""
    spoken = list(dict.fromkeys(language for one in consultations for language in one.languages))
    return language_of(" ".join(line.text for page in letter.pages for line in page.lines), spoken)


def starts(pages: Sequence[LetterPage]) -> frozenset[tuple[int, int]]:
    """Where contributions of their own seem to begin after the first: page (from 1) and line (from 0).

    That is at each numbered point and at what follows the last one, and where somebody is greeted once more.
    """
    lines = anatomy(pages)
    parts = _parts([one for one in lines if one.role is Role.BODY])
    again = [one for one in lines if one.role is not Role.RUNNING and greets(one.text)][1:]
    begins = {(one.page, one.line.box) for one in [*(part[0] for part in parts[1:]), *again]}
    places = (
        (at, n, (page.number, line.box)) for at, page in enumerate(pages, start=1) for n, line in enumerate(page.lines)
    )
    return frozenset((at, n) for at, n, where in places if where in begins)


def _readings(letter: Sequence[LetterPage], body: list[Placed]) -> list[Reading]:
    if not body:
        page = letter[0].number
        whole = OnPage(page, 0.0, 0.0, 210.0, 297.0)
        return [Reading(STATEMENT.key, None, None, AnswerState.ILLEGIBLE, 0.0, where=whole, doubt=Doubt.UNREADABLE)]
    sure = {page.number: page.confidence for page in letter}
    return [_reading(part, sure) for part in _parts(body)]


def _parts(body: list[Placed]) -> list[list[Placed]]:
    """The body as one statement, or one for each numbered point and for what stands around them."""
    points = [at for at, one in enumerate(body) if _POINT.match(one.line.text)]
    in_order = _in_order([one.line.text for one in body])
    if not points or len(in_order) < 2 or not set(points) <= set(in_order):
        return [body]
    parts = [body[: in_order[0]]] if in_order[0] else []
    for at, following in zip(in_order, [*in_order[1:], None], strict=True):
        point = body[at:following]
        if following is None:
            point, rest = _last_point(point)
            parts += [point, rest] if rest else [point]
        else:
            parts.append(point)
    return parts


def _in_order(texts: Sequence[str]) -> list[int]:
    """The lines that begin with 1, 2, 3 and so on, in that order; a capital must follow a number that is smudged."""
    found: list[int] = []
    for at, text in enumerate(texts):
        point = _POINT.match(text)
        smudged = _SMUDGED.match(text) if point is None else None
        if smudged is not None and smudged["word"].isupper():
            point = smudged
        if point is not None and re.sub(r"[lI|]", "1", point[1]) == str(len(found) + 1):
            found.append(at)
    return found


def _last_point(lines: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The last point ends with its paragraph; what follows is not part of it."""
    paragraph = lines[0].line.paragraph
    for at, one in enumerate(lines):
        if one.line.paragraph != paragraph:
            return lines[:at], lines[at:]
    return lines, []


def _reading(part: list[Placed], sure: Mapping[int, float]) -> Reading:
    """`sure`: how surely each page was read."""
    text = clean_text(_joined(part))
    mean = sum(one.line.confidence for one in part) / len(part)
    confidence = round(min(mean, *(sure[one.page] for one in part)), 3)
    page = part[0].page
    boxes = [one.line.box for one in part if one.page == page]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    where = OnPage(page, left, top, round(right - left, 1), round(bottom - top, 1))
    if not text or confidence < NOTHING:
        doubt = Doubt.UNREADABLE
        return Reading(STATEMENT.key, None, None, AnswerState.ILLEGIBLE, confidence, where=where, doubt=doubt)
    badly = BADLY_IN.get(language_of(text, tuple(BADLY_IN)) or "", BADLY)
    doubt = Doubt.BADLY_READ if confidence < badly else Doubt.TEXT
    return Reading(STATEMENT.key, text, text, AnswerState.UNCERTAIN, confidence, where=where, doubt=doubt)


def _joined(part: list[Placed]) -> str:
    """Lines as paragraphs: an empty line where the letter leaves one, a space where only the line ends, and nothing
    where a word was broken."""
    text, widest = "", max(_end(one) for one in part)
    for before, one in zip([None, *part[:-1]], part, strict=True):
        if before is None:
            text = one.line.text
        elif _ends_paragraph(before, one, widest):
            text += "\n\n" + one.line.text
        elif _BROKEN.search(text) and one.text[:1].islower() and one.text.split()[0] not in _AND:
            text = text[:-1] + one.line.text
        else:
            text += " " + one.line.text
    return text


def _end(one: Placed) -> float:
    """mm: the right end of a line."""
    return one.line.box[0] + one.line.box[2]


def _ends_paragraph(before: Placed, one: Placed, widest: float) -> bool:
    """Whether a paragraph ends with `before`. An engine that says so in the middle of a sentence, after a line as wide
    as the others, was misled by how the page lies or is spaced."""
    if before.page != one.page or before.line.paragraph == one.line.paragraph:
        return False
    goes_on = one.text[:1].islower() and not _SENTENCE_ENDED.search(before.text)
    return not (goes_on and _end(before) >= FULL_LINE * widest)
