"""A longer look for one of our pages, where an ordinary one found too little: the picture was moved, is out of focus,
or shows little of the page. It takes a tenth of a second or more, where anything like our print was seen at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scans.blur import COARSE, Blur
from scans.codes import read_blurred_codes
from scans.documents import Grey
from scans.geometry import Matrix, Points
from scans.markers import Look
from scans.poses import by_codes, cornered, homography, plausible, similar
from scans.registration import CODE_BESIDE, CODES, MARKERS, code_corners, marker_corners
from scans.seeking import SURE, blur_of, recognised, seek, seek_all

FAR = 10.0
"""mm by which a marker may be beside where three others put it."""

REACHES = (5.0, 2.5)
"""mm in which markers are looked for again, as more is known of where they are."""


@dataclass(frozen=True, slots=True)
class Thorough:
    """A page of ours and how it lies; `payload` is None if its code cannot be read."""

    flat: Matrix
    markers: dict[int, Points]
    payload: str | None


@dataclass(frozen=True, slots=True)
class _Start:
    """A first idea of how the page lies; markers may be `reach` mm beside where it puts them."""

    flat: Matrix
    reach: float
    blurs: tuple[Blur, ...]


def look_thoroughly(image: Grey, look: Look, unread: Sequence[Points]) -> Thorough | None:
    """The page in a picture in which too little was seen: `look`, and the corners of codes that were not read. None if
    at least two of our markers are nowhere."""
    unread_page: Thorough | None = None
    for start in _starts(image, look, unread):
        found = _settled(image, start)
        if found is None or (unread_page is not None and found.payload is None):
            continue
        if found.payload is not None:
            return found
        unread_page = found
    return unread_page


def look_near(image: Grey, flat: Matrix) -> Thorough | None:
    """The page that lies about so, told from all of its markers that are there, read or not."""
    return _settled(image, _Start(flat, FAR, COARSE))


def with_fourth(image: Grey, three: dict[int, Points]) -> dict[int, Points]:
    """`three` markers, and the one that is missing if it is there though it could not be read; with three alone, that
    corner of the page is a guess."""
    blur = blur_of(image, three, COARSE)
    (missing,) = MARKERS.keys() - three.keys()
    seen = three
    for reach in (FAR, REACHES[-1]):
        flat = homography(seen, image.shape)
        if flat is None or not plausible(flat, image):
            return three
        corners, match = seek(image, flat, missing, reach, blur)
        if match < SURE:
            return three
        seen = three | {missing: corners}
    return seen


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


def _blurs_at(image: Grey, place: int, seen: Mapping[int, Points], blur: Blur) -> list[Blur]:
    """What may have been done to a print of the code: what was done to the page, or to the marker beside it, for where
    paper is curled or seen aslant a move looks otherwise."""
    beside = next(number for number, at in CODE_BESIDE.items() if at == place)
    return [blur, blur_of(image, {beside: seen[beside]})] if beside in seen else [blur]


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
        blur = blur_of(image, seen)
        seen = seek_all(image, flat, reach, blur)
        flat = homography(seen, image.shape) if len(seen) >= 2 else None
    if flat is None or not plausible(flat, image):
        return None
    codes = read_blurred_codes(image, flat, [_blurs_at(image, place, seen, blur) for place in range(len(CODES))])
    payload = codes[0].payload if codes else None
    if len(seen) > 2:
        whole = len(seen) == len(MARKERS)
        return Thorough(flat if whole else cornered(codes, seen, image, flat), seen, payload)
    with_codes = by_codes(codes, seen, image) if codes else None
    return None if with_codes is None else Thorough(with_codes, seen, payload)
