"""Paper shows more than print and pens: the ring of a cup, dirt on the scanner's glass, the other side."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, place
from scans.ink import ink_page
from scans.marks import Mark, read_marks
from scans.pages import PX_PER_MM
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH
from scans.specks import specks_of

OUTLINES = [Outline(30 + 20 * column, 60 + 30 * row, 5.0, 5.0) for row in range(3) for column in range(4)]
CUP = (62.5, 120.0)
"""Middle of a cup, in mm: its ring goes through the second and the third box."""


def _page() -> NDArray[np.uint8]:
    page = np.full((round(PAGE_HEIGHT * PX_PER_MM), round(PAGE_WIDTH * PX_PER_MM)), 235, np.uint8)
    for one in OUTLINES:
        corners = [_px(one.x, one.y), _px(one.x + one.w, one.y + one.h)]
        cv2.rectangle(page, corners[0], corners[1], (40,), 2)
    return page


def _px(x: float, y: float) -> tuple[int, int]:
    return round(x * PX_PER_MM), round(y * PX_PER_MM)


def _darken(page: NDArray[np.uint8], alpha: NDArray[np.float32], soft: float) -> NDArray[np.uint8]:
    return (page * (1 - cv2.GaussianBlur(alpha, (0, 0), soft))).astype(np.uint8)


def _ring(page: NDArray[np.uint8], dark: float) -> NDArray[np.uint8]:
    alpha = np.zeros(page.shape, np.float32)
    cv2.circle(alpha, _px(*CUP), round(58 * PX_PER_MM), (dark,), round(2.6 * PX_PER_MM))
    return _darken(page, alpha, 2.0)


def _marks(page: NDArray[np.uint8]) -> list[Mark]:
    ink = ink_page(page)
    placed = place(ink, OUTLINES)
    return [one.mark for one in read_marks(ink, OUTLINES, placed, specks_of(ink, OUTLINES, placed))]


def test_the_ring_of_a_cup_through_boxes_is_no_mark() -> None:
    assert set(_marks(_ring(_page(), 0.25))) == {Mark.EMPTY}


def test_what_was_filled_in_below_the_ring_of_a_cup_is_a_mark() -> None:
    page = _page()
    for one in OUTLINES[:4]:
        cv2.rectangle(page, _px(one.x + 0.5, one.y + 0.5), _px(one.x + one.w - 0.5, one.y + one.h - 0.5), (90,), -1)
    marks = _marks(_ring(page, 0.25))
    assert all(mark in (Mark.MARKED, Mark.BLACK) for mark in marks[:4])
    assert set(marks[4:]) == {Mark.EMPTY}


def test_a_line_down_the_whole_page_is_dirt_on_the_glass() -> None:
    for tone in (60, 170, 215):
        page = _page()
        at = round((OUTLINES[2].x + 3.6) * PX_PER_MM)
        page[:, at : at + 2] = np.minimum(page[:, at : at + 2], tone)
        assert set(_marks(page)) == {Mark.EMPTY}, tone


def test_what_shines_through_everywhere_says_nothing_in_a_box() -> None:
    page = _page()
    back = np.zeros(page.shape, np.uint8)
    for row in range(24):
        for column in range(14):
            cv2.putText(back, "0", _px(16 + 13 * column, 20 + 11 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40,), 4)
    assert set(_marks(_darken(page, (back / 255).astype(np.float32), 3.0))) == {Mark.EMPTY}
