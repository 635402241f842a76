"""The reference work as an EPUB 3.3 book: a chapter for each kind of entry, with a table of contents and metadata on
what it offers to who reads by ear or in large print (EPUB Accessibility 1.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.reference.publication import Publication, chapters, paragraphs
from intake.reference.zipped import zipped

TEMPLATES = Path(__file__).parent / "templates"
_MIMETYPE = "mimetype"
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="boek/boek.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = """body { line-height: 1.5; margin: 0 4%; }
h1, h2, h3 { line-height: 1.25; }
section.stuk { margin: 1.6em 0; break-inside: avoid; }
.bij { font-size: .9em; }
"""
_NOWHEN = datetime(2000, 1, 1, tzinfo=UTC)


def epub(publication: Publication) -> bytes:
    """The book, as the bytes of one file."""
    return zipped(_files(publication), plain=frozenset({_MIMETYPE}))


def _files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    told = chapters(publication.entries)
    changed = (publication.decided_at or _NOWHEN).astimezone(UTC)
    known = {
        "publication": publication,
        "chapters": told,
        "names": [f"hoofdstuk-{number}" for number in range(1, len(told) + 1)],
        "changed": changed.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "identifier": hashlib.sha256(f"{publication.publisher}\0{publication.title}".encode()).hexdigest()[:32],
    }
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters["paragraphs"] = paragraphs
    yield _MIMETYPE, b"application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER.encode()
    for file, name in (("boek.opf", "package.opf"), ("inhoud.xhtml", "nav.xhtml"), ("titel.xhtml", "title.xhtml")):
        yield f"boek/{file}", _xml(templates.get_template(f"epub/{name}").render(known))
    for name, chapter in zip(known["names"], told, strict=True):  # type: ignore[call-overload]
        page = templates.get_template("epub/chapter.xhtml").render(known | {"chapter": chapter})
        yield f"boek/{name}.xhtml", _xml(page)
    yield "boek/stijl.css", _STYLE.encode()


def _xml(page: str) -> bytes:
    """Without the old separators that count as white space and that XML does not allow."""
    return page.translate(_NOT_IN_XML).encode()


_NOT_IN_XML = dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20), 0xFFFE, 0xFFFF], " ")
