"""Where the boxes of a consultation's form stand on paper, and how it looks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from channels.paper.content import LARGE, NORMAL, form_content
from channels.printed import typesetting
from channels.printed.layout import FormLayout
from models.definition import Definition

TEMPLATE = Path(__file__).parent / "form.typ"


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
    return FormLayout(
        consultation=definition.code,
        version=version,
        language=language,
        large=bool(content["large"]),
        pages=typesetting.places(content, TEMPLATE),
    )


def typeset(content: dict[str, object]) -> bytes:
    """One copy of a form with this content, as PDF."""
    return typesetting.typeset(content, TEMPLATE)


def pictures(definition: Definition, language: str, dots_per_inch: int, *, large: bool = False) -> list[bytes]:
    """The pages of a form as PNG."""
    return typesetting.pictures(form_content(definition, language, LARGE if large else NORMAL), TEMPLATE, dots_per_inch)
