"""Where everything stands on a meeting's sheet, and what a filled one comes down to."""

from __future__ import annotations

from dataclasses import dataclass

from models.reading import Reading

SUPPORTERS, TABLE, REMARK = "supporters", "table", "remark"

OWN_COLUMNS = (SUPPORTERS, TABLE, REMARK)
"""The columns after the questions; no question may have such a key."""

KEYS_ROW, TEXTS_ROW, FIRST_ROW = 1, 2, 3

CODE_PROPERTY, VERSION_PROPERTY = "InloopConsultation", "InloopVersion"
"""Document properties that say which consultation a sheet was made for; LibreOffice and Excel keep them."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One contribution. `number` is the row as the spreadsheet shows it.

    `fingerprint` (hex) is the same whenever the same cells come in again, wherever the row has moved to, so that a
    corrected file brought in anew adds no row twice. The second, third… identical row of a file has one of its own:
    two people may say the same.
    """

    number: int
    readings: tuple[Reading, ...]
    supporters: int
    table: str | None
    remark: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong in one cell.

    `column` is the key in row 1, the column's letter if it has none, "" for a whole row.
    """

    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The rows that can be taken in, and what kept others out. `made_for` is the version the sheet was printed from."""

    rows: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]
    made_for: int | None = None
