"""Tables of figures with their plots → a PDF to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from channels.printed.typesetting import typeset
from intake.figures.tables import Table, as_read

TEMPLATE = Path(__file__).parent / "figures.typ"


def as_pdf(title: str, beneath: str, tables: Sequence[Table], language: str) -> bytes:
    """Tagged, and checked against PDF/UA-1: the tables are read aloud, the bars beside them are decoration.

    :param beneath: a line beneath the title, such as when the figures were made.
    """
    content: dict[str, object] = {
        "title": title,
        "beneath": beneath,
        "language": language,
        "tables": [
            {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [[as_read(value, language) for value in row] for row in table.rows],
                "note": table.note,
                "bars": [round(number / table.most, 4) if table.most else 0 for number in table.numbers],
            }
            for table in tables
        ],
    }
    return typeset(content, TEMPLATE)
