"""A write box is given on without its ruling, and with all that belongs to the writing, down to the dot on an i."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from channels.paper.form import make_form
from channels.printed.layout import Box
from scans.anchors import Outline, Placed
from scans.documents import Grey
from scans.ink import ink_page
from scans.pages import PX_PER_MM
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH
from scans.written import written
from tests.paper_kit import printed, square

STROKE = (20.0, 16.0)
"""mm from a box's corner, between two of its lines, in small print and in large."""


def page_with_a_box(large: bool) -> tuple[Grey, Box]:
    form = make_form(square(), 1, language="nl", large=large)
    number, box = next((n, one) for n, one in form.layout.boxes() if one.kind == "write" and one.h > 20)
    page = printed(form.pdf)[number - 1]
    size = (round(PAGE_WIDTH * PX_PER_MM), round(PAGE_HEIGHT * PX_PER_MM))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8), box


def put(page: Grey, box: Box, x: float, y: float, to: tuple[float, float] | None = None, thick: float = 0.4) -> None:
    """A dot, or a stroke to another place, in mm from the box's corner."""
    ends = [
        tuple(round((a + b) * PX_PER_MM * 16) for a, b in zip((box.x, box.y), at, strict=True))
        for at in ((x, y), to or (x, y))
    ]
    cv2.line(page, ends[0], ends[1], (0,), round(thick * PX_PER_MM), cv2.LINE_AA, 4)


def picture(page: Grey, box: Box) -> Grey | None:
    return written(ink_page(page), Outline(box.x, box.y, box.w, box.h), Placed(box.x, box.y, box.w, True, True))


def ink_at(seen: Grey, x: float, y: float) -> bool:
    column, row = round((x - 0.8) * PX_PER_MM), round((y - 0.8) * PX_PER_MM)
    return bool((seen[row - 2 : row + 3, column - 2 : column + 3] < 160).any())


@pytest.mark.parametrize("large", [False, True])
def test_of_a_printed_box_nothing_is_left_but_what_was_written(large: bool) -> None:
    page, box = page_with_a_box(large)
    assert picture(page, box) is None
    x, y = STROKE
    for at in range(4):
        put(page, box, x + 3 * at, y, (x + 3 * at, y - 3))
    seen = picture(page, box)
    assert seen is not None
    left, right, top, bottom = (round((at - 0.8) * PX_PER_MM) for at in (x - 1, x + 10, y - 4, y + 0.9))
    seen[top:bottom, left:right] = 255
    assert (seen == 255).all()


def test_the_dot_of_an_i_a_comma_and_a_full_stop_are_kept_and_dust_is_not() -> None:
    page, box = page_with_a_box(large=False)
    x, y = STROKE
    for at in range(4):
        put(page, box, x + 3 * at, y, (x + 3 * at, y - 2))
    dots = [(x, y - 3.3), (x + 3, y - 3.1), (x + 10.2, y)]
    dust = [(60.0, 12.0), (120.0, 14.0)]
    for dot in (*dots, *dust):
        put(page, box, *dot, thick=0.25)
    seen = picture(page, box)
    assert seen is not None
    assert all(ink_at(seen, *dot) for dot in dots)
    assert not any(ink_at(seen, *speck) for speck in dust)


def test_a_full_stop_on_the_ruled_line_is_kept() -> None:
    page, box = page_with_a_box(large=False)
    for at in range(4):
        put(page, box, 20 + 3.0 * at, 8.3, (20 + 3.0 * at, 6))
    on_a_printed_dot = (2.6 + 15 * 1.8, 8.5)
    put(page, box, *on_a_printed_dot, thick=0.7)
    seen = picture(page, box)
    assert seen is not None
    assert ink_at(seen, *on_a_printed_dot)
