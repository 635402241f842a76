"""Where a printed page carries its registration marks and its identity code. Shared by who prints and who finds.

All measures are mm from the top left of an upright A4 page. Markers stand 14 mm from the edges, because office
printers and copiers lose up to 10 mm there. The identity is printed twice, so that one may be torn off, stamped over or
folded.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0

MARKER_SIZE = 9.0
MARKER_EDGE = 14.0
"""From the page's edge to the marker's outer edge, mm."""

CODE_SIZE = 19.0
"""Side of an identity code without its quiet zone, mm."""

DICTIONARY = cv2.aruco.DICT_5X5_50
"""Five by five bits: at 9 mm a module is 1.3 mm, which survives a coarse fax, and false finds are rare."""

MODULES = 7
"""Modules along a marker's side, its black border included."""

_RIGHT = PAGE_WIDTH - MARKER_EDGE - MARKER_SIZE
_BOTTOM = PAGE_HEIGHT - MARKER_EDGE - MARKER_SIZE

MARKERS: dict[int, tuple[float, float]] = {
    0: (MARKER_EDGE, MARKER_EDGE),
    1: (_RIGHT, MARKER_EDGE),
    2: (_RIGHT, _BOTTOM),
    3: (MARKER_EDGE, _BOTTOM),
}
"""Top left corner of each marker by its number, clockwise from the page's top left."""

CODES: tuple[tuple[float, float], ...] = (
    (_RIGHT - 4.5 - CODE_SIZE, MARKER_EDGE),
    (MARKER_EDGE + MARKER_SIZE + 4.5, PAGE_HEIGHT - MARKER_EDGE - CODE_SIZE),
)
"""Top left corner of both prints of the identity code; a diagonal, so that one fold or stain seldom takes both."""


CODE_BESIDE = {1: 0, 3: 1}
"""Which print of the code stands in the same corner as a marker."""


@cache
def marker_bits(number: int) -> NDArray[np.bool_]:
    """Marker `number` as `MODULES` × `MODULES`, True where black."""
    dictionary = cv2.aruco.getPredefinedDictionary(DICTIONARY)
    drawn: NDArray[np.uint8] = np.asarray(cv2.aruco.generateImageMarker(dictionary, number, MODULES), dtype=np.uint8)
    return np.equal(drawn, 0)


def marker_corners(number: int) -> NDArray[np.float32]:
    """The four corners of marker `number`, clockwise from its top left, in mm: 4 × 2."""
    x, y = MARKERS[number]
    s = MARKER_SIZE
    return np.array([(x, y), (x + s, y), (x + s, y + s), (x, y + s)], dtype=np.float32)


def code_corners(place: int) -> NDArray[np.float32]:
    """The four corners of one print of the identity code, clockwise from its top left, in mm: 4 × 2."""
    x, y = CODES[place]
    s = CODE_SIZE
    return np.array([(x, y), (x + s, y), (x + s, y + s), (x, y + s)], dtype=np.float32)
