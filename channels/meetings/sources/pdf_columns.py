"""Text in two columns beside each other: where the white between them is, and in which order it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Char = dict[str, Any]

FEWEST_ROWS = 6
"""Lines that stand beside another line, below which nothing is taken for a column."""

SHARE = 0.7
"""Of the lines that are long enough to reach the white: how many have to leave it white."""

FILLED = 0.75
"""Of a column's width: what most of its lines fill. Cells of a table without lines do not."""

NARROWEST, WIDEST = 9.0, 50.0
"""Points of white between columns."""

COLUMN = 0.3
"""Of the text's width: what each of two columns takes up at least."""

MIDDLE = (0.3, 0.7)
"""The part of the text's width in which the white between two columns is looked for."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """The white between two columns, in points from the left."""

    left: float
    right: float

    def crossed_by(self, row: Sequence[Char]) -> bool:
        return any(char["x0"] < self.right and char["x1"] > self.left for char in row if char["text"].strip())


def in_reading_order(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """The characters of a page in parts that are read one after another, each in one column.

    All of them in one part if there is one column only.
    """
    rows = _rows(chars)
    gutter = find_gutter(rows)
    if gutter is None:
        yield list(chars)
        return
    left: list[Char] = []
    right: list[Char] = []
    across: list[Char] = []
    for row in rows:
        if gutter.crossed_by(row):
            yield from (part for part in (left, right) if part)
            left, right = [], []
            across.extend(row)
            continue
        if across:
            yield across
            across = []
        left.extend(char for char in row if char["x0"] < gutter.right)
        right.extend(char for char in row if char["x0"] >= gutter.right)
    yield from (part for part in (across, left, right) if part)


def find_gutter(rows: Sequence[Sequence[Char]]) -> Gutter | None:
    """The white that nearly all rows leave, with on both sides text that fills its column."""
    if not rows:
        return None
    start = min(char["x0"] for row in rows for char in row)
    end = max(char["x1"] for row in rows for char in row)
    low, high = (start + share * (end - start) for share in MIDDLE)
    gaps = [gap for row in rows for gap in _gaps(row) if gap.left < high and gap.right > low]
    best: tuple[int, Gutter] | None = None
    for gap in gaps:
        same = [one for one in gaps if min(one.right, gap.right) - max(one.left, gap.left) >= NARROWEST]
        shared = Gutter(max(one.left for one in same), min(one.right for one in same))
        if shared.right - shared.left >= NARROWEST and (best is None or len(same) > best[0]):
            best = len(same), shared
    if best is None or best[0] < FEWEST_ROWS:
        return None
    count, gutter = best
    narrow = min(gutter.left - start, end - gutter.right) < COLUMN * (end - start)
    if narrow or gutter.right - gutter.left > WIDEST:
        return None
    crossing = sum(gutter.crossed_by(row) for row in rows)
    if count < SHARE * (count + crossing):
        return None
    beside = [row for row in rows if not gutter.crossed_by(row)]
    left = [max(c["x1"] for c in part) for row in beside if (part := [c for c in row if c["x1"] <= gutter.right])]
    right = [max(c["x1"] for c in part) for row in beside if (part := [c for c in row if c["x0"] >= gutter.left])]
    return gutter if _fills(left, start, gutter.left) and _fills(right, gutter.right, end) else None


def _fills(edges: Sequence[float], start: float, end: float) -> bool:
    full = sum(edge - start >= FILLED * (end - start) for edge in edges)
    return len(edges) >= FEWEST_ROWS and full * 2 >= len(edges)


def _rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters at the same height, from top to bottom, each row from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda one: (one["top"] + one["bottom"]) / 2):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and middle < rows[-1][0]["bottom"] - 0.2 * rows[-1][0]["height"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda one: one["x0"]) for row in rows]


def _gaps(row: Sequence[Char]) -> Iterator[Gutter]:
    words = [char for char in row if char["text"].strip()]
    for one, other in pairwise(words):
        if other["x0"] - one["x1"] >= NARROWEST:
            yield Gutter(one["x1"], other["x0"])
