"""A spreadsheet with notes that is no sheet of ours: every visible worksheet is a table."""

from __future__ import annotations

from collections.abc import Iterator

from channels.meetings.blocks import BlockKind, Piece, Place
from channels.meetings.workbook import Workbook

LINES_ABOVE = 3
"""A row with a single cell is a title or a date if it is among the first rows of a table, else an unfinished row."""


def pieces(book: Workbook) -> Iterator[Piece]:
    for table, grid in enumerate(book.grids):
        rows: dict[int, list[int]] = {}
        for row, column in sorted(grid.cells):
            rows.setdefault(row, []).append(column)
        several = any(len(columns) > 1 for columns in rows.values())
        for number, (row, columns) in enumerate(rows.items()):
            lone = len(columns) == 1 and (not several or number < LINES_ABOVE)
            for column in columns:
                yield Piece(
                    grid.cells[row, column].text,
                    BlockKind.PARAGRAPH if lone else BlockKind.CELL,
                    place=None if lone else Place(table, number, column),
                    after="\n" if column == columns[-1] else "\t",
                )
    for grid in book.grids:
        yield from (Piece(words, BlockKind.ASIDE) for words in grid.beside)
