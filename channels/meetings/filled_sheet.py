"""A filled sheet → the rows that can be taken in, and what is wrong in the others."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from channels.meetings.containers import FileKind, recognise
from channels.meetings.problems import message, rejected
from channels.meetings.sheet_columns import Columns, find_columns, find_grid, is_ours, name_of
from channels.meetings.sheet_layout import (
    CODE_PROPERTY,
    FIRST_ROW,
    REMARK,
    SUPPORTERS,
    TABLE,
    TEXTS_ROW,
    VERSION_PROPERTY,
    SheetProblem,
    SheetReading,
    SheetRow,
)
from channels.meetings.sheet_texts import accepted
from channels.meetings.workbook import Cell, CellKind, Grid, read_workbook
from channels.understanding import Medium, NotUnderstood, Reason, Understood, understand
from models.conditions import applies
from models.definition import Choices, Definition, OpenText, Question, YesNo
from models.normalization import LONGEST_TEXT, clean_text
from models.reading import Reading, Value
from models.vocabulary import AnswerState, Doubt

WHOLE_NUMBER = re.compile(r"\d{1,6}")

Cells = dict[str, Cell]
"""A row's cells with content, by key."""


def is_sheet(data: bytes, definition: Definition) -> bool:
    """Whether `data` is a sheet (and not, for instance, a spreadsheet with notes).

    :raises Rejected: an .xlsx that can't be read at all.
    """
    return recognise(data) is FileKind.XLSX and is_ours(read_workbook(data), definition)


def made_for(data: bytes) -> str | None:
    """The code of the consultation that a sheet says it was made for; None if it says none, or is no spreadsheet.

    :raises Rejected: an .xlsx that can't be read at all.
    """
    return read_workbook(data).properties.get(CODE_PROPERTY) if recognise(data) is FileKind.XLSX else None


def read_sheet(data: bytes, definition: Definition, *, language: str) -> SheetReading:
    """All rows of a filled sheet. `language` is the one in which labels and yes or no were most likely written.

    :raises Rejected: the file as a whole is no sheet of this consultation; the code says why.
    """
    if recognise(data) is not FileKind.XLSX:
        raise rejected("not_a_sheet")
    book = read_workbook(data)
    grid = find_grid(book, definition)
    columns = find_columns(grid, definition)
    version = book.properties.get(VERSION_PROPERTY, "")
    reader = _RowReader(definition, language, grid, columns)
    rows: list[SheetRow] = []
    problems = [*columns.problems, *reader.answers_in_texts_row()]
    for number in grid.rows:
        if number < FIRST_ROW:
            continue
        row, faults = reader.row(number)
        problems.extend(faults)
        if row is not None and not faults:
            rows.append(row)
    return SheetReading(tuple(rows), tuple(problems), int(version) if version.isdecimal() else None)


class _RowReader:
    def __init__(self, definition: Definition, language: str, grid: Grid, columns: Columns) -> None:
        self.definition = definition
        self.language = language
        self.grid = grid
        self.columns = columns
        self.seen: Counter[str] = Counter()

    def row(self, number: int) -> tuple[SheetRow | None, list[SheetProblem]]:
        """The row's contribution, or what is wrong with it; neither, if nothing but a table was filled in."""
        cells, faults = self._cells(number)
        if not cells.keys() - {TABLE} and not faults:
            return None, []
        readings: list[Reading] = []
        values: dict[str, Value | None] = {}
        for question in self.definition.questions:
            outcome = self._answer(number, question, cells.get(question.key), values)
            if isinstance(outcome, SheetProblem):
                faults.append(outcome)
            elif outcome is not None:
                readings.append(outcome)
                if outcome.state is AnswerState.READ:
                    values[question.key] = outcome.value
        supporters = self._supporters(number, cells.get(SUPPORTERS), faults)
        remark = self._own_text(number, REMARK, cells, faults)
        table = self._own_text(number, TABLE, cells, faults)
        if not faults and all(reading.state is AnswerState.EMPTY for reading in readings):
            faults.append(SheetProblem(number, "", "no_answer", message("no_answer")))
        if faults:
            return None, faults
        return SheetRow(number, tuple(readings), supporters, table, remark, self._fingerprint(cells)), []

    def _cells(self, number: int) -> tuple[Cells, list[SheetProblem]]:
        cells: Cells = {}
        faults: list[SheetProblem] = []
        for key, places in self.columns.known.items():
            found = [cell for place in places if (cell := self._cell(number, place, key)) is not None]
            if len({cell.text.strip() for cell in found}) > 1:
                faults.append(SheetProblem(number, key, "duplicate_column", message("duplicate_column", key=key)))
            if found:
                cells[key] = found[0]
            if any(self._merged(number, place, key) for place in places):
                faults.append(SheetProblem(number, key, "merged", message("merged")))
        faults.extend(self._homeless(number))
        return cells, faults

    def _cell(self, number: int, column: int, key: str) -> Cell | None:
        """The cell itself; for the table also the one it is merged with, as people merge a table's name over its rows.

        Other cells merged over rows are a way to get room for one contribution, and must not be counted twice.
        """
        if key == TABLE:
            for merged in self.grid.merged:
                if merged.left == merged.right == column and merged.top <= number <= merged.bottom:
                    number = merged.top
        return self.grid.cells.get((number, column))

    def _merged(self, number: int, column: int, key: str) -> bool:
        if (number, column) not in self.grid.cells:
            return False
        return any(
            m.left == column and m.top == number and (m.right > m.left or (key == SUPPORTERS and m.bottom > m.top))
            for m in self.grid.merged
        )

    def _homeless(self, number: int) -> Iterator[SheetProblem]:
        """Content above which no key stands: it would be lost without a word."""
        known = {place for places in self.columns.known.values() for place in places}
        for row, column in self.grid.cells:
            if row != number or column in known:
                continue
            name = name_of(column, self.columns)
            if column not in self.columns.unknown:
                yield SheetProblem(number, name, "no_key", message("no_key"))
            elif self.columns.renamed:
                yield SheetProblem(number, name, "renamed_column", message("renamed_column", key=name))

    def _answer(
        self, number: int, question: Question, cell: Cell | None, values: Mapping[str, Value | None]
    ) -> Reading | SheetProblem | None:
        """The reading of one cell; None for an empty cell of a question that doesn't apply."""
        asked = applies(self.definition, question, values)
        if cell is None:
            return Reading(question.key, None, None, AnswerState.EMPTY) if asked else None
        fault = _unusable(question, cell)
        if fault:
            return self._problem(number, question, fault, cell.text)
        outcome = understand(
            self.definition, question, _as_typed(question, cell), language=self.language, medium=Medium.CELL
        )
        if isinstance(outcome, NotUnderstood) and outcome.reason is not Reason.EMPTY:
            return self._problem(number, question, outcome.reason.value, cell.text)
        if not isinstance(outcome, Understood):
            return Reading(question.key, None, cell.text, AnswerState.EMPTY) if asked else None
        reading = Reading(question.key, outcome.value, cell.text, AnswerState.READ)
        return reading if asked else replace(reading, state=AnswerState.UNCERTAIN, doubt=Doubt.NOT_ASKED)

    def _problem(self, number: int, question: Question, code: str, text: str) -> SheetProblem:
        remedy = accepted(self.definition, question, "en")
        shown = text.strip() if len(text) <= 60 else f"{text[:59].strip()}…"
        facts = message(code, text=shown, accepted=remedy, longest=LONGEST_TEXT)
        return SheetProblem(number, question.key, code, facts)

    def _supporters(self, number: int, cell: Cell | None, faults: list[SheetProblem]) -> int:
        if cell is None:
            return 1
        text = cell.text.strip()
        if cell.kind in {CellKind.TEXT, CellKind.NUMBER} and WHOLE_NUMBER.fullmatch(text) and int(text) >= 1:
            return int(text)
        faults.append(SheetProblem(number, SUPPORTERS, "supporters", message("supporters", text=text)))
        return 1

    def _own_text(self, number: int, key: str, cells: Cells, faults: list[SheetProblem]) -> str | None:
        cell = cells.get(key)
        if cell is None or cell.kind is CellKind.ERROR:
            return None
        text = clean_text(cell.text)
        if len(text) > LONGEST_TEXT:
            faults.append(SheetProblem(number, key, "too_long", message("too_long", longest=LONGEST_TEXT)))
        return text or None

    def _fingerprint(self, cells: Cells) -> str:
        """SHA-256 of the row's cells by key and of how many rows like it came before."""
        content = json.dumps(sorted((key, cell.text.strip()) for key, cell in cells.items()), ensure_ascii=False)
        self.seen[content] += 1
        return hashlib.sha256(f"{self.definition.code}\n{self.seen[content]}\n{content}".encode()).hexdigest()

    def answers_in_texts_row(self) -> list[SheetProblem]:
        """A fault if row 2 looks like a contribution: somebody removed the row of texts, and it would be skipped."""
        cells, _ = self._cells(TEXTS_ROW)
        asked = {line for _, text in self.definition.texts() for line in text.values()}
        answers = [q for q in self.definition.questions if q.key in cells and not isinstance(q, OpenText)]
        if not answers or any(line and line in cell.text for cell in cells.values() for line in asked if len(line) > 9):
            return []
        for question in answers:
            if isinstance(self._answer(TEXTS_ROW, question, cells[question.key], {}), SheetProblem):
                return []
        return [SheetProblem(TEXTS_ROW, "", "row_two", message("row_two"))]


def _unusable(question: Question, cell: Cell) -> str | None:
    """The code of the fault in a cell that can't mean an answer, whatever the question's rules."""
    if cell.kind is CellKind.ERROR:
        return "formula"
    if cell.kind is CellKind.DATE and not isinstance(question, OpenText):
        return "date"
    if isinstance(question, OpenText) and len(clean_text(cell.text)) > LONGEST_TEXT:
        return "too_long"
    if (
        cell.kind is CellKind.NUMBER
        and isinstance(question, Choices)
        and "." in cell.text
        and len(question.options) > 9
    ):
        return "unsure"
    return None


def _as_typed(question: Question, cell: Cell) -> str:
    """What was typed into a cell before the spreadsheet took it for a number or for true or false.

    In Dutch `1,3` is a number with a decimal comma, so a spreadsheet stores 1.3 for the options 1 and 3.
    """
    if cell.kind is CellKind.NUMBER and isinstance(question, Choices):
        return cell.text.replace(".", ",")
    if cell.kind is CellKind.BOOLEAN and isinstance(question, YesNo):
        return "1" if cell.text == "TRUE" else "2"
    return cell.text
