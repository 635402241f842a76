"""A stack of post as it comes off the scanner: people's forms and letters in any order, with all that goes wrong.

The truth is known of every page, so that a reading can be held against it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

from channels.paper.batch import FileReading
from channels.paper.form import make_form
from channels.paper.separators import make_separators
from models.definition import Definition
from models.reading import Value
from models.vocabulary import AnswerState
from tests.paper_kit import Grey, Pen, fill_pages, noisy, printed, random_answers, scaled, square, turned

DPI = 150
SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
TELLS = ("unreadable_page", "blank_page", "foreign_page", "duplicate_page", "separator")


@dataclass(frozen=True)
class Page:
    """`owner` is the person whose page this is, None for nobody's; `tells` the code that must name it, if any."""

    jpeg: bytes
    owner: int | None = None
    tells: str | None = None


@dataclass(frozen=True)
class Stack:
    definition: Definition
    pages: tuple[Page, ...]
    answers: tuple[dict[str, Value], ...]
    """What each person answered; empty for who wrote a letter."""
    whole: frozenset[int]
    """People of whose form no page is missing."""
    letters: frozenset[int]

    def pdf(self) -> bytes:
        """The stack as one scanned file."""
        out = pikepdf.new()
        for page in self.pages:
            one = io.BytesIO()
            Image.open(io.BytesIO(page.jpeg)).save(one, "PDF", resolution=DPI)
            with pikepdf.open(one) as made:
                out.pages.extend(made.pages)
        target = io.BytesIO()
        out.save(target)
        return target.getvalue()


def consultation() -> Definition:
    return square().model_copy(update={"contact": "none"})


def stack(sheets: int, seed: int) -> Stack:
    """Of every 24 sheets: 20 forms (one lacks a page, one has a page twice, and two are copies of one form), three
    letters (one of two pages), a form of nobody's consultation; and backs without anything on them."""
    rng = np.random.default_rng(seed)
    definition = consultation()
    answers: list[dict[str, Value]] = []
    whole, letters = set[int](), set[int]()
    loose: list[list[Page]] = []
    """What may be shuffled; pages in one list stay in order."""
    for _ in range(round(sheets / 24)):
        form = make_form(definition, 1, language="nl", copies=19)
        asked = sorted({page for page, _ in form.layout.boxes()})
        blank_form = printed(form.pdf)
        count = len(form.layout.pages)
        copies: list[Page] = []
        for person in range(20):
            copy = min(person, 18)
            owner, given = len(answers), random_answers(definition, rng)
            answers.append(given)
            sheet = [page.copy() for page in blank_form[copy * count : (copy + 1) * count]]
            fill_pages(sheet, form.layout, definition, given, Pen(int(rng.integers(10**6))))
            pages = [Page(_scanned(sheet[at - 1], rng), owner) for at in asked]
            if person == 0:
                pages.pop()
            else:
                whole.add(owner)
            if person == 1:
                pages.append(Page(_scanned(sheet[asked[0] - 1], rng), owner, "duplicate_page"))
            if person >= 18:
                copies += pages
            else:
                loose += [[page, *_backs(rng)] for page in pages]
        loose.append(copies)
        for pages_of_letter in (1, 1, 2):
            owner = len(answers)
            answers.append({})
            letters.add(owner)
            loose.append([Page(_letter(rng, at, pages_of_letter), owner) for at in range(1, pages_of_letter + 1)])
        stranger = make_form(definition.model_copy(update={"code": "9999"}), 1, language="nl")
        loose.append([Page(_scanned(printed(stranger.pdf)[0], rng), None, "foreign_page")])
        loose.append([Page(_separator(), None, "separator"), *_backs(rng)])
    order = rng.permutation(len(loose))
    shuffled = tuple(chain.from_iterable(loose[at] for at in order))
    return Stack(definition, _separated(shuffled), tuple(answers), frozenset(whole), frozenset(letters))


def _separated(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Separator sheets come first: in the middle they would, as they should, keep a shuffled form's pages apart."""
    return (*(page for page in pages if page.tells == "separator"), *(p for p in pages if p.tells != "separator"))


def faults(made: Stack, reading: FileReading) -> list[str]:
    """What is wrong with a reading: each page in one place, no two people in one document, no answer of another's."""
    found: list[str] = []
    placed = Counter(page for document in reading.documents for page in document.pages)
    named = {problem.page for problem in reading.problems if problem.code in TELLS}
    for number, page in enumerate(made.pages, start=1):
        if placed[number] + (number in named) != 1:
            found.append(f"page {number} is in {placed[number]} documents and {'' if number in named else 'not '}named")
        if page.tells not in (None, "duplicate_page") and placed[number]:
            found.append(f"page {number} should be told as {page.tells}")
    complete: set[int] = set()
    for document in reading.documents:
        owners = {made.pages[number - 1].owner for number in document.pages}
        if len(owners) != 1:
            found.append(f"pages {document.pages} are of {owners}")
            continue
        (owner,) = owners
        assert owner is not None
        if (document.kind == "letter") != (owner in made.letters):
            found.append(f"pages {document.pages} are told as a {document.kind}")
        if document.kind == "form" and document.complete:
            complete.add(owner)
        for one in document.readings:
            read = one.state is AnswerState.READ and document.kind == "form"
            if read and one.value != made.answers[owner].get(one.question):
                found.append(f"{one.question} of {owner} was read as {one.value!r}")
    if complete != made.whole:
        found.append(f"complete are {sorted(complete)} and not {sorted(made.whole)}")
    return found


def _scanned(page: Grey, rng: np.random.Generator) -> bytes:
    """At `DPI`, a little askew, now and then upside down."""
    seen = noisy(turned(scaled(page, DPI), float(rng.uniform(-1.5, 1.5))), rng, 3)
    return _jpeg(np.rot90(seen, 2) if rng.random() < 0.3 else seen)


def _backs(rng: np.random.Generator) -> Sequence[Page]:
    """The blank back of a page, as often as not."""
    if rng.random() < 0.5:
        return ()
    back = noisy(np.full((1754, 1240), 246, np.uint8), rng, 3)
    return (Page(_jpeg(back), None, "blank_page"),)


@cache
def _separator() -> bytes:
    return _jpeg(scaled(printed(make_separators(1))[0], DPI))


SENTENCES = (
    "Ik woon al drieëntwintig jaar naast het plein.",
    "In de avond is het er donker en dat vindt niemand prettig.",
    "Kunnen er bankjes komen bij de halte?",
    "De kinderen spelen nu tussen de auto's.",
    "Een paar bomen zouden veel schaduw geven.",
    "Mijn buren denken er net zo over.",
)


def _letter(rng: np.random.Generator, page: int, pages: int) -> bytes:
    body = [str(rng.choice(SENTENCES)) for _ in range(int(rng.integers(8, 18)))]
    head = ["Zaandijk, 3 november 2026", "", "Geachte heer, mevrouw,", ""] if page == 1 else []
    tail = ["", "Met vriendelijke groet,", "A. Verzonnen"] if page == pages else []
    number = ["", f"blad {page} van {pages}"] if pages > 1 else []
    sheet = Image.new("L", (1240, 1754), 250)
    pen, face = ImageDraw.Draw(sheet), ImageFont.truetype(SERIF, 25)
    pen.multiline_text((140, 140), "\n".join([*head, *body, *tail, *number]), 25, face, spacing=12)
    return _jpeg(noisy(np.asarray(sheet), rng, 2))


def _jpeg(page: Grey) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(page)).save(out, "JPEG", quality=80)
    return out.getvalue()
