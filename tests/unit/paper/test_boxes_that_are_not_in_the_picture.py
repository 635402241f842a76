"""A box that is not in the picture, or may be the next row's, is never surely empty."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import REACH, Outline, Placed, place
from scans.ink import ink_page
from scans.pages import PX_PER_MM
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH

OUTLINES = [Outline(30 + 20 * column, 60 + 8 * row, 5.0, 5.0) for row in range(8) for column in range(4)]


def _page(moved: float = 0.0, paper: int = 235) -> NDArray[np.uint8]:
    """A page of boxes that lie `moved` mm lower the farther to the right they are."""
    page = np.full((round(PAGE_HEIGHT * PX_PER_MM), round(PAGE_WIDTH * PX_PER_MM)), paper, np.uint8)
    for one in OUTLINES:
        lower = one.y + moved * (one.x - 30) / 60
        corners = [(round(x * PX_PER_MM), round(y * PX_PER_MM)) for x, y in ((one.x, lower), (one.x + 5, lower + 5))]
        cv2.rectangle(page, corners[0], corners[1], (40,), 2)
    return page


def _placed(page: NDArray[np.uint8]) -> list[Placed]:
    return place(ink_page(page), OUTLINES)


def test_boxes_beyond_the_edge_of_the_picture_are_not_sure() -> None:
    page = _page()
    page[:, : round(34 * PX_PER_MM)] = 255
    placed = _placed(page)
    assert not any(one.sure for one in placed[::4])
    assert all(one.sure for at, one in enumerate(placed) if at % 4)


def test_boxes_whose_outlines_are_hidden_by_ink_are_still_sure() -> None:
    page = _page()
    hidden = OUTLINES[13]
    top, left, side = (round(mm * PX_PER_MM) for mm in (hidden.y - 0.6, hidden.x - 0.6, 6.2))
    page[top : top + side, left : left + side] = 40
    assert _placed(page)[13].sure


def test_a_page_that_bends_as_far_as_is_looked_for_is_not_sure_anywhere() -> None:
    assert all(one.sure for one in _placed(_page(moved=2.0)))
    bent = _placed(_page(moved=REACH))
    assert sum(one.seen for one in bent) > len(bent) / 2
    assert bent == [replace(one, sure=False) for one in bent]


SCALES = [Outline(30 + 14 * column, 60 + 30 * row, 5.0, 5.0) for row in range(4) for column in range(11)]


def test_the_last_box_of_a_row_that_bends_more_than_its_neighbours_is_where_it_is_seen() -> None:
    page = np.full((round(PAGE_HEIGHT * PX_PER_MM), round(PAGE_WIDTH * PX_PER_MM)), 235, np.uint8)
    for one in SCALES:
        lower = one.y + 1.5 * np.sin((one.x - 20) / 18)
        corners = [(round(x * PX_PER_MM), round(y * PX_PER_MM)) for x, y in ((one.x, lower), (one.x + 5, lower + 5))]
        cv2.rectangle(page, corners[0], corners[1], (40,), 2)
    for one, at in zip(SCALES, place(ink_page(page), SCALES), strict=True):
        assert at.seen
        assert abs(at.y - one.y - 1.5 * np.sin((one.x - 20) / 18)) < 0.25
