"""An empty sheet for a meeting: easy to fill in by somebody who is tired and is being talked to."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.packaging.custom import IntProperty, StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from channels.meetings import sheet_texts
from channels.meetings.sheet_layout import CODE_PROPERTY, FIRST_ROW, KEYS_ROW, OWN_COLUMNS, TEXTS_ROW, VERSION_PROPERTY
from models.definition import Choice, Definition, OpenText, Question, Scale, YesNo

LAST_ROW = 300
"""Rows that get hints and borders; rows below it are read as well."""

LINE_HEIGHT = 15.0
"""Points that one line of 11-point text takes."""

PROMPT_LIMIT, PROMPT_TITLE_LIMIT = 255, 32
"""Characters that Excel allows in an input message; longer ones make it call the file damaged."""

WIDE, MIDDLE, NARROW = 44.0, 26.0, 16.0
"""Column widths, in characters."""

GREY = "808080"
TEXT_FORMAT = "@"


def make_sheet(definition: Definition, language: str, *, version: int | None = None) -> bytes:
    """An .xlsx with the consultation's questions as columns, in `language` where it was translated."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = sheet_texts.sheet_title(language)
    lists = _explanation(book, language)
    for column, question in enumerate(definition.questions, 1):
        heading = sheet_texts.heading(definition, question, language)
        _column(sheet, column, question.key, heading, _width(question))
        _hint(sheet, column, heading, _choices(lists, column, definition, question, language))
    for column, key in enumerate(OWN_COLUMNS, len(definition.questions) + 1):
        heading = sheet_texts.own_heading(key, language)
        _column(sheet, column, key, heading, WIDE if key == "remark" else NARROW)
        _hint(sheet, column, heading, None)
    _layout(sheet)
    title = definition.text(definition.title, language)
    if sheet.oddHeader:
        sheet.oddHeader.left.text = f"{title} ({definition.code})".replace("&", "&&")
    book.properties.title = title
    book.properties.creator = "Inloop"
    identity = book.custom_doc_props  # type: ignore[attr-defined] # the stubs are behind openpyxl 3.1
    identity.append(StringProperty(name=CODE_PROPERTY, value=definition.code))
    if version is not None:
        identity.append(IntProperty(name=VERSION_PROPERTY, value=version))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _width(question: Question) -> float:
    return WIDE if isinstance(question, OpenText) else MIDDLE


def _column(sheet: Worksheet, column: int, key: str, heading: str, width: float) -> None:
    """A column whose every cell is text, so that `1, 3` stays what was typed and no answer becomes a date."""
    letter = get_column_letter(column)
    line = Side(style="thin", color="D0D0D0")
    dimension = sheet.column_dimensions[letter]
    dimension.width = width
    dimension.number_format = TEXT_FORMAT
    wrapped, lined = Alignment(wrap_text=True, vertical="top"), Border(bottom=line, right=line)
    dimension.alignment, dimension.border = wrapped, lined
    keys = sheet.cell(KEYS_ROW, column, key)
    keys.font = Font(size=8, color=GREY)
    texts = sheet.cell(TEXTS_ROW, column, heading)
    texts.font = Font(size=11, bold=True)
    texts.fill = PatternFill("solid", fgColor="EAF1F8")
    texts.border = Border(bottom=Side(style="medium", color="335577"), right=line)
    for cell in (keys, texts):
        cell.alignment = wrapped
        cell.number_format = TEXT_FORMAT
    for row in range(FIRST_ROW, LAST_ROW + 1):
        below = sheet.cell(row, column)
        below.number_format = TEXT_FORMAT
        below.alignment, below.border = wrapped, lined


def _hint(sheet: Worksheet, column: int, heading: str, source: str | None) -> None:
    """A message beside the cell, and a list to pick from; neither refuses anything that is typed instead."""
    first, _, rest = heading.partition("\n")
    hint = DataValidation(
        type="list" if source else None,
        formula1=source,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=_cut(first, PROMPT_TITLE_LIMIT),
        prompt=_cut(rest or first, PROMPT_LIMIT),
    )
    letter = get_column_letter(column)
    hint.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    sheet.add_data_validation(hint)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _choices(lists: Worksheet, column: int, definition: Definition, question: Question, language: str) -> str | None:
    """The cells of the second worksheet that hold this question's answers; None if it has no short list."""
    match question:
        case Choice():
            entries = [definition.text(option.label, language) for option in question.options]
        case YesNo():
            entries = ["ja", "nee"] if language in sheet_texts.DUTCH_READERS else ["yes", "no"]
        case Scale():
            entries = [str(step) for step in question.steps]
        case _:
            return None
    place = get_column_letter(column + 2)
    for row, entry in enumerate(entries, 1):
        lists.cell(row, column + 2, entry).number_format = TEXT_FORMAT
    lists.column_dimensions[place].hidden = True
    return f"{quote_sheetname(lists.title)}!${place}$1:${place}${len(entries)}"


def _explanation(book: Workbook, language: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(sheet_texts.instructions_title(language))
    sheet.column_dimensions["A"].width = 90.0
    for row, (line, is_heading) in enumerate(sheet_texts.INSTRUCTIONS, 1):
        cell = sheet.cell(row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(size=12, bold=is_heading)
    return sheet


def _layout(sheet: Worksheet) -> None:
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.row_dimensions[KEYS_ROW].height = 12.0
    sheet.row_dimensions[TEXTS_ROW].height = min(400.0, LINE_HEIGHT * max(map(_lines, sheet[TEXTS_ROW])) + 6)
    sheet.print_title_rows = f"{KEYS_ROW}:{TEXTS_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def _lines(cell: object) -> int:
    text, letter = str(getattr(cell, "value", "") or ""), str(getattr(cell, "column_letter", "A"))
    width = getattr(cell, "parent").column_dimensions[letter].width * 0.85  # noqa: B009
    return sum(1 + int(len(line) / width) for line in text.split("\n"))
