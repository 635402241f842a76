"""The meeting's sheet: made empty by `make_sheet`, told from other files by `is_sheet`, read back by `read_sheet`."""

from __future__ import annotations

from channels.meetings.blank_sheet import make_sheet
from channels.meetings.filled_sheet import is_sheet, made_for, read_sheet
from channels.meetings.sheet_layout import SheetProblem, SheetReading, SheetRow

__all__ = ["SheetProblem", "SheetReading", "SheetRow", "is_sheet", "made_for", "make_sheet", "read_sheet"]
