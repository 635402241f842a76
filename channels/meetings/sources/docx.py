"""What a reader of a Word document sees, as pieces in reading order.

Read from the XML itself: python-docx's paragraphs leave out tracked insertions, content controls, text boxes, footnotes
and smart tags without saying so, and a resident's sentence may stand in any of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from channels.meetings.blocks import BlockKind, Piece, Place, asides
from channels.meetings.containers import Container, attribute, local, whole
from channels.meetings.problems import rejected
from channels.meetings.sources.docx_styles import Styles

CHARACTERS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}

UNSEEN = {
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "Fallback",
    "rPr",
    "pPr",
    "sectPr",
    "tblPr",
    "trPr",
    "tcPr",
    "sdtPr",
    "sdtEndPr",
    "binData",
}
"""Elements whose text isn't shown, or is shown by a neighbour (an old fallback for a drawing)."""

FRAMES = frozenset({"txbxContent"})
"""Text boxes: stories of their own inside a paragraph."""

NOTES = (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote"), ("comments.xml", "comment"))
STORY_ENDS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass
class _Found:
    """One paragraph's text while it is put together."""

    text: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)


DRAWN = (("diagrams/data", {"t"}), ("charts/chart", {"t", "v"}))
"""Parts whose words are drawn into the page, and the elements that hold them: a diagram's, and a chart's labels."""

SMALLEST_PICTURE = 1_440_000
"""EMU, 4 cm. A picture that is smaller on either side is a logo or an ornament."""


def pieces(container: Container) -> list[Piece]:
    """Body first, then notes and comments, then what is drawn, then page headers and footers, each part once.

    :raises Rejected: `document_inside`: a part of the text is a file of another kind.
    """
    main = container.main_part
    parts = list(dict.fromkeys(container.relations(main).values()))
    reader = _Reader(Styles(container, parts))
    found = list(reader.story(container.xml(main)))
    for ending, tag in NOTES:
        for part in parts:
            if part.rpartition("/")[2] == ending:
                for note in container.xml(part):
                    if local(note.tag) == tag and attribute(note, "type") not in STORY_ENDS:
                        found.extend(asides(reader.story(note)))
    for part in parts:
        if "afchunk" in part.lower():
            raise rejected("document_inside")
        for folder, holding in DRAWN:
            if f"/{folder}" in f"/{part}":
                found.extend(Piece(words, BlockKind.ASIDE) for words in _drawn(container.xml(part), holding))
    for part in parts:
        root = container.xml(part) if part.rpartition("/")[2].startswith(("header", "footer")) else None
        if root is not None and local(root.tag) in {"hdr", "ftr"}:
            found.extend(asides(reader.story(root)))
    return found


def pictures(container: Container) -> int:
    """How many pictures large enough to show a text stand in the body."""
    return sum(
        local(drawing.tag) in {"inline", "anchor"}
        and any(local(inner.tag) == "blip" for inner in drawing.iter())
        and all(_size(drawing, side) >= SMALLEST_PICTURE for side in ("cx", "cy"))
        for drawing in container.xml(container.main_part).iter()
    )


def _size(drawing: Element, side: str) -> int:
    extent = next((child for child in drawing if local(child.tag) == "extent"), None)
    value = extent.get(side, "") if extent is not None else ""
    return int(value) if value.isdecimal() else 0


def _drawn(root: Element, holding: Collection[str]) -> list[str]:
    """The words of a diagram or a chart, each once: a chart repeats its labels for every series. Numbers are left."""
    values = {id(inner) for cache in root.iter() if local(cache.tag) == "numCache" for inner in cache.iter()}
    words = [one.text or "" for one in root.iter() if local(one.tag) in holding and id(one) not in values]
    return [one for one in dict.fromkeys(words) if one.strip()]


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.tables = 0

    def story(self, parent: Element, place: Place | None = None) -> Iterator[Piece]:
        """The pieces of a body, a cell, a text box or a note, in reading order."""
        for child in parent:
            match local(child.tag):
                case "p":
                    yield from self._paragraph(child, place)
                case "tbl":
                    yield from self._table(child)
                case tag if tag not in UNSEEN:
                    yield from self.story(child, place)

    def _table(self, table: Element) -> Iterator[Piece]:
        """Rows and cells, also inside content controls. A table inside a cell becomes a table of its own."""
        number, self.tables = self.tables, self.tables + 1
        for row, cells in enumerate(_children(table, "tr")):
            found: list[Piece] = []
            for column, cell in enumerate(_children(cells, "tc")):
                if found:
                    found[-1] = replace(found[-1], after="\t")
                found.extend(self.story(cell, Place(number, row, column)))
            yield from found

    def _paragraph(self, paragraph: Element, place: Place | None) -> Iterator[Piece]:
        found = _Found()
        self._collect(paragraph, found)
        text = "".join(found.text)
        look = self.styles.look(paragraph)
        kind = BlockKind.PARAGRAPH
        if look.heading is not None:
            kind = BlockKind.HEADING
        elif look.list_level is not None:
            kind = BlockKind.ITEM
        elif place is not None:
            kind = BlockKind.CELL
        yield Piece(
            text,
            kind,
            level=look.heading or look.list_level or 0,
            numbered=look.numbered,
            bold=bool(found.bold) and all(found.bold),
            place=place,
        )
        for frame in found.frames:
            yield from self.story(frame)

    def _collect(self, element: Element, found: _Found) -> None:
        for child in element:
            tag = local(child.tag)
            if tag in FRAMES:
                found.frames.append(child)
            elif tag in UNSEEN:
                continue
            elif tag == "r":
                self._run(child, found)
            elif tag == "t":
                found.text.append(child.text or "")
            elif tag == "textpath":
                found.text.append(child.get("string", ""))
            else:
                self._collect(child, found)

    def _run(self, run: Element, found: _Found) -> None:
        properties = next((child for child in run if local(child.tag) == "rPr"), None)
        if properties is not None and _is_on(properties, "vanish"):
            return
        before = len(found.text)
        for child in run:
            tag = local(child.tag)
            if tag == "t":
                found.text.append(child.text or "")
            elif tag in CHARACTERS:
                found.text.append(CHARACTERS[tag])
            elif tag == "sym":
                found.text.append(_symbol(child))
            elif tag == "fldChar":
                found.text.append(_chosen(child))
            elif tag not in UNSEEN:
                self._collect(child, found)
        if "".join(found.text[before:]).strip():
            found.bold.append(properties is not None and _is_on(properties, "b"))


def _children(parent: Element, wanted: str) -> Iterator[Element]:
    """The nearest elements of that name, through wrappers such as content controls and tracked insertions."""
    for child in parent:
        tag = local(child.tag)
        if tag == wanted:
            yield child
        elif tag not in UNSEEN and tag not in {"tbl", "p"}:
            yield from _children(child, wanted)


def _is_on(properties: Element, name: str) -> bool:
    for child in properties:
        if local(child.tag) == name:
            return (attribute(child, "val") or "true") not in {"0", "false", "off"}
    return False


def _chosen(field: Element) -> str:
    """What was chosen from an old form's list, which is a number in the form's own data rather than text."""
    choice = next((one for one in field.iter() if local(one.tag) == "ddList"), None)
    if choice is None:
        return ""
    entries = [attribute(one, "val") or "" for one in choice if local(one.tag) == "listEntry"]
    chosen = next((whole(attribute(one, "val")) for one in choice if local(one.tag) == "result"), 0)
    return entries[chosen] if chosen < len(entries) else ""


def _symbol(element: Element) -> str:
    """A character of a symbol font: those from F000 up mean the font's own position."""
    try:
        code = int(attribute(element, "char") or "0", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
