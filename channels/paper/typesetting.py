"""The one file that knows Typst: a form's content → a PDF without identity, and where its boxes landed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import typst
from pydantic import TypeAdapter

from channels.paper.content import LARGE, NORMAL, form_content
from channels.paper.fonts import font_folder
from channels.paper.layout import Box, BoxKind, FormLayout, PageLayout
from models.definition import Definition
from models.errors import Rejected
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH

TEMPLATE = Path(__file__).parent / "form.typ"


def typeset(content: dict[str, object], template: Path | None = None) -> bytes:
    """The PDF of one copy of a form, or of another template, with nothing on it yet that tells copies apart.

    Tagged, and checked by Typst against what it knows of PDF/UA-1 (ISO 14289-1).
    """
    try:
        return typst.compile(
            str(template or TEMPLATE),
            sys_inputs=_inputs(content),
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise Rejected(f"The page could not be typeset: {error}", code="not_typeset") from error


def pictures(content: dict[str, object], dots_per_inch: int) -> list[bytes]:
    """The pages of a form as PNG, with nothing on them by which they could be read as somebody's form."""
    try:
        pages = cast(
            "bytes | list[bytes]",
            typst.compile(
                str(TEMPLATE),
                format="png",
                ppi=dots_per_inch,
                sys_inputs=_inputs(content),
                font_paths=[font_folder()],
                ignore_system_fonts=True,
            ),
        )
    except typst.TypstError as error:
        raise Rejected(f"The page could not be typeset: {error}", code="not_typeset") from error
    return pages if isinstance(pages, list) else [pages]


def form_layout(definition: Definition, version: int, language: str, *, large: bool = False) -> FormLayout:
    """Where the boxes stand on paper. Remembered, because every scanned page asks for it."""
    return _layout(definition.model_dump_json(by_alias=True), version, language, large)


@lru_cache(maxsize=256)
def _layout(definition_json: str, version: int, language: str, large: bool) -> FormLayout:
    definition = Definition.model_validate_json(definition_json)
    content = form_content(definition, language, LARGE if large else NORMAL)
    return measure(definition, version, language, content)


def measure(definition: Definition, version: int, language: str, content: dict[str, object]) -> FormLayout:
    """The layout of a form with this content."""
    try:
        found = _BOXES.validate_json(_query(content, "<box>"))
        (pages,) = _PAGES.validate_json(_query(content, "<last>"))
    except typst.TypstError as error:
        raise Rejected(f"The form could not be typeset: {error}", code="not_typeset") from error
    return FormLayout(
        consultation=definition.code,
        version=version,
        language=language,
        large=bool(content["large"]),
        pages=tuple(
            PageLayout(
                page=page,
                width=PAGE_WIDTH,
                height=PAGE_HEIGHT,
                boxes=tuple(box.box() for box in found if box.page == page),
            )
            for page in range(1, pages + 1)
        ),
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


def _query(content: dict[str, object], selector: str) -> str:
    return str(
        typst.query(
            str(TEMPLATE),
            selector,
            field="value",
            sys_inputs=_inputs(content),
            font_paths=[font_folder()],
            ignore_system_fonts=True,
        )
    )


def _inputs(content: dict[str, object]) -> dict[str, str]:
    return {"data": json.dumps(content, ensure_ascii=False)}
