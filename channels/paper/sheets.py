"""Form pages in any order → one document for each person who filled a form in.

A photocopied form carries the same sheet name as its original, so several people's pages may share one. Pages are then
told apart by the strokes on them, and put together only where the order in the file leaves no doubt: the answers of two
people are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from channels.paper.reading import contact_boxes, read_sheet, read_texts, wants_outcome
from channels.paper.results import Document, MissingPage, Problem
from channels.printed.layout import FormLayout
from channels.printed.observing import Observed
from models.definition import Definition
from scans.identity import PageIdentity, spoken
from scans.strokes import Strokes, same_strokes


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of a form of ours, read. `number` counts in the file; `image` is the encoded upright page.

    `part` counts the separator sheets before it: what lies between two of them is never put together with the rest.
    `typed` is what the fields of a page say that was filled in on screen, by the number of the box.
    """

    number: int
    identity: PageIdentity
    definition: Definition = field(repr=False)
    layout: FormLayout = field(repr=False)
    observed: tuple[Observed, ...] = field(repr=False)
    strokes: Strokes = field(repr=False)
    image: bytes = field(repr=False)
    part: int = 0
    typed: Mapping[int, str] = field(default_factory=dict, repr=False)


def documents(pages: Sequence[FormPage]) -> tuple[list[Document], list[Problem]]:
    """The documents in `pages`, and what is missing or doubled."""
    sheets: dict[tuple[int, str, int, str, str], list[FormPage]] = {}
    for page in pages:
        identity = page.identity
        key = (page.part, identity.consultation, identity.version, identity.language, identity.sheet)
        sheets.setdefault(key, []).append(page)
    out: list[Document] = []
    problems: list[Problem] = []
    for sheet in sheets.values():
        people, doubled = _people(sheet)
        problems += [_duplicate(page, first) for page, first in doubled]
        for person in people:
            ordered = sorted(person, key=lambda page: page.identity.page)
            missing = _missing(ordered)
            problems += [_missing_page(ordered, page) for page in missing]
            out.append(_document(ordered, complete=not any(_has_boxes(ordered[0], page) for page in missing)))
    return out, problems


def _people(sheet: list[FormPage]) -> tuple[list[list[FormPage]], list[tuple[FormPage, FormPage]]]:
    """The pages of each person, and the pages that are the same paper scanned again (with the first scan of it)."""
    versions: dict[int, list[FormPage]] = {}
    doubled: list[tuple[FormPage, FormPage]] = []
    for page in sheet:
        others = versions.setdefault(page.identity.page, [])
        first = next((other for other in others if _same_paper(page, other)), None)
        if first is None:
            others.append(page)
        else:
            doubled.append((page, first))
    if all(len(others) == 1 for others in versions.values()):
        return [[others[0] for others in versions.values()]], doubled
    return _copies(sheet, doubled)


def _same_paper(page: FormPage, other: FormPage) -> bool:
    return same_strokes(page.strokes, other.strokes) and page.typed == other.typed


def _copies(
    sheet: list[FormPage], doubled: list[tuple[FormPage, FormPage]]
) -> tuple[list[list[FormPage]], list[tuple[FormPage, FormPage]]]:
    """Several people on copies of one form: whole runs of pages in file order are a person's; anything else stays
    apart, page by page."""
    first_of = {page.number: first for page, first in doubled}
    runs: list[list[FormPage]] = []
    again: list[tuple[FormPage, FormPage]] = []
    for run in _runs(sheet):
        firsts = [first_of.get(page.number) for page in run]
        if any(page.strokes.written for page in run) and all(first is not None for first in firsts):
            again += [(page, first) for page, first in zip(run, firsts, strict=True) if first is not None]
        else:
            runs.append(run)
    if all(not any(_has_boxes(run[0], page) for page in _missing(run)) for run in runs):
        return runs, again
    apart = [[page] for run in runs for page in run if page.strokes.written or page.number not in first_of]
    again += [
        (page, first_of[page.number])
        for run in runs
        for page in run
        if not page.strokes.written and page.number in first_of
    ]
    return apart, again


def _runs(sheet: list[FormPage]) -> Iterator[list[FormPage]]:
    run: list[FormPage] = []
    for page in sorted(sheet, key=lambda page: page.number):
        if run and page.identity.page <= run[-1].identity.page:
            yield run
            run = []
        run.append(page)
    yield run


def _missing(person: Sequence[FormPage]) -> list[int]:
    there = {page.identity.page for page in person}
    return [page for page in range(1, person[0].identity.pages + 1) if page not in there]


def _has_boxes(page: FormPage, number: int) -> bool:
    return any(number == at for at, _ in page.layout.boxes())


def _document(pages: list[FormPage], *, complete: bool) -> Document:
    identity = pages[0].identity
    observed = [one for page in pages for one in page.observed]
    codes = {page.identity.participation for page in pages if page.identity.participation}
    return Document(
        kind="form",
        pages=tuple(page.number for page in pages),
        readings=tuple(read_sheet(pages[0].definition, observed)),
        page_images={page.number: page.image for page in pages},
        page_texts={page.number: tuple(read_texts(page.observed)) for page in pages},
        consultation=identity.consultation,
        version=identity.version,
        language=identity.language,
        sheet=identity.sheet,
        participation_code=codes.pop() if len(codes) == 1 else None,
        complete=complete,
        wants_outcome=wants_outcome(observed),
        contact=contact_boxes(observed),
        printed_pages={page.number: page.identity.page for page in pages},
        layout=pages[0].layout,
    )


def _missing_page(pages: list[FormPage], page: int) -> Problem:
    first = pages[0]
    what = f"Page {page} of {first.identity.pages} of form {spoken(first.identity.sheet)} is missing"
    asks = _has_boxes(first, page)
    then = (
        ". Look for it and scan it, alone or with the whole form." if asks else "; it asks nothing, so nothing is lost."
    )
    missing = MissingPage(page, first.identity.pages, spoken(first.identity.sheet), asks)
    return Problem(first.number, "missing_page", f"{what}{then}", missing)


def _duplicate(page: FormPage, first: FormPage) -> Problem:
    return Problem(
        page.number, "duplicate_page", f"This is page {first.number} of the file, scanned twice; it counts once."
    )
