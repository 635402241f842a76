"""A longer look for one of our pages, where an ordinary one found too little: the picture was moved, is out of focus,
or shows little of the page. It takes a tenth of a second or more, where anything like our print was seen at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scans.blur import COARSE, Blur
from scans.codes import SeenCode, read_blurred_code
from scans.documents import Grey
from scans.geometry import Matrix, Points
from scans.markers import Look
from scans.poses import by_codes, homography, plausible, similar
from scans.registration import CODES, MARKERS, code_corners, marker_corners
from scans.seeking import SURE, blur_of, recognised, seek, seek_all

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


def look_thoroughly(image: Grey, look: Look, unread: Sequence[Points]) -> Thorough | None:
    """The page in a picture in which too little was seen: `look`, and the corners of codes that were not read. None if
    at least two of our markers are nowhere."""
    without_code: Thorough | None = None
    for start in _starts(image, look, unread):
        found = _settled(image, start)
        if found is None or (without_code is not None and found.code is None):
            continue
        if found.code is not None:
            return found
        without_code = found
    return without_code


def with_fourth(image: Grey, three: dict[int, Points]) -> dict[int, Points]:
    """`three` markers, and the one that is missing if it is there though it could not be read; with three alone, that
    corner of the page is a guess."""
    flat = homography(three, image.shape)
    (missing,) = MARKERS.keys() - three.keys()
    if flat is None or not plausible(flat, image):
        return three
    blur = blur_of(image, three, COARSE)
    for reach in (10.0, *REACHES):
        corners, match = seek(image, flat, missing, reach, blur)
        flat = homography(three | {missing: corners}, image.shape) if match >= SURE else None
        if flat is None:
            return three
    return three | {missing: corners}


def _starts(image: Grey, look: Look, unread: Sequence[Points]) -> Iterator[_Start]:
    markers = recognised(image, look.squares) | look.markers
    if markers:
        blur = blur_of(image, markers)
        flat = homography(markers, image.shape) if len(markers) >= 2 else _of_one(markers)
        if flat is not None:
            yield _Start(flat, {1: 25.0, 2: 15.0}.get(len(markers), 8.0), (blur,))
    for corners in unread[: len(CODES)]:
        for place in range(len(CODES)):
            flat = similar(code_corners(place), corners)
            if flat is not None:
                yield _Start(flat, 25.0, COARSE)


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
