"""What a Word paragraph is by its style and numbering: a heading, a list item, or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from channels.meetings.containers import Container, attribute, local, whole

HEADING_NAME = re.compile(r"(?:heading|kop|überschrift|titre) ?(\d)", re.IGNORECASE)
"""Word stores built-in names in English, LibreOffice and converters now and then in the user's language."""

TITLE_NAMES = frozenset({"title", "titel"})
DEEPEST_STYLE = 20


@dataclass(frozen=True, slots=True)
class Look:
    heading: int | None = None
    list_level: int | None = None
    numbered: bool = False


class Styles:
    def __init__(self, container: Container, parts: list[str]) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        self._formats: dict[tuple[str, int], str] = {}
        for part in parts:
            name = part.rpartition("/")[2]
            if name == "styles.xml":
                self._read_styles(container.xml(part))
            elif name == "numbering.xml":
                self._read_numbering(container.xml(part))

    def _read_styles(self, root: Element) -> None:
        for style in root:
            if local(style.tag) == "style" and attribute(style, "type") == "paragraph":
                self._styles[attribute(style, "styleId") or ""] = style

    def _read_numbering(self, root: Element) -> None:
        """The number format of every level of every list."""
        abstract: dict[str, dict[int, str]] = {}
        for entry in root:
            if local(entry.tag) == "abstractNum":
                levels = {}
                for level in entry:
                    if local(level.tag) == "lvl":
                        levels[whole(attribute(level, "ilvl"))] = _value(level, "numFmt") or "decimal"
                abstract[attribute(entry, "abstractNumId") or ""] = levels
        for entry in root:
            if local(entry.tag) == "num":
                for depth, form in abstract.get(_value(entry, "abstractNumId") or "", {}).items():
                    self._formats[attribute(entry, "numId") or "", depth] = form

    def look(self, paragraph: Element) -> Look:
        """The paragraph's own properties win over its style's, and a style's over those of the one it is based on."""
        own = _child(paragraph, "pPr")
        chain = [own] if own is not None else []
        style = _value(own, "pStyle") if own is not None else None
        outline: int | None = None
        for _ in range(DEEPEST_STYLE):
            element = self._styles.get(style or "")
            if element is None:
                break
            name = (_value(element, "name") or "").strip().lower()
            if name in TITLE_NAMES:
                return Look(heading=0)
            if match := HEADING_NAME.fullmatch(name):
                return Look(heading=int(match[1]))
            properties = _child(element, "pPr")
            if properties is not None:
                chain.append(properties)
            style = _value(element, "basedOn")
        for properties in chain:
            level = _value(properties, "outlineLvl")
            if level is not None and outline is None:
                outline = whole(level)
        if outline is not None and outline < 9:
            return Look(heading=outline + 1)
        return self._numbering(chain)

    def _numbering(self, chain: list[Element]) -> Look:
        level: int | None = None
        for properties in chain:
            numbering = _child(properties, "numPr")
            if numbering is None:
                continue
            if level is None and _value(numbering, "ilvl") is not None:
                level = whole(_value(numbering, "ilvl"))
            number = _value(numbering, "numId")
            if number is not None:
                if number == "0":
                    return Look()
                form = self._formats.get((number, level or 0), "bullet")
                return Look(list_level=level or 0, numbered=form not in {"bullet", "none"})
        return Look()


def _child(parent: Element, name: str) -> Element | None:
    return next((child for child in parent if local(child.tag) == name), None)


def _value(parent: Element, name: str) -> str | None:
    child = _child(parent, name)
    return None if child is None else attribute(child, "val")
