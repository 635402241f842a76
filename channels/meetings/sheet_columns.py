"""Which column of a filled sheet belongs to which key, whatever somebody did to row 1."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from channels.meetings.problems import message, rejected
from channels.meetings.sheet_layout import CODE_PROPERTY, KEYS_ROW, OWN_COLUMNS, REMARK, SheetProblem
from channels.meetings.workbook import Grid, Workbook
from models.definition import Definition


@dataclass(frozen=True, slots=True)
class Columns:
    """Known keys and the columns that carry them (two, if a key was doubled), and the other columns by their heading.

    `renamed`: a question's key is gone while a heading nobody knows has come. Then that heading's answers most likely
    belong to the question, and rows that hold one must wait.
    """

    known: dict[str, list[int]]
    unknown: dict[int, str]
    renamed: bool
    problems: tuple[SheetProblem, ...]


def keys_of(definition: Definition) -> list[str]:
    return [*(question.key for question in definition.questions), *OWN_COLUMNS]


def headings(grid: Grid) -> dict[int, str]:
    return {column: grid.cells[row, column].text.strip() for row, column in sorted(grid.cells) if row == KEYS_ROW}


def find_grid(book: Workbook, definition: Definition) -> Grid:
    """The worksheet whose row 1 holds most keys.

    :raises Rejected: `other_consultation`, or `not_a_sheet` if no worksheet has a question's key.
    """
    made_for = book.properties.get(CODE_PROPERTY, definition.code)
    if made_for != definition.code:
        raise rejected("other_consultation", made_for=made_for, wanted=definition.code)
    best = max(book.grids, key=lambda grid: _matches(grid, keys_of(definition)), default=None)
    questions = [question.key for question in definition.questions]
    if best is None or not _matches(best, questions):
        raise rejected("not_a_sheet")
    return best


def is_ours(book: Workbook, definition: Definition) -> bool:
    """Whether a workbook was meant as a sheet: it says so itself, or row 1 of a worksheet is made of our keys."""
    if CODE_PROPERTY in book.properties:
        return True
    keys = keys_of(definition)
    return any(_matches(grid, keys) >= max(2, len(headings(grid)) / 2) for grid in book.grids)


def _matches(grid: Grid, keys: list[str]) -> int:
    return len({heading.lower() for heading in headings(grid).values()} & set(keys))


def find_columns(grid: Grid, definition: Definition) -> Columns:
    keys = keys_of(definition)
    known: dict[str, list[int]] = {}
    unknown: dict[int, str] = {}
    for column, heading in headings(grid).items():
        if heading.lower() in keys:
            known.setdefault(heading.lower(), []).append(column)
        else:
            unknown[column] = heading
    missing = [key for key in keys if key not in known]
    return Columns(
        known=known,
        unknown=unknown,
        renamed=bool(unknown) and any(definition.has(key) or key == REMARK for key in missing),
        problems=(
            *(_problem(heading, "unknown_column") for heading in unknown.values()),
            *(_problem(key, "duplicate_column") for key, places in known.items() if len(places) > 1),
            *(_problem(key, "missing_column") for key in missing),
        ),
    )


def name_of(column: int, columns: Columns) -> str:
    """A column's heading, or its letter if it has none."""
    return columns.unknown.get(column) or get_column_letter(column)


def _problem(key: str, code: str) -> SheetProblem:
    return SheetProblem(KEYS_ROW, key, code, message(code, key=key))
