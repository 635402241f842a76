"""A whole scanned file → its forms and letters, with every page accounted for.

Pages are read one after another; a page that cannot be read costs nothing but itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial

from channels.paper import letters, sheets
from channels.paper.form_layout import form_layout
from channels.paper.grouping import LetterPage
from channels.paper.reading import alphabets
from channels.paper.results import Correspondence, Document, FileReading, Problem
from channels.paper.sheets import FormPage
from channels.paper.typed import typed_in_boxes
from channels.printed.kept_pages import kept
from channels.printed.layout import FormLayout, PageLayout
from channels.printed.observing import observe
from models.definition import Definition
from models.errors import Rejected
from scans.documents import Decoder, Grey, OpenDocument, PageImage
from scans.engines.named import FOR_HANDWRITING, handwriting_engine
from scans.engines.tesseract import Tesseract
from scans.handwriting import HandwritingEngine
from scans.identity import MeetingIdentity, PageIdentity, SeparatorIdentity
from scans.ink import ink_page
from scans.ocr import OcrEngine
from scans.pages import FoundPage, LostPage, find_page
from scans.print import as_printed, read_print
from scans.programs_text import in_order
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH

__all__ = ["Correspondence", "Document", "Engines", "FileReading", "Problem", "read_file"]

Known = Callable[[str, int], Definition | None]
"""A consultation's code and version → its definition; None if there is none that this file may be for."""

Progress = Callable[[int, int], object]

Printed = Callable[[PageIdentity, FormLayout], FormLayout | None]
"""A form's identity and its layout as this program prints it → the layout as it was printed; None if it never was."""

OfMeeting = Callable[[int, FoundPage, MeetingIdentity], object]
"""Takes a page of a meeting's sheet, with its number in the file; raises Rejected if nothing comes of it."""


def no_meetings(number: int, found: FoundPage, identity: MeetingIdentity) -> None:
    """For who knows of no meetings."""
    raise Rejected("This is a sheet of a meeting, which is not known here.", code="foreign_page")


FORM_DPI = 200
"""Enough for strokes of 0.3 mm; a page of print is fetched again, larger."""

PRINT_DPI = 300

BESIDE_DPI = 150
"""Enough to see where another page has ink."""


@dataclass(frozen=True, slots=True)
class Engines:
    """What recognises print and handwriting; built-in ones have no privilege over others."""

    print: OcrEngine = field(default_factory=Tesseract)
    handwriting: HandwritingEngine = field(default_factory=lambda: handwriting_engine(FOR_HANDWRITING))


def read_file(
    data: bytes,
    *,
    known: Known,
    printed: Printed = lambda identity, layout: None,
    consultations: Sequence[Definition] = (),
    of_meeting: OfMeeting = no_meetings,
    engines: Engines | None = None,
    decoder: Decoder | None = None,
    progress: Progress = lambda done, pages: None,
) -> FileReading:
    """Read a PDF, TIFF, JPEG or PNG.

    :param known: tells which forms are ours; a page of any other is a `foreign_page`.
    :param printed: tells where the boxes stand on forms that were printed with an earlier layout.
    :param consultations: those that a letter may be about.
    :param of_meeting: takes the pages of meetings' sheets.
    :param decoder: a running one, if the caller reads many files; else one is started for this file.
    :param progress: told after every page how many are read, and how many there are.
    :raises Rejected: the file as a whole cannot be read: not_a_document, encrypted, too_large.
    :raises TryAgain: a recogniser is not there; the same file may be read later.
    """
    reader = _Reader(known, printed, consultations, of_meeting, engines or Engines())
    with nullcontext(decoder) if decoder is not None else Decoder() as running, running.open(data) as document:
        for number in range(1, document.pages + 1):
            try:
                reader.read(document, number)
            except Rejected as error:
                reader.trouble(number, error.code, error.message)
            progress(number, document.pages)
        return reader.result(document.pages)


class _Reader:
    """Sorts the pages of one file while they are read."""

    def __init__(
        self,
        known: Known,
        printed: Printed,
        consultations: Sequence[Definition],
        of_meeting: OfMeeting,
        engines: Engines,
    ) -> None:
        self.known = known
        self.print_of = printed
        self.consultations = consultations
        self.of_meeting = of_meeting
        self.engines = engines
        self.forms: list[FormPage] = []
        self.letters: list[LetterPage] = []
        self.problems: list[Problem] = []
        self.part = 0
        self.order = 0

    def read(self, document: OpenDocument, number: int) -> None:
        self.order += 1
        page = document.image(number, FORM_DPI)
        found = find_page(page.image, page.dpi)
        if isinstance(found, FoundPage):
            self.form(document, page, found)
        elif isinstance(found, LostPage):
            self.lost(number, found)
        elif page.digital and self.digital(document, page):
            return
        else:
            self.printed(document, number)

    def trouble(self, number: int | None, code: str, message: str) -> None:
        self.problems.append(Problem(number, code, message))

    def separated(self, number: int, payload: str | None) -> bool:
        """Whether this is a sheet that we print to be laid between two documents."""
        if payload is None or SeparatorIdentity.parse(payload) is None:
            return False
        self.part += 1
        self.trouble(number, "separator", "This is a separator sheet; what comes after it begins anew.")
        return True

    def form(self, document: OpenDocument, page: PageImage, found: FoundPage) -> None:
        number = page.number
        if self.separated(number, found.payload):
            return
        if (sheet := MeetingIdentity.parse(found.payload)) is not None:
            self.of_meeting(number, found, sheet)
            return
        identity = PageIdentity.parse(found.payload)
        definition = self.known(identity.consultation, identity.version) if identity else None
        if identity is None or definition is None or identity.language not in definition.languages:
            self.foreign(number, identity)
            return
        layout = self.layout(definition, identity)
        if layout is None:
            self.trouble(number, "foreign_page", "This form was printed with another layout. Type its answers in.")
            return
        boxes = next((page for page in layout.pages if page.page == identity.page), _without_boxes(identity.page))
        languages = [identity.language, *(one for one in definition.languages if one != identity.language)][:2]
        ink = ink_page(found.canvas)
        typed = typed_in_boxes(document.typed(number), boxes, page, found) if page.digital else {}
        seen, strokes = observe(
            ink, boxes, number, partial(alphabets, definition), languages, self.engines.handwriting, typed
        )
        image = kept(found.canvas)
        self.forms.append(FormPage(number, identity, definition, layout, seen, strokes, image, self.part, typed))

    def layout(self, definition: Definition, identity: PageIdentity) -> FormLayout | None:
        """Where the boxes of this form stand; None if nobody knows."""
        ours = form_layout(definition, identity.version, identity.language, large=identity.large)
        return ours if ours.fingerprint() == identity.layout else self.print_of(identity, ours)

    def foreign(self, number: int, identity: PageIdentity | None) -> None:
        what = f"consultation {identity.consultation}, version {identity.version}" if identity else "something else"
        self.trouble(number, "foreign_page", f"This is a page of a form for {what}, which is not known here.")

    def lost(self, number: int, found: LostPage) -> None:
        if self.separated(number, found.payload):
            return
        identity = PageIdentity.parse(found.payload) if found.payload else None
        if identity is not None and self.known(identity.consultation, identity.version) is None:
            self.foreign(number, identity)
            return
        what = f"page {identity.page} of form {identity.sheet}" if identity else "a page of a form"
        self.trouble(number, "unreadable_page", f"This is {what}, but too little of it can be seen. Scan it again.")

    def digital(self, document: OpenDocument, page: PageImage) -> bool:
        """A page that a program made: its own text, which needs no recognising."""
        lines = document.lines(page.number)
        if not lines or not in_order(line.text for line in lines):
            return False
        image = kept(page.image, page.dpi)
        self.letters.append(LetterPage(page.number, as_printed(lines), 1.0, image, self.part, self.order))
        return True

    def printed(self, document: OpenDocument, number: int) -> None:
        page = document.image(number, PRINT_DPI)
        spoken = list(dict.fromkeys(language for one in self.consultations for language in one.languages))
        first = spoken[:1] or ["nl"]
        others = [one for one in spoken if one not in first]
        beside = partial(_beside, document, number)
        read = read_print(page.image, page.dpi, self.engines.print, first, others, beside)
        if read.blank:
            self.order -= 1
            self.trouble(number, "blank_page", "This page is blank.")
        elif not read.paper and not read.lines:
            self.trouble(number, "unreadable_page", "Nothing on this page can be read. Scan it again.")
        else:
            image = kept(read.image, PRINT_DPI)
            self.letters.append(LetterPage(number, read.lines, read.confidence, image, self.part, self.order))

    def result(self, pages: int) -> FileReading:
        forms, problems = sheets.documents(self.forms)
        found = [*forms, *letters.documents(self.letters, self.consultations)]
        return FileReading(
            pages=pages,
            documents=tuple(sorted(found, key=lambda document: min(document.pages))),
            problems=tuple(sorted([*self.problems, *problems], key=lambda problem: problem.page or 0)),
        )


def _beside(document: OpenDocument, number: int) -> Iterator[Grey]:
    """The pages before and after one, as far as they can be opened: one of them may be the other side of its sheet."""
    for other in (number - 1, number + 1):
        if 1 <= other <= document.pages:
            with suppress(Rejected):
                yield document.image(other, BESIDE_DPI).image


def _without_boxes(page: int) -> PageLayout:
    """A page that asks nothing, such as one added for two-sided printing."""
    return PageLayout(page, PAGE_WIDTH, PAGE_HEIGHT, ())
