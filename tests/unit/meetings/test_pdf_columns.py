"""Two columns of a PDF are read one after another; what only looks like columns is read row by row."""

from __future__ import annotations

from typing import Any

from channels.meetings.sources.pdf_columns import in_reading_order

WIDTH, HEIGHT = 5.0, 10.0
"""Points of one character here."""

Char = dict[str, Any]


def line(words: str, x: float, row: int) -> list[Char]:
    return [
        {"text": one, "x0": x + n * WIDTH, "x1": x + (n + 1) * WIDTH, "top": row * 14.0, "bottom": row * 14.0 + HEIGHT}
        | {"height": HEIGHT}
        for n, one in enumerate(words)
    ]


def read(chars: list[Char]) -> list[str]:
    """What is read one after another, without white space."""
    parts = list(in_reading_order(chars))
    assert sorted(id(char) for part in parts for char in part) == sorted(map(id, chars)), "each character once"
    return ["".join(char["text"] for char in part if char["text"].strip()) for part in parts]


def test_columns_are_read_one_after_another_between_lines_across() -> None:
    chars = line("t" * 84, 0, 0)
    for row in range(1, 9):
        chars += line(f"links {row} ".ljust(38, "l"), 0, row) + line(f"rechts {row} ".ljust(40, "r"), 220, row)
    chars += line("s" * 84, 0, 10)
    across, left, right, after = read(chars)
    assert (across, after) == ("t" * 84, "s" * 84)
    assert (left[:6], "links8" in left, "rechts" in left) == ("links1", True, False)
    assert (right[:7], "rechts8" in right, "links" in right) == ("rechts1", True, False)


def test_a_table_without_lines_and_figures_at_the_edge_are_read_row_by_row() -> None:
    answers, figures, few = [], [], []
    for row in range(10):
        answers += line("vraag " * (1 + row % 5), 0, row) + line("ja" * (1 + 6 * (row % 3)), 220, row)
        figures += line("s" * 60, 0, row) + line("12 voor", 380, row)
    for row in range(4):
        few += line("l" * 38, 0, row) + line("r" * 40, 220, row)
    for chars in (answers, figures, few, line("kort", 0, 0), []):
        assert len(read(chars)) == 1
