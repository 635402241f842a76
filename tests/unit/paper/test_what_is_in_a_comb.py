"""Combs that nobody wrote in, and what looks like writing in them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, place
from scans.combs import UNKNOWN, ReadComb, read_comb
from scans.glyphs import DIGITS
from scans.ink import ink_page
from scans.pages import PX_PER_MM
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH
from scans.specks import specks_of

COMB = Outline(40, 80, 32, 10, 4)


def _page() -> NDArray[np.uint8]:
    page = np.full((round(PAGE_HEIGHT * PX_PER_MM), round(PAGE_WIDTH * PX_PER_MM)), 255, np.uint8)
    for n in range(COMB.cells):
        left, right = (round((COMB.x + k * COMB.w / COMB.cells) * PX_PER_MM) for k in (n, n + 1))
        top, bottom = round(COMB.y * PX_PER_MM), round((COMB.y + COMB.h) * PX_PER_MM)
        cv2.rectangle(page, (left, top), (right, bottom), (40,), 2)
    return page


def _line(page: NDArray[np.uint8], start: tuple[float, float], end: tuple[float, float], tone: int = 30) -> None:
    """From one place to another, in mm from the comb's top left."""
    first, last = ((round((COMB.x + x) * PX_PER_MM), round((COMB.y + y) * PX_PER_MM)) for x, y in (start, end))
    cv2.line(page, first, last, (tone,), 4)


def _read(page: NDArray[np.uint8]) -> ReadComb:
    ink = ink_page(page)
    placed = place(ink, [COMB])
    return read_comb(ink, COMB, placed[0], [DIGITS] * COMB.cells, specks_of(ink, [COMB], placed))


def test_nobody_wrote_in_an_empty_comb() -> None:
    assert _read(_page()).empty


def test_a_stroke_within_a_cell_is_a_one() -> None:
    page = _page()
    _line(page, (4, 2), (4, 8))
    assert _read(page).text == "1"


def test_what_runs_on_beyond_both_lines_of_a_cell_is_no_character() -> None:
    page = _page()
    _line(page, (4, 2), (4, 8))
    _line(page, (10, 16), (14, -6))
    assert (_read(page).text, _read(page).confidence) == ("1" + UNKNOWN, 0.0)


def test_crumbs_in_a_comb_on_clean_paper_are_looked_at_by_a_person() -> None:
    page = _page()
    for x, y in ((3, 4), (3.5, 6), (11, 3), (12, 7)):
        _line(page, (x, y), (x, y))
    assert _read(page) == ReadComb(UNKNOWN, 0.0)


def test_what_is_far_paler_than_the_other_characters_is_no_character() -> None:
    page = _page()
    _line(page, (4, 2), (4, 8))
    _line(page, (12, 2), (12, 8), tone=165)
    assert _read(page).text == "1" + UNKNOWN


def _digits(page: NDArray[np.uint8], text: str, tone: int) -> None:
    for n, digit in enumerate(text):
        at = (round((COMB.x + n * 8 + 2) * PX_PER_MM), round((COMB.y + 8) * PX_PER_MM))
        cv2.putText(page, digit, at, cv2.FONT_HERSHEY_SIMPLEX, 1.7, (tone,), 4)


def test_what_was_written_with_a_pale_and_grainy_pencil_is_read() -> None:
    page, written = _page(), np.zeros_like(_page())
    _digits(written, "5274", 255)
    grain = cv2.GaussianBlur(np.random.default_rng(4).random(page.shape, dtype=np.float32), (0, 0), 1.0)
    page[(written > 128) & (grain > np.quantile(grain, 0.4))] = 150
    read = _read(page)
    assert read.text == "5274"
    assert read.confidence > 0.93
