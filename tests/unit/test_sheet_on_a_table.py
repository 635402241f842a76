"""A sheet is found by its own sides, whatever lies below it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from scans.documents import Grey
from scans.sheet import find_sheet

SIZE = (1200, 900)
SHEET = np.array([[210, 190], [690, 160], [720, 900], [180, 880]], np.float32)


def checked(stripe: int, darkest: int, lightest: int) -> Grey:
    """A cloth with stripes both ways, darker where they cross."""
    height, width = SIZE
    rows, columns = (np.arange(side) // stripe % 2 for side in (height, width))
    return (lightest - (lightest - darkest) * (rows[:, None] + columns[None, :]) / 2).astype(np.uint8)


def planks(seed: int) -> Grey:
    """Wood: its grain runs along the picture."""
    rng = np.random.default_rng(seed)
    grain = cv2.GaussianBlur(rng.normal(0, 60, SIZE).astype(np.float32), (0, 0), sigmaX=40, sigmaY=1)
    return np.clip(110 + grain * 4, 40, 170).astype(np.uint8)


def photographed(table: Grey, corners: np.ndarray = SHEET, *, shadow: bool = False) -> Grey:
    """A sheet with lines of text on a table; a shadow lies over half of both."""
    flat = np.full((1188, 840), 245, np.uint8)
    for row in range(120, 1000, 40):
        flat[row : row + 14, 100 : 740 - row % 170] = np.tile([40, 40, 40, 245], 200)[: 640 - row % 170]
    source = np.array([[0, 0], [840, 0], [840, 1188], [0, 1188]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    seen = cv2.warpPerspective(flat, matrix, SIZE[::-1])
    within = cv2.warpPerspective(np.full_like(flat, 255), matrix, SIZE[::-1]) > 127
    out = np.where(within, seen, table)
    if shadow:
        out[:, 430:] = out[:, 430:] * 0.55
    return np.asarray(cv2.GaussianBlur(out.astype(np.uint8), (0, 0), 1.0), np.uint8)


TABLES = {
    "a dark table": np.full(SIZE, 70, np.uint8),
    "a cloth of small checks": checked(22, 20, 140),
    "a cloth of large checks": checked(60, 30, 150),
    "a pale cloth": checked(40, 90, 190),
    "wood": planks(3),
}


NEAR = 25
"""Pixels: a stripe of the cloth beside a side may be taken for it; lines of text are level all the same."""


@pytest.mark.parametrize("table", TABLES)
def test_the_corners_of_a_sheet_are_found(table: str) -> None:
    found = find_sheet(photographed(TABLES[table]))
    assert found is not None
    assert np.abs(found - SHEET).max() < NEAR


@pytest.mark.parametrize("table", [name for name in TABLES if name != "a pale cloth"])
def test_a_shadow_over_half_of_it_does_not_matter(table: str) -> None:
    found = find_sheet(photographed(TABLES[table], shadow=True))
    assert found is not None
    assert np.abs(found - SHEET).max() < NEAR


def test_a_sheet_that_leaves_the_picture_on_one_side_is_found() -> None:
    corners = SHEET + np.array([0, 340], np.float32)
    found = find_sheet(photographed(TABLES["a cloth of small checks"], corners))
    assert found is not None
    assert np.abs(found[:2] - corners[:2]).max() < 6


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_a_sheet_is_no_sheet(table: str) -> None:
    assert find_sheet(TABLES[table]) is None


def test_a_page_as_a_scanner_gives_it_is_no_sheet_on_a_table() -> None:
    whole = np.array([[-2, -2], [902, -2], [902, 1202], [-2, 1202]], np.float32)
    assert find_sheet(photographed(TABLES["wood"], whole)) is None


def test_bands_printed_across_the_head_and_the_foot_of_a_page_are_no_table() -> None:
    whole = np.array([[-2, -2], [902, -2], [902, 1202], [-2, 1202]], np.float32)
    page = photographed(TABLES["a dark table"], whole)
    page[:90], page[-90:] = 90, 90
    assert find_sheet(page) is None
