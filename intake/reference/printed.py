"""The reference work as a tagged PDF (PDF/UA-1), to be printed or read out."""

from __future__ import annotations

from pathlib import Path

from channels.printed.typesetting import typeset
from intake.reference.publication import Publication, chapters, paragraphs
from models.reference import Entry

TEMPLATE = Path(__file__).parent / "templates" / "reference" / "book.typ"


def pdf(publication: Publication) -> bytes:
    """:raises Rejected: the typesetter refuses, which it says."""
    when = f" Bijgewerkt op {publication.date}." if publication.date else ""
    return typeset(
        {
            "title": publication.title,
            "publisher": publication.publisher,
            "about": f"Uitgegeven door {publication.publisher}.{when}",
            "intro": paragraphs(publication.intro),
            "chapters": [
                {
                    "title": chapter.title,
                    "sections": [
                        {"title": occasion, "entries": [_entry(one) for one in entries]}
                        for occasion, entries in chapter.sections
                    ],
                }
                for chapter in chapters(publication.entries)
            ],
        },
        TEMPLATE,
    )


def _entry(entry: Entry) -> dict[str, object]:
    about = [entry.said_by or "", ", ".join(theme.name for theme in entry.themes)]
    return {
        "title": entry.title or "",
        "paragraphs": paragraphs(entry.text),
        "about": " · ".join(part for part in about if part),
        "url": entry.url or "",
    }
