"""Makes the sheet that a table at a meeting fills in by hand, and tells where its boxes stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from channels.meetings.table_sheet_content import FIRST_ROWS, Named, sheet_content
from channels.printed.layout import FormLayout
from channels.printed.stamping import A3, enlarged, stamp
from channels.printed.typesetting import places, typeset
from models.definition import Definition
from models.errors import Rejected
from scans.identity import MeetingIdentity, new_sheet

TEMPLATE = Path(__file__).parent / "table_sheet.typ"

MOST_COPIES = 200

MOST_ROWS = 60
"""More are never tried: a sheet has two sides, or as many more as the choices need."""


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A PDF to print, with the geometry of one copy of it, mm on A4."""

    pdf: bytes
    layout: FormLayout


def make_table_sheet(
    definition: Definition,
    version: int,
    *,
    meeting: str,
    named: Named,
    language: str,
    copies: int = 1,
    a3: bool = False,
) -> PrintedSheet:
    """The sheet for one meeting's tables, ready for two-sided printing. Each copy has an identity of its own.

    :param meeting: the meeting's id.
    :param a3: the same page enlarged, so that it is read in the same way.
    :raises Rejected: the language is not one of the consultation's, or the copies make no sense.
    :raises TryAgain: a font is missing on this machine.
    """
    if language not in definition.languages:
        raise Rejected(f"this consultation has {', '.join(definition.languages)}", code="unknown_language")
    if not 1 <= copies <= MOST_COPIES:
        raise Rejected(f"Ask for 1 to {MOST_COPIES} copies.", code="no_copies")
    layout, rows = _laid_out(definition.model_dump_json(by_alias=True), version, language)
    fingerprint, pages = layout.fingerprint(), len(layout.pages)
    identities = [
        [
            MeetingIdentity(definition.code, version, language, meeting, sheet, page, pages, fingerprint)
            for page in range(1, pages + 1)
        ]
        for sheet in (new_sheet() for _ in range(copies))
    ]
    pdf = stamp(typeset(sheet_content(definition, language, named, rows), TEMPLATE), identities)
    return PrintedSheet(enlarged(pdf, A3) if a3 else pdf, layout)


def table_sheet_layout(definition: Definition, version: int, language: str) -> FormLayout:
    """Where the boxes stand; whose meeting it is moves none of them."""
    return _laid_out(definition.model_dump_json(by_alias=True), version, language)[0]


@lru_cache(maxsize=64)
def _laid_out(definition_json: str, version: int, language: str) -> tuple[FormLayout, int]:
    """With as many rows for statements as leave no side of a sheet empty."""
    definition = Definition.model_validate_json(definition_json)

    def laid_out(rows: int) -> FormLayout:
        pages = places(sheet_content(definition, language, Named(""), rows), TEMPLATE)
        return FormLayout(consultation=definition.code, version=version, language=language, pages=pages)

    best, rows = laid_out(FIRST_ROWS), FIRST_ROWS
    sides = len(best.pages) + len(best.pages) % 2
    for more in range(FIRST_ROWS + 1, MOST_ROWS + 1):
        tried = laid_out(more)
        if len(tried.pages) > sides:
            break
        best, rows = tried, more
    return best, rows
