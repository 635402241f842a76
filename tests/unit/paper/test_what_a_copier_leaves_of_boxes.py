"""A copier makes lines thin and pale, drops specks of toner, and leaves hardly anything of a pencil."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from scans.anchors import Outline, Placed, place
from scans.ink import ink_page
from scans.marks import Mark, ReadMark, read_marks
from scans.pages import PX_PER_MM
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH
from scans.specks import specks_of

OUTLINES = [Outline(30 + 20 * column, 60 + 30 * row, 5.0, 5.0) for row in range(3) for column in range(4)]
THIRD = OUTLINES[2]


def _page(paleness: int = 40, width: int = 2) -> NDArray[np.uint8]:
    """White paper with the boxes' outlines in it."""
    page = np.full((round(PAGE_HEIGHT * PX_PER_MM), round(PAGE_WIDTH * PX_PER_MM)), 255, np.uint8)
    for one in OUTLINES:
        corners = [
            (round(x * PX_PER_MM), round(y * PX_PER_MM)) for x, y in ((one.x, one.y), (one.x + one.w, one.y + one.h))
        ]
        cv2.rectangle(page, corners[0], corners[1], (paleness,), width)
    return page


def _dot(page: NDArray[np.uint8], x: float, y: float, radius: int) -> None:
    cv2.circle(page, (round((THIRD.x + x) * PX_PER_MM), round((THIRD.y + y) * PX_PER_MM)), radius, (20,), -1)


def _read(page: NDArray[np.uint8]) -> tuple[list[Placed], list[ReadMark]]:
    ink = ink_page(page)
    placed = place(ink, OUTLINES)
    return placed, read_marks(ink, OUTLINES, placed, specks_of(ink, OUTLINES, placed))


@pytest.mark.parametrize("paleness", [40, 150, 200])
def test_outlines_are_seen_however_thin_and_pale_they_are(paleness: int) -> None:
    placed, marks = _read(_page(paleness, width=1))
    assert all(one.seen and one.sure for one in placed)
    assert {mark.mark for mark in marks} == {Mark.EMPTY}


def test_a_fine_speck_of_toner_is_no_mark_and_no_doubt() -> None:
    page = _page()
    _dot(page, 2.4, 1.8, radius=1)
    assert {mark.mark for mark in _read(page)[1]} == {Mark.EMPTY}


def test_a_pale_speck_is_no_toner_and_is_looked_at_by_a_person() -> None:
    page = _page()
    left, top = round((THIRD.x + 2.4) * PX_PER_MM), round((THIRD.y + 2.0) * PX_PER_MM)
    page[top : top + 5, left : left + 3] = 225
    assert _read(page)[1][2].mark is Mark.UNSURE


def test_specks_in_a_row_may_be_a_stroke() -> None:
    page = _page()
    for at in range(6):
        _dot(page, 1.0 + 0.6 * at, 1.0 + 0.6 * at, radius=1)
    assert _read(page)[1][2].mark is not Mark.EMPTY


def test_a_speck_beside_which_a_stroke_runs_on_is_looked_at_by_a_person() -> None:
    page = _page()
    _dot(page, 3.8, 3.8, radius=3)
    start, end = ((round((THIRD.x + d) * PX_PER_MM), round((THIRD.y + d) * PX_PER_MM)) for d in (5.2, 6.6))
    cv2.line(page, start, end, (20,), 3)
    assert _read(page)[1][2].mark is not Mark.EMPTY


def _stroke(page: NDArray[np.uint8], box: Outline, start: float, end: float, tone: int, broad: int = 2) -> None:
    """A straight stroke down to the right, from and to so many mm from the box's corner."""
    first, last = ((round((box.x + d) * PX_PER_MM), round((box.y + d) * PX_PER_MM)) for d in (start, end))
    cv2.line(page, first, last, (tone,), broad)


def test_the_hint_of_a_stroke_on_white_paper_is_looked_at_by_a_person() -> None:
    page = _page()
    _stroke(page, OUTLINES[7], 0.5, 4.5, 30, broad=4)
    _stroke(page, THIRD, 1.4, 3.4, 240)
    marks = _read(page)[1]
    assert (marks[2].mark, marks[7].mark) == (Mark.UNSURE, Mark.MARKED)
    assert {mark.mark for at, mark in enumerate(marks) if at not in (2, 7)} == {Mark.EMPTY}


def test_where_hints_are_all_that_is_left_on_a_page_no_box_is_surely_empty() -> None:
    page = _page()
    _stroke(page, THIRD, 1.4, 3.4, 240)
    assert {mark.mark for mark in _read(page)[1]} == {Mark.UNSURE}


def _thicken(page: NDArray[np.uint8], *at: tuple[float, float]) -> None:
    """Make the third box's outline thicker where a stroke crossed it, without leaving anything of the stroke inside."""
    for x, y in at:
        left, top = round((THIRD.x + x) * PX_PER_MM), round((THIRD.y + y) * PX_PER_MM)
        cv2.rectangle(page, (left - 2, top - 2), (left + 2, top + 2), (40,), -1)


def test_an_outline_that_is_thicker_in_two_places_was_crossed_by_a_stroke_that_was_lost() -> None:
    page = _page()
    _stroke(page, OUTLINES[7], 0.5, 4.5, 30, broad=4)
    _thicken(page, (0.0, 1.5), (5.0, 3.5))
    marks = _read(page)[1]
    assert marks[2].mark is Mark.UNSURE
    assert {mark.mark for at, mark in enumerate(marks) if at not in (2, 7)} == {Mark.EMPTY}


def test_an_outline_that_is_thicker_in_one_place_was_touched_by_dirt() -> None:
    page = _page()
    _thicken(page, (0.0, 1.5))
    assert {mark.mark for mark in _read(page)[1]} == {Mark.EMPTY}


def test_a_tick_of_which_little_is_in_its_box_is_a_mark_where_it_crosses_the_outline() -> None:
    page = _page()
    points = np.array([(-0.8, 3.4), (1.4, 6.2), (7.0, 1.6)]) + (THIRD.x, THIRD.y)
    cv2.polylines(page, [np.round(points * PX_PER_MM).astype(np.int32)], False, (30,), 5)
    assert _read(page)[1][2].mark is Mark.MARKED


def _sand(page: NDArray[np.uint8], on_a_mm2: float) -> None:
    """Black dots of one pixel, as thick as a bad line leaves them on a fax."""
    rng = np.random.default_rng(20)
    black = rng.random(page.shape) < on_a_mm2 / PX_PER_MM**2
    page[black] = 0


def test_as_many_specks_as_lie_around_all_boxes_are_no_doubt() -> None:
    page = _page()
    _sand(page, 0.12)
    assert {mark.mark for mark in _read(page)[1]} == {Mark.EMPTY}


def test_a_number_printed_above_a_box_is_no_stroke_among_specks() -> None:
    page = _page()
    _sand(page, 0.12)
    for one in OUTLINES:
        at = (round((one.x + 1.5) * PX_PER_MM), round((one.y - 1.1) * PX_PER_MM))
        cv2.putText(page, "2", at, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20,), 3)
    assert {mark.mark for mark in _read(page)[1]} == {Mark.EMPTY}


def test_a_mark_among_many_specks_is_read() -> None:
    page = _page()
    _sand(page, 0.12)
    start, end = ((round((THIRD.x + d) * PX_PER_MM), round((THIRD.y + d) * PX_PER_MM)) for d in (1.0, 4.0))
    cv2.line(page, start, end, (20,), 3)
    assert [mark.mark for mark in _read(page)[1]].index(Mark.MARKED) == 2


def test_more_crumbs_than_specks_anywhere_else_are_looked_at_by_a_person() -> None:
    page = _page()
    for at in range(4):
        _dot(page, 1.0 + 0.9 * at, 3.6 - 0.8 * at, radius=1)
    assert _read(page)[1][2].mark is not Mark.EMPTY


def test_a_box_that_is_full_to_its_ragged_edge_is_black() -> None:
    page = _page()
    left, top = round(THIRD.x * PX_PER_MM), round(THIRD.y * PX_PER_MM)
    for row in range(-12, 53):
        reach = 14 if row % 7 < 2 else 6
        page[top + row, left - reach : left + 40 + reach] = 20
    third = _read(page)[1][2]
    assert (third.mark, third.strength) == (Mark.BLACK, 1.0)


def test_a_line_along_an_edge_may_be_the_outline_and_is_looked_at_by_a_person() -> None:
    page = _page()
    ink = ink_page(page)
    placed = place(ink, OUTLINES)
    curled = [*placed[:2], replace(placed[2], x=placed[2].x + 0.85), *placed[3:]]
    marks = read_marks(ink, OUTLINES, curled, specks_of(ink, OUTLINES, curled))
    assert marks[2].mark is Mark.UNSURE
