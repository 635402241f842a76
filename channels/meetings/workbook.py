"""An .xlsx as sparse grids of cells with the text that a person saw in them.

Read part by part rather than with a spreadsheet library: a sheet that declares a million empty rows costs nothing here,
merged ranges are known, and a cell that the spreadsheet turned into a date can be told from one that holds text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree import ElementTree

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from channels.meetings.beside_cells import beside
from channels.meetings.containers import Container, FileKind, attribute, local, parse, whole
from channels.meetings.problems import rejected

MOST_CELLS = 300_000
"""Cells with content in one file. A meeting's sheet holds a few thousand."""


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    """A formula that failed, or that was never computed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is what the cell shows: 1.0 as `1`, a date as `3-1-2027`, true as `TRUE`."""

    text: str
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, 1-based, both ends included."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet: cells with content by (row, column), both from 1."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[Merged, ...] = ()
    beside: tuple[str, ...] = ()
    """Comments on cells, text boxes, and what is printed above and below the page."""

    @property
    def rows(self) -> list[int]:
        return sorted({row for row, _ in self.cells})

    @property
    def columns(self) -> list[int]:
        return sorted({column for _, column in self.cells})


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible worksheets in order, and the custom document properties."""

    grids: tuple[Grid, ...]
    properties: dict[str, str]


@dataclass
class _Formats:
    """What is needed to tell what a stored value looks like."""

    strings: list[str]
    dates: set[int]
    """Indexes of cell formats that show a number as a date or time."""
    epoch: object = field(default=CALENDAR_WINDOWS_1900)
    cells_left: int = MOST_CELLS


def read_workbook(data: bytes) -> Workbook:
    """:raises Rejected: this is no .xlsx, or one that is encrypted, damaged or too large."""
    container = Container(data)
    if container.kind is not FileKind.XLSX:
        raise rejected("not_a_sheet")
    main = container.main_part
    relations = container.relations(main)
    root = container.xml(main)
    formats = _formats(container, main, root)
    grids = []
    for sheet in (element for element in root.iter() if local(element.tag) == "sheet"):
        part = relations.get(attribute(sheet, "id") or "")
        if part is None or sheet.get("state", "visible") != "visible" or "worksheet" not in part:
            continue
        data = container.read(part)
        grids.append(_grid(sheet.get("name", ""), data, formats, beside(container, part, data)))
    return Workbook(tuple(grids), _properties(container))


def _formats(container: Container, main: str, root: ElementTree.Element) -> _Formats:
    parts = {part.rpartition("/")[2].lower(): part for part in container.relations(main).values()}
    strings = container.xml(parts.get("sharedstrings.xml", ""))
    mac = any(local(e.tag) == "workbookPr" and e.get("date1904") in {"1", "true"} for e in root.iter())
    return _Formats(
        strings=[_rich_text(item) for item in strings if local(item.tag) == "si"],
        dates=_date_formats(container.xml(parts.get("styles.xml", ""))),
        epoch=CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
    )


def _rich_text(item: ElementTree.Element) -> str:
    """All runs of a string, without the phonetic hints that only East Asian programs show."""
    text = []
    for child in item:
        if local(child.tag) == "t":
            text.append(child.text or "")
        elif local(child.tag) == "r":
            text.extend(t.text or "" for t in child if local(t.tag) == "t")
    return "".join(text)


def _date_formats(styles: ElementTree.Element) -> set[int]:
    own = {whole(e.get("numFmtId")): e.get("formatCode", "") for e in styles.iter() if local(e.tag) == "numFmt"}
    found: set[int] = set()
    for group in (e for e in styles if local(e.tag) == "cellXfs"):
        for index, xf in enumerate(group):
            number = whole(xf.get("numFmtId"))
            if is_date_format(own.get(number) or BUILTIN_FORMATS.get(number, "General")):
                found.add(index)
    return found


def _grid(name: str, data: bytes, formats: _Formats, beside: tuple[str, ...]) -> Grid:
    if b"<!ENTITY" in data:
        raise rejected("not_a_document")
    cells: dict[tuple[int, int], Cell] = {}
    merged: list[Merged] = []
    row = column = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):  # noqa: S314
            tag = local(element.tag)
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r", row + 1)), 0
                continue
            if tag == "c":
                place = element.get("r")
                column = coordinate_to_tuple(place)[1] if place else column + 1
                cell = _cell(element, formats)
                if cell is not None:
                    cells[row, column] = cell
                    formats.cells_left -= 1
            elif tag == "mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                merged.append(Merged(left or 1, top or 1, right or 1, bottom or 1))
            if tag in {"row", "sheetData"}:
                element.clear()
            if formats.cells_left < 0:
                raise rejected("too_large")
    except (ElementTree.ParseError, ValueError) as error:
        raise rejected("damaged") from error
    return Grid(name, cells, tuple(merged), beside)


def _cell(element: ElementTree.Element, formats: _Formats) -> Cell | None:
    parts = {local(child.tag): child for child in element}
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return _text(_rich_text(parts["is"])) if "is" in parts else None
    value = parts["v"].text if "v" in parts else None
    if not value:
        return Cell("", CellKind.ERROR) if "f" in parts and value is None else None
    match kind:
        case "s":
            index = int(value)
            return _text(formats.strings[index]) if index < len(formats.strings) else None
        case "str":
            return _text(value)
        case "b":
            return Cell("TRUE" if value.strip() in {"1", "true"} else "FALSE", CellKind.BOOLEAN)
        case "e":
            return Cell(value, CellKind.ERROR)
        case "d":
            return Cell(value, CellKind.DATE)
    if whole(element.get("s")) in formats.dates:
        return Cell(_date(float(value), formats), CellKind.DATE)
    return Cell(_number(float(value)), CellKind.NUMBER)


def _text(text: str) -> Cell | None:
    return Cell(text) if text.strip() else None


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _date(value: float, formats: _Formats) -> str:
    try:
        moment = from_excel(value, epoch=formats.epoch)
    except (OverflowError, ValueError):
        return _number(value)
    day = f"{moment.day}-{moment.month}-{moment.year}" if hasattr(moment, "day") else ""
    return day or str(moment)


def _properties(container: Container) -> dict[str, str]:
    data = container.read("docProps/custom.xml")
    if not data:
        return {}
    return {
        entry.get("name", ""): "".join(entry.itertext()).strip()
        for entry in parse(data)
        if local(entry.tag) == "property"
    }
