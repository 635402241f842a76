"""A longer look for one of our pages, where an ordinary one found too little: the picture was moved, is out of focus, or
shows little of the page. It costs from a tenth of a second up, and is paid for such pictures only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from scans.blur import COARSE, Blur
from scans.codes import SeenCode, read_blurred_code, unread_codes
from scans.documents import Grey
from scans.geometry import Matrix, Points
from scans.poses import by_codes, homography, plausible, similar
from scans.registration import CODES, MARKERS, PAGE_HEIGHT, PAGE_WIDTH, code_corners, marker_corners
from scans.seeking import blur_of, seek_all
from scans.sheet import find_sheet

REACHES = (5.0, 2.5)
"""mm in which markers are looked for again, as more is known of where they are."""


@dataclass(frozen=True, slots=True)
class Thorough:
    """A page of ours and how it lies; `code` is None if that cannot be read."""

    flat: Matrix
    markers: dict[int, Points]
    code: SeenCode | None


@dataclass(frozen=True, slots=True)
class _Start:
    """A first idea of how the page lies; markers may be `reach` mm beside where it puts them."""

    flat: Matrix
    reach: float
    blurs: tuple[Blur, ...]


def look_thoroughly(image: Grey, markers: Mapping[int, Points]) -> Thorough | None:
    """The page in a picture in which `markers` were seen, which are too few, or whose code was not read; None if at
    least two of our markers are nowhere."""
    unread: Thorough | None = None
    for start in _starts(image, markers):
        found = _settled(image, start)
        if found is None or (unread is not None and found.code is None):
            continue
        if found.code is not None:
            return found
        unread = found
    return unread


def _starts(image: Grey, markers: Mapping[int, Points]) -> Iterator[_Start]:
    if markers:
        blur = blur_of(image, markers)
        flat = homography(dict(markers), image.shape) if len(markers) >= 2 else _of_one(markers)
        if flat is not None:
            yield _Start(flat, {1: 25.0, 2: 15.0}.get(len(markers), 8.0), (blur,))
    for corners in unread_codes(image)[: len(CODES)]:
        for place in range(len(CODES)):
            flat = similar(code_corners(place), corners)
            if flat is not None:
                yield _Start(flat, 25.0, COARSE)
    sheet = find_sheet(image)
    if sheet is not None:
        page = np.array([(0, 0), (PAGE_WIDTH, 0), (PAGE_WIDTH, PAGE_HEIGHT), (0, PAGE_HEIGHT)], dtype=np.float32)
        for turn in range(4):
            flat = cv2.getPerspectiveTransform(page, np.roll(sheet, turn, axis=0)).astype(np.float64)
            yield _Start(flat, 10.0, COARSE)


def _of_one(markers: Mapping[int, Points]) -> Matrix | None:
    ((number, corners),) = markers.items()
    return similar(marker_corners(number), corners)


def _settled(image: Grey, start: _Start) -> Thorough | None:
    """The page near where a start puts it; None if fewer than two markers are there."""
    sought = [(seek_all(image, start.flat, start.reach, blur), blur) for blur in start.blurs]
    seen, blur = max(sought, key=lambda one: len(one[0]))
    if len(seen) < 2:
        return None
    flat = homography(seen, image.shape)
    for reach in REACHES:
        if flat is None or not plausible(flat, image):
            return None
        blur = blur_of(image, seen) if len(start.blurs) > 1 else blur
        seen = seek_all(image, flat, reach, blur)
        flat = homography(seen, image.shape) if len(seen) >= 2 else None
    if flat is None or not plausible(flat, image):
        return None
    code = read_blurred_code(image, flat, blur)
    if len(seen) == len(MARKERS):
        return Thorough(flat, seen, code)
    if code is None:
        return Thorough(flat, seen, None) if len(seen) > 2 else None
    with_code = by_codes([code], seen, image)
    if with_code is not None:
        return Thorough(with_code, seen, code)
    return Thorough(flat, seen, code) if len(seen) > 2 else None
