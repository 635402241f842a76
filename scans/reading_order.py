"""The order in which a person reads lines: what stands above comes first, column by column.

A reader of whole pages finds blocks first. On bent paper a line may become a block of its own, told after the lines
below it; and a streak down the page may cut all lines in two, told as two columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import bidirectional

import numpy as np
from numpy.typing import NDArray

from scans.ocr import Line

SAME_COLUMN = 0.5
"""Of the narrower of two lines: so much lies above or below the other where both stand in one column."""

ABOVE = 0.6
"""Of the lower line's height: by so much the middle of one must be higher than its own, to be above it."""

SAME_ROW, GAP = 0.5, 1.0
"""Of the lower of two lines' height, and of a usual line's: their middles are no farther apart, and there is no more
room between them than between words, where they are one line. The room between columns is wider."""

LONG = 8
"""Characters of a line that surely is longer than it is high."""

FARTHER = 1.3
"""Times the usual distance between lines; what is farther away begins a paragraph."""


def in_reading_order(found: Sequence[Line]) -> list[Line]:
    """The lines as they came, but none before one that stands above it in its column; pieces of one line are joined.

    A line that had to be moved belongs to the paragraph of the line next to it, where that is as near as lines are.
    Lines that run down the page stay as they came.
    """
    if run_down(found):
        return list(found)
    lines = _joined(found)
    if len(lines) < 2:
        return lines
    left, top, width, height = np.array([line.box for line in lines], dtype=np.float64).T
    shared = np.minimum.outer(left + width, left + width) - np.maximum.outer(left, left)
    together = shared >= SAME_COLUMN * np.minimum.outer(width, width)
    middle = top + height / 2
    above = together & (middle[None, :] - middle[:, None] > ABOVE * height[None, :])
    order = _order(above)
    stayed = _longest_rise(order)
    steps = [middle[b] - middle[a] for a, b in pairwise(order) if above[a, b]]
    near = FARTHER * float(np.median(steps)) if steps else 0.0
    out = [lines[at] for at in order]
    for place, at in enumerate(order):
        beside = [one for one in order[max(place - 1, 0) : place + 2] if one in stayed and together[at, one]]
        nearest = min(beside, key=lambda one: abs(middle[one] - middle[at]), default=at)
        if at not in stayed and abs(middle[nearest] - middle[at]) <= near:
            out[place] = replace(lines[at], block=lines[nearest].block, paragraph=lines[nearest].paragraph)
    return out


def run_down(lines: Sequence[Line]) -> bool:
    """Whether most of the text runs down or up the page: it lies on its side, and was read all the same."""
    lengths = [(len(line.text), line.box[3] > line.box[2]) for line in lines if len(line.text) >= LONG]
    return sum(length for length, down in lengths if down) > sum(length for length, down in lengths if not down)


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines of which several are one, side by side; it is in the place of its longest piece."""
    if len(lines) < 2:
        return list(lines)
    usual = float(np.median([line.box[3] for line in lines]))
    pieces = [[line] for line in lines]
    at = {id(line): place for place, line in enumerate(lines)}
    for line in sorted(lines, key=lambda one: one.box[0]):
        own = pieces[at[id(line)]]
        before = [row for row in pieces if row and row is not own and _goes_on(row[-1], own[0], usual)]
        if before:
            row = min(before, key=lambda one: abs(_middle(one[-1]) - _middle(line)))
            longest = max((row, own), key=lambda one: max(piece.box[2] for piece in one))
            together = [*row, *own]
            row.clear()
            own.clear()
            longest.extend(together)
    return [_one(row) for row in pieces if row]


def _goes_on(left: Line, right: Line, usual: float) -> bool:
    """Whether the second is the rest of the first's row."""
    apart = right.box[0] - (left.box[0] + left.box[2])
    beside = abs(_middle(left) - _middle(right)) <= SAME_ROW * min(left.box[3], right.box[3])
    return beside and left.box[0] < right.box[0] and -SAME_ROW * usual <= apart <= GAP * usual


def _middle(line: Line) -> float:
    _, top, _, height = line.box
    return top + height / 2


def _one(row: Sequence[Line]) -> Line:
    """The pieces of a row, from left to right, as one line; of a script that runs leftwards from right to left."""
    longest = max(row, key=lambda piece: piece.box[2])
    order = reversed(row) if _runs_leftwards(longest.text) else row
    return replace(longest, words=tuple(word for piece in order for word in piece.words))


def _runs_leftwards(text: str) -> bool:
    ways = [bidirectional(character) for character in text]
    return ways.count("R") + ways.count("AL") > ways.count("L")


def _order(above: NDArray[np.bool_]) -> list[int]:
    """As they came, as far as may be; `above[a, b]` is whether `a` must come before `b`."""
    waits_for = above.sum(axis=0)
    left, order = list(range(len(above))), list[int]()
    while left:
        # The highest one that is left waits for none, so there always is one.
        at = next(one for one in left if not waits_for[one])
        left.remove(at)
        order.append(at)
        waits_for = waits_for - above[at]
    return order


def _longest_rise(order: Sequence[int]) -> frozenset[int]:
    """The most of them that stand in the order in which they came."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for one in order:
        place = bisect_left(ends, one)
        before[one] = ends[place - 1] if place else None
        ends[place : place + 1] = [one]
    stayed, at = set[int](), ends[-1] if ends else None
    while at is not None:
        stayed.add(at)
        at = before[at]
    return frozenset(stayed)
