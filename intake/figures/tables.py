"""A table of figures, and how it is written as CSV and as a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from intake.exporting import Cell, cell, safe

LONGEST_SHEET_NAME = 31
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. The first column says what a row is about.

    :ivar drawn: the column of numbers that a plot shows; None: no plot.
    :ivar note: what belongs beside the figures, such as how many did not answer.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawn: int | None = None
    note: str = ""

    @property
    def numbers(self) -> tuple[float, ...]:
        """What a plot shows."""
        if self.drawn is None:
            return ()
        values = (row[self.drawn] for row in self.rows)
        return tuple(value if isinstance(value, int | float) else 0 for value in values)

    @property
    def most(self) -> float:
        return max(self.numbers, default=0)


def as_read(value: Cell, language: str, places: int = 1) -> str:
    """A cell for people: "1.250" and "12,5" in Dutch, "1,250" and "12.5" in English."""
    if isinstance(value, float):
        return str(format_decimal(value, format=f"#,##0.{'0' * places}", locale=language))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(format_decimal(value, locale=language))
    return "" if value is None else str(value)


def as_csv(tables: Sequence[Table]) -> bytes:
    """All tables under one another, an empty line between them; UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for n, table in enumerate(tables):
        if n:
            writer.writerow([])
        writer.writerow([safe(table.title)])
        writer.writerows([safe(value) for value in row] for row in (table.columns, *table.rows))
        if table.note:
            writer.writerow([safe(table.note)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A sheet for each table, numbers as numbers."""
    book = Workbook(write_only=True)
    for n, table in enumerate(tables, start=1):
        name = _NO_SHEET_NAME.sub(" ", f"{n} {table.title}")[:LONGEST_SHEET_NAME].strip()
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B4"
        sheet.column_dimensions["A"].width = 44

        sheet.append([_bold(sheet, table.title)])
        sheet.append([cell(safe(table.note))])
        sheet.append([_bold(sheet, column) for column in table.columns])
        for row in table.rows:
            sheet.append([cell(safe(value)) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _bold(sheet: Any, value: Cell) -> Any:
    made = WriteOnlyCell(sheet, value=cell(safe(value)))
    made.font = Font(bold=True)
    return made
