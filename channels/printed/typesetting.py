"""The one file that knows Typst: what a page says → a PDF without identity, and where its boxes landed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from pydantic import TypeAdapter

from channels.printed.fonts import font_folder, printable
from channels.printed.layout import Box, BoxKind, PageLayout
from models.errors import Rejected
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH

ROOT = "/"
"""Templates stand in several folders, and take what they share from beside this file."""


def typeset(content: dict[str, object], template: Path) -> bytes:
    """The PDF of one copy of what `template` prints, with nothing on it yet that tells copies apart.

    Tagged, and checked by Typst against what it knows of PDF/UA-1 (ISO 14289-1).
    """
    with _settings(content) as settings:
        pdf: bytes = typst.compile(str(template), pdf_standards=["ua-1"], **settings)
    return pdf


def pictures(content: dict[str, object], template: Path, dots_per_inch: int) -> list[bytes]:
    """The pages as PNG, with nothing on them by which they could be read as somebody's."""
    with _settings(content) as settings:
        pages: bytes | list[bytes] = typst.compile(str(template), format="png", ppi=dots_per_inch, **settings)
    return pages if isinstance(pages, list) else [pages]


def places(content: dict[str, object], template: Path) -> tuple[PageLayout, ...]:
    """Every page with its boxes. The template leaves a `<box>` for each, and the number of pages at `<last>`."""
    with _settings(content) as settings:
        found = _BOXES.validate_json(typst.query(str(template), "<box>", field="value", **settings))
        (pages,) = _PAGES.validate_json(typst.query(str(template), "<last>", field="value", **settings))
    return tuple(
        PageLayout(
            page=page,
            width=PAGE_WIDTH,
            height=PAGE_HEIGHT,
            boxes=tuple(box.box() for box in found if box.page == page),
        )
        for page in range(1, pages + 1)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A box as the template reports it, mm."""

    question: str
    option: str | None
    kind: BoxKind
    cells: int | None
    page: int
    x: float
    y: float
    w: float
    h: float

    def box(self) -> Box:
        x, y, w, h = (round(side, 2) for side in (self.x, self.y, self.w, self.h))
        return Box(question=self.question, kind=self.kind, x=x, y=y, w=w, h=h, option=self.option, cells=self.cells)


_BOXES = TypeAdapter(list[_Found])
_PAGES = TypeAdapter(list[int])


@contextmanager
def _settings(content: dict[str, object]) -> Iterator[dict[str, Any]]:
    """What the typesetter is told each time.

    :raises Rejected: it cannot set this.
    """
    try:
        with font_folder() as fonts:
            yield {
                "root": ROOT,
                "sys_inputs": _inputs(content),
                "font_paths": [fonts],
                "ignore_system_fonts": True,
            }
    except typst.TypstError as error:
        raise Rejected(f"The page could not be typeset: {error}", code="not_typeset") from error


def _inputs(content: dict[str, object]) -> dict[str, str]:
    """A character that no font of ours has is a question mark: PDF/UA forbids what cannot be shown."""
    return {"data": printable(json.dumps(content, ensure_ascii=False))}
