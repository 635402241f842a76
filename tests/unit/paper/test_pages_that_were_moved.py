"""A page is found though a telephone moved, was out of focus, or saw little of it; no other page is taken for one."""

import cv2
import numpy as np
import pytest
import segno
from numpy.typing import NDArray

from scans.geometry import Matrix, apply, pixels_per_mm
from scans.pages import FoundPage, find_page
from scans.registration import CODE_SIZE, CODES, MARKER_SIZE, MARKERS, PAGE_HEIGHT, PAGE_WIDTH, marker_bits

PX = 8
PAYLOAD = "IL1/4829/1/NL/EMDV9VMR7T/3/4/5HCPJ/"
LONG_SIDE = 2000
TRUE = 0.7
"""mm by which the page's corners may be beside where they are."""


def _printed(payload: str = PAYLOAD, covered: tuple[int, ...] = ()) -> NDArray[np.uint8]:
    """A page with lines of text, its markers and its codes."""
    page = np.full((round(PAGE_HEIGHT * PX), round(PAGE_WIDTH * PX)), 235, np.uint8)
    for row in range(20):
        at = (25 * PX, (50 + 10 * row) * PX)
        cv2.putText(page, "Wat moet er op het plein komen?", at, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40,), 3)
    for number in MARKERS.keys() - set(covered):
        _lay(page, MARKERS[number], MARKER_SIZE, marker_bits(number))
    code = np.array(list(segno.make_qr(payload, error="m").matrix), np.bool_)
    for place in CODES:
        _lay(page, place, CODE_SIZE, code)
    return page


def _lay(page: NDArray[np.uint8], at: tuple[float, float], size: float, black: NDArray[np.bool_]) -> None:
    x, y, side = round(at[0] * PX), round(at[1] * PX), round(size * PX)
    print_ = cv2.resize(np.where(black, 30, 235).astype(np.uint8), (side, side), interpolation=cv2.INTER_NEAREST)
    page[y : y + side, x : x + side] = print_


def _photographed(page: NDArray[np.uint8], moved: float = 0.0, soft: float = 0.6) -> tuple[NDArray[np.uint8], Matrix]:
    """The page on a table, upside down and seen aslant; `moved` and `soft` in pixels. And how it truly lies."""
    corners = np.array([(0, 0), (PAGE_WIDTH, 0), (PAGE_WIDTH, PAGE_HEIGHT), (0, PAGE_HEIGHT)], np.float32)
    aslant = cv2.Rodrigues(np.array([0.12, -0.17, 0.0]))[0] @ cv2.Rodrigues(np.array([0.0, 0.0, 3.05]))[0]
    middle = corners - np.array([PAGE_WIDTH / 2, PAGE_HEIGHT / 2])
    at = np.column_stack([middle, np.zeros(4)]) @ aslant.T + [0.0, 0.0, 430.0]
    seen = (at[:, :2] / at[:, 2:] * LONG_SIDE + np.array([LONG_SIDE * 0.375, LONG_SIDE * 0.5])).astype(np.float32)
    lies = cv2.getPerspectiveTransform(corners, seen).astype(np.float64)
    size = (LONG_SIDE * 3 // 4, LONG_SIDE)
    table = np.full(page.shape, 255, np.uint8)
    to_pixels = lies @ np.array([[1 / PX, 0, 0.5 / PX], [0, 1 / PX, 0.5 / PX], [0, 0, 1.0]])
    small = cv2.warpPerspective(cv2.GaussianBlur(page, (0, 0), 0.8), to_pixels, size, flags=cv2.INTER_LINEAR)
    there = cv2.warpPerspective(table, to_pixels, size, flags=cv2.INTER_LINEAR)
    picture = np.where(there > 128, small, 90).astype(np.uint8)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), soft), np.uint8)
    if moved:
        kernel = np.zeros((15, 15), np.float32)
        reach = moved / 2 * np.array([0.5**0.5, 0.5**0.5])
        ends = [tuple(np.round((7 + way * reach) * 16).astype(int).tolist()) for way in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], (1.0,), 1, cv2.LINE_8, shift=4)
        picture = np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)
    noise = np.random.default_rng(7).normal(0, 3, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8), lies


def _off(found: FoundPage, lies: Matrix) -> float:
    """mm by which the worst corner of the page is beside where it is."""
    corners = np.array([(0, 0), (PAGE_WIDTH, 0), (PAGE_WIDTH, PAGE_HEIGHT), (0, PAGE_HEIGHT)], np.float32)
    beside = np.linalg.norm(apply(found.to_image, corners) - apply(lies, corners), axis=1)
    return float(beside.max()) / pixels_per_mm(lies)


@pytest.mark.parametrize(("moved", "soft"), [(6.0, 0.8), (0.0, 2.0), (5.0, 1.6)])
@pytest.mark.parametrize("covered", [(), (2,)])
def test_a_page_is_found_though_it_was_moved_or_out_of_focus(
    moved: float, soft: float, covered: tuple[int, ...]
) -> None:
    picture, lies = _photographed(_printed(covered=covered), moved, soft)
    found = find_page(picture, 200.0)
    assert isinstance(found, FoundPage)
    assert found.payload == PAYLOAD
    assert _off(found, lies) <= (TRUE if not covered else 3.0)


def test_a_marker_that_cannot_be_read_still_tells_where_its_corner_is() -> None:
    page = _printed()
    x, y = (round(side * PX) for side in MARKERS[0])
    cv2.line(page, (x - 20, y + 30), (x + 90, y + 44), (60,), 12)
    cv2.line(page, (x + 50, y - 10), (x + 38, y + 90), (60,), 10)
    picture, lies = _photographed(page)
    found = find_page(picture, 200.0)
    assert isinstance(found, FoundPage)
    assert (found.markers, found.payload) == (4, PAYLOAD)
    assert _off(found, lies) <= TRUE


def test_two_markers_and_the_codes_are_enough_of_a_moved_page() -> None:
    picture, lies = _photographed(_printed(covered=(0, 2)), moved=6.0)
    found = find_page(picture, 200.0)
    assert isinstance(found, FoundPage)
    assert (found.markers, found.payload) == (2, PAYLOAD)
    assert _off(found, lies) <= 5.0


@pytest.mark.parametrize("moved", [0.0, 6.0])
def test_somebody_elses_code_does_not_make_a_page_ours(moved: float) -> None:
    page = _printed("https://www.voorbeeld.nl/betalen/12345", covered=(0, 1, 2, 3))
    picture, _ = _photographed(page, moved)
    assert find_page(picture, 200.0) is None


def test_squares_are_not_taken_for_markers() -> None:
    page = _printed("https://www.voorbeeld.nl/betalen/12345", covered=(0, 1, 2, 3))
    puzzle = np.random.default_rng(3).random((7, 7)) < 0.5
    puzzle[[0, -1]] = puzzle[:, [0, -1]] = True
    for place in MARKERS.values():
        _lay(page, place, MARKER_SIZE, puzzle)
    for moved in (0.0, 6.0):
        assert find_page(_photographed(page, moved)[0], 200.0) is None
