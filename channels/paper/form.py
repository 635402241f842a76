"""Makes the printed form of a consultation, and tells where its boxes stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pikepdf

from channels.paper.content import LARGE, NORMAL, form_content
from channels.paper.fields import add_fields
from channels.paper.form_layout import measure, typeset
from channels.printed.layout import FormLayout
from channels.printed.stamping import stamp
from models.definition import Definition
from models.errors import Rejected
from scans.identity import PageIdentity, new_sheet


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A PDF to print, with the geometry of one copy of it."""

    pdf: bytes
    layout: FormLayout


def make_form(
    definition: Definition,
    version: int,
    *,
    language: str,
    copies: int = 1,
    codes: Sequence[tuple[str, str]] | None = None,
    large: bool = False,
    before: Iterator[Sequence[pikepdf.Page]] | None = None,
    tick: Callable[[int], object] = lambda _: None,
) -> PrintedForm:
    """The form in one language, ready for two-sided printing; a single copy can also be filled in on screen.

    Every copy is a sheet of its own. `codes` are pairs of participation code and form number as `inloop codes` writes
    them: one form for each, in order, instead of `copies`. `large` is the variant in print of 18 points.
    `before` has the pages that go before each copy. `tick` is told of each copy that is done.

    :raises Rejected: the language is not one of the consultation's, or the copies or codes make no sense.
    :raises TryAgain: a font is missing on this machine.
    """
    if language not in definition.languages:
        raise Rejected(
            f"Consultation {definition.code} has no '{language}'; it has {', '.join(definition.languages)}.",
            code="unknown_language",
        )
    if copies < 1 or (codes is not None and not codes):
        raise Rejected("Ask for at least one copy.", code="no_copies")
    for code, _ in codes or ():
        if not (code.isascii() and code.isdigit() and len(code) <= 20):
            raise Rejected("A participation code is digits only.", code="invalid_code")
    single = copies == 1 and codes is None
    shape = LARGE if large else NORMAL
    content = form_content(definition, language, shape, personal=codes is not None, fillable=single)
    layout = measure(definition, version, language, content)
    identities = [
        _sheet(layout, participation)
        for participation in ([code for code, _ in codes] if codes is not None else [None] * copies)
    ]
    fields = partial(add_fields, definition=definition, layout=layout) if single else None
    return PrintedForm(pdf=stamp(typeset(content), identities, fields, before, tick), layout=layout)


def _sheet(layout: FormLayout, participation: str | None) -> list[PageIdentity]:
    """The identities of all pages of a new sheet."""
    sheet, fingerprint, pages = new_sheet(), layout.fingerprint(), len(layout.pages)
    return [
        PageIdentity(
            consultation=layout.consultation,
            version=layout.version,
            language=layout.language,
            sheet=sheet,
            page=page,
            pages=pages,
            layout=fingerprint,
            participation=participation,
            large=layout.large,
        )
        for page in range(1, pages + 1)
    ]
