"""What a reader of an OpenDocument text sees, as pieces in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from channels.meetings.blocks import BlockKind, Piece, Place, asides
from channels.meetings.containers import Container, attribute, local, whole

UNSEEN = {
    "tracked-changes",
    "forms",
    "sequence-decls",
    "variable-decls",
    "user-field-decls",
    "annotation-end",
    "note-citation",
}
"""Elements whose text isn't shown, or only names what stands elsewhere."""

OTHER_VOCABULARIES = (
    "{http://purl.org/dc/",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible",
    "{urn:oasis:names:tc:opendocument:xmlns:meta",
)
"""Who wrote a comment and when, and what a screen reader says of a picture."""

FRAMES = frozenset({"text-box"})
ASIDES = frozenset({"note", "annotation"})
MOST_SPACES = 200
"""A run of spaces is written as a number, which a file may set to anything."""

SMALLEST_PICTURE = 4.0
"""Centimetres. A picture that is smaller on either side is a logo or an ornament."""

BOLD = frozenset({"bold", "600", "700", "800", "900"})


@dataclass
class _Found:
    text: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)


def pieces(container: Container) -> list[Piece]:
    """Body first, then footnotes and comments, then charts and form fields, then page headers and footers."""
    root = container.xml("content.xml")
    reader = _Reader(root)
    body = next((element for element in root.iter() if local(element.tag) == "body"), root)
    found = list(reader.story(body))
    for aside in reader.asides:
        found.extend(asides(reader.story(aside)))
    for name in container.parts("Object ", "content.xml"):
        found.extend(asides(reader.story(container.xml(name))))
    found.extend(Piece(value, BlockKind.ASIDE) for form in body.iter() if (value := _filled_in(form)))
    for element in container.xml("styles.xml").iter():
        if local(element.tag) in {"header", "footer", "header-left", "footer-left", "header-first", "footer-first"}:
            found.extend(asides(reader.story(element)))
    return found


def pictures(container: Container) -> int:
    """How many pictures large enough to show a text stand in the body."""
    return sum(
        local(frame.tag) == "frame"
        and any(local(inner.tag) == "image" for inner in frame)
        and not any(local(inner.tag) == "object" for inner in frame)
        and all(_centimetres(attribute(frame, side)) >= SMALLEST_PICTURE for side in ("width", "height"))
        for frame in container.xml("content.xml").iter()
    )


def _centimetres(length: str | None) -> float:
    match = re.fullmatch(r"([\d.]{1,9})(cm|mm|in|pt)", length or "")
    return float(match[1]) * {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353}[match[2]] if match else 0.0


def _filled_in(field: Element) -> str:
    return (attribute(field, "current-value") or "") if local(field.tag) in {"text", "textarea", "combobox"} else ""


class _Reader:
    def __init__(self, root: Element) -> None:
        self.asides: list[Element] = []
        self.tables = 0
        self.bold_styles: dict[str, bool] = {}
        self.numbered_lists: dict[str, bool] = {}
        self.parents: dict[str, str] = {}
        for style in root.iter():
            name = attribute(style, "name") or ""
            if local(style.tag) == "style":
                self.parents[name] = attribute(style, "parent-style-name") or ""
                weights = [w for child in style if (w := attribute(child, "font-weight"))]
                if weights:
                    self.bold_styles[name] = weights[-1] in BOLD
            elif local(style.tag) == "list-style":
                self.numbered_lists[name] = any(local(child.tag) == "list-level-style-number" for child in style)

    def story(
        self, parent: Element, place: Place | None = None, depth: int = -1, numbered: bool = False
    ) -> Iterator[Piece]:
        for child in parent:
            tag = local(child.tag)
            if tag in {"p", "h"}:
                yield from self._paragraph(child, place, depth, numbered)
            elif tag == "table":
                yield from self._table(child)
            elif tag == "list":
                style = attribute(child, "style-name")
                inner = self.numbered_lists.get(style, False) if style else numbered
                yield from self.story(child, place, depth + 1, inner)
            elif tag in ASIDES:
                self.asides.append(child)
            elif not _is_unseen(child):
                yield from self.story(child, place, depth, numbered)

    def _table(self, table: Element) -> Iterator[Piece]:
        number, self.tables = self.tables, self.tables + 1
        for row, cells in enumerate(_children(table, "table-row")):
            found: list[Piece] = []
            for column, cell in enumerate(_children(cells, "table-cell")):
                if found:
                    found[-1] = replace(found[-1], after="\t")
                found.extend(self.story(cell, Place(number, row, column)))
            yield from found

    def _paragraph(self, paragraph: Element, place: Place | None, depth: int, numbered: bool) -> Iterator[Piece]:
        found = _Found()
        style = attribute(paragraph, "style-name") or ""
        self._collect(paragraph, found, self.bold_styles.get(style, False))
        kind, level = BlockKind.PARAGRAPH, 0
        if local(paragraph.tag) == "h":
            kind, level = BlockKind.HEADING, whole(attribute(paragraph, "outline-level"), 1)
        elif "Title" in {style, self.parents.get(style)}:
            kind = BlockKind.HEADING
        elif depth >= 0:
            kind, level = BlockKind.ITEM, depth
        elif place is not None:
            kind = BlockKind.CELL
        yield Piece(
            "".join(found.text),
            kind,
            level=level,
            numbered=numbered and kind is BlockKind.ITEM,
            bold=bool(found.bold) and all(found.bold),
            place=place,
        )
        for frame in found.frames:
            yield from self.story(frame)

    def _collect(self, element: Element, found: _Found, bold: bool) -> None:
        """The text of an element with its tails: white space runs count as one space, as the format prescribes."""
        self._add(element.text, found, bold)
        for child in element:
            tag = local(child.tag)
            if tag in FRAMES:
                found.frames.append(child)
            elif tag in ASIDES:
                self.asides.append(child)
            elif tag == "s":
                found.text.append(" " * min(whole(attribute(child, "c"), 1), MOST_SPACES))
            elif tag == "tab":
                found.text.append("\t")
            elif tag == "line-break":
                found.text.append("\n")
            elif not _is_unseen(child):
                self._collect(child, found, self.bold_styles.get(attribute(child, "style-name") or "", bold))
            self._add(child.tail, found, bold)

    def _add(self, text: str | None, found: _Found, bold: bool) -> None:
        if not text:
            return
        words = " ".join(text.replace("\u00a0", "\ue000").split()).replace("\ue000", "\u00a0")
        before = " " if text[0] in " \t\n\r" and found.text and not found.text[-1].endswith((" ", "\n", "\t")) else ""
        after = " " if words and text[-1] in " \t\n\r" else ""
        found.text.append(before + words + after)
        if words:
            found.bold.append(bold)


def _is_unseen(element: Element) -> bool:
    return local(element.tag) in UNSEEN or element.tag.startswith(OTHER_VOCABULARIES)


def _children(parent: Element, wanted: str) -> Iterator[Element]:
    """The nearest elements of that name, through row groups and header rows; covered cells have a name of their own."""
    for child in parent:
        tag = local(child.tag)
        if tag == wanted:
            yield child
        elif tag not in {"table", "p", "covered-table-cell"}:
            yield from _children(child, wanted)
