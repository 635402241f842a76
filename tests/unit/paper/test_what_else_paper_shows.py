"""Paper shows more than print and pens: the ring of a cup, dirt on the scanner's glass, the other side."""

from dataclasses import replace

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


def _folded(page: NDArray[np.uint8], shade: float = 0.06) -> NDArray[np.uint8]:
    """A fold through the second row of boxes, a little aslant, with a shadow below it."""
    row, column = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    below = row - (OUTLINES[4].y + 1.6) * PX_PER_MM - column * 0.004
    alpha = shade * np.exp(-below.clip(0) / 16) * (below > 0) + 0.2 * (np.abs(below) < 1.5)
    return _darken(page, alpha.astype(np.float32), 0.8)


def test_a_fold_with_its_shadow_through_a_row_of_boxes_is_no_mark() -> None:
    assert set(_marks(_folded(_page()))) == {Mark.EMPTY}


def test_a_pencil_stroke_beside_a_fold_stays() -> None:
    page = _page()
    for one, tone in zip(OUTLINES[4:6], (90, 205), strict=True):
        cv2.line(page, _px(one.x + 0.9, one.y + 4.1), _px(one.x + 4.1, one.y + 0.9), (tone,), 4, cv2.LINE_AA)
    marks = _marks(_folded(page))
    assert marks[4] is Mark.MARKED
    assert marks[5] is not Mark.EMPTY


def test_ripples_of_jpeg_around_print_say_nothing_in_a_box() -> None:
    page = ink_page(_page())
    ripples = np.zeros(page.ink.shape, np.float32)
    rng = np.random.default_rng(5)
    for one in OUTLINES:
        for x, y, long in rng.uniform((-4, -4, 0.2), (9, 9, 0.6), (14, 3)):
            cv2.line(ripples, _px(one.x + x, one.y + y), _px(one.x + x + long, one.y + y), (0.035,), 2)
    longest = OUTLINES[6].x + 1.8, OUTLINES[6].y + 2.5
    cv2.line(ripples, _px(*longest), _px(longest[0] + 1.0, longest[1]), (0.035,), 2)
    rippled = replace(page, ink=np.maximum(page.ink, ripples))
    placed = place(rippled, OUTLINES)
    marks = read_marks(rippled, OUTLINES, placed, specks_of(rippled, OUTLINES, placed))
    assert {one.mark for one in marks} == {Mark.EMPTY}
