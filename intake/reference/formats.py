"""In which forms the reference work leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from intake.reference.epub import epub
from intake.reference.markdown import markdown
from intake.reference.printed import pdf
from intake.reference.publication import Maker, Publication
from intake.reference.site import site
from intake.reference.zipped import zipped


@dataclass(frozen=True, slots=True)
class Format:
    make: Maker
    ending: str
    media_type: str


def _website(publication: Publication) -> bytes:
    return zipped(site(publication))


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "epub": Format(epub, "epub", "application/epub+zip"),
        "pdf": Format(pdf, "pdf", "application/pdf"),
        "md": Format(markdown, "md", "text/markdown"),
        "site": Format(_website, "zip", "application/zip"),
    }
)
"""By the name that a command or an address uses; `site` is the website in a zip file."""
