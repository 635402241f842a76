"""The reference work as one Markdown file (CommonMark), as plain as it can be."""

from __future__ import annotations

import re

from intake.reference.publication import Publication, chapters, paragraphs
from models.reference import Entry

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def markdown(publication: Publication) -> bytes:
    """The whole of it; nothing that somebody said is read as a sign of the format."""
    parts = [f"# {_safe(publication.title)}", _about(publication)]
    parts += map(_safe, paragraphs(publication.intro))
    for chapter in chapters(publication.entries):
        parts.append(f"## {chapter.title}")
        for occasion, entries in chapter.sections:
            parts += [f"### {_safe(occasion)}"] if occasion else []
            parts += map(_entry, entries)
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _about(publication: Publication) -> str:
    when = f" Bijgewerkt op {publication.date}." if publication.date else ""
    return f"Uitgegeven door {_safe(publication.publisher)}.{when}"


def _entry(entry: Entry) -> str:
    parts = [f"**{_safe(entry.title)}**"] if entry.title else []
    parts += map(_safe, paragraphs(entry.text))
    about = [entry.said_by or ""] + ([", ".join(theme.name for theme in entry.themes)] if entry.themes else [])
    told = " · ".join(_safe(part) for part in about if part)
    parts += [f"*{told}*"] if told else []
    parts += [f"<{entry.url}>"] if entry.url else []
    return "\n\n".join(parts)


def _safe(text: str) -> str:
    return _AT_THE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text)).replace("\n", "  \n")
