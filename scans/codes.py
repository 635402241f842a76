"""Reads the identity code of a page: where it should stand, or wherever it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from scans.blur import Blur, undone
from scans.documents import Grey
from scans.geometry import Matrix, Points, apply, seen_from_above
from scans.identity import is_ours
from scans.registration import CODE_SIZE, CODES

SCALES = (10.0, 6.0, 16.0)
"""Pixels to the mm at which a code is tried; blur, noise and coarse fax each have one at which they read best."""

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

QUIET = 4.0
"""mm around the code that are looked at with it."""


FARTHER = 8.0
"""The same where the page is curled, or where a corner of it had to be guessed."""

NOISE = (0.01, 0.003, 0.03)
"""Powers of noise with which blur is undone."""

STRENGTHS = ((1.0, 1.0), (1.0, 0.5), (0.75, 0.75), (1.25, 1.0), (1.25, 0.5))
"""Parts of the blur that is undone, along the way that the telephone moved and all around: markers tell it well, not
exactly."""


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code with its four corners in pixels, clockwise from the code's own top left."""

    payload: str
    corners: Points


def read_code(image: Grey, to_image: Matrix) -> str | None:
    """The code on a page of which we know how it lies; either print of it will do."""
    for scale in SCALES:
        for x, y in CODES:
            side = round((CODE_SIZE + 2 * QUIET) * scale)
            shift = np.array([[1 / scale, 0, x - QUIET], [0, 1 / scale, y - QUIET], [0, 0, 1.0]])
            crop = seen_from_above(image, to_image @ shift, (side, side))
            found = _decode(crop) or _decode(_smooth(crop))
            if found:
                return found[0].payload
    return None


def read_blurred_codes(image: Grey, to_image: Matrix, blurs: Sequence[Sequence[Blur]]) -> list[SeenCode]:
    """The codes that can be read on a page of which each print of the code was blurred in one of these ways; takes up
    to two seconds."""
    for scale in SCALES[:2]:
        seen = [_blurred_code(image, to_image, place, ways, scale) for place, ways in zip(CODES, blurs, strict=True)]
        if read := [one for one in seen if one is not None]:
            return [one for one in read if one.payload == read[0].payload]
    return []


def _blurred_code(
    image: Grey, to_image: Matrix, place: tuple[float, float], blurs: Sequence[Blur], scale: float
) -> SeenCode | None:
    shift = np.array([[1 / scale, 0, place[0] - FARTHER], [0, 1 / scale, place[1] - FARTHER], [0, 0, 1.0]])
    side = round((CODE_SIZE + 2 * FARTHER) * scale)
    crop = seen_from_above(image, to_image @ shift, (side, side))
    for view in _sharpened(crop, blurs, scale):
        if found := _decode(view):
            return SeenCode(found[0].payload, apply(to_image @ shift, found[0].corners))
    return None


def _sharpened(crop: Grey, blurs: Sequence[Blur], scale: float) -> Iterator[Grey]:
    yield crop
    for along, around in STRENGTHS:
        for blur in blurs:
            kernel = Blur(along * blur.long, blur.angle, around * blur.soft).kernel(scale)
            for noise in NOISE:
                yield undone(crop, kernel, noise)


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of ours that all say the same, and the corners of those that cannot be read and may be anybody's."""

    ours: list[SeenCode]
    unread: list[Points]


def codes_anywhere(image: Grey) -> Codes:
    """All codes in the picture that are ours and say the same as the first; used when markers are missing."""
    unread: list[Points] = []
    for view, scale in ((image, 1.0), (_half(image), 0.5)):
        found = zxingcpp.read_barcodes(view, formats=_FORMATS, return_errors=True)
        ours = [one for one in found if one.valid and is_ours(one.text)]
        if ours:
            same = [one for one in ours if one.text == ours[0].text]
            return Codes([SeenCode(one.text, _corners(one) / scale) for one in same], [])
        unread += [_corners(one) / scale for one in found if not one.valid]
    return Codes([], unread)


def _decode(view: Grey) -> list[SeenCode]:
    seen = zxingcpp.read_barcodes(view, formats=_FORMATS)
    return [SeenCode(found.text, _corners(found)) for found in seen if found.valid]


def _corners(found: zxingcpp.Barcode) -> Points:
    at = found.position
    return np.array([(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)], np.float32)


def _smooth(crop: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), 1.6), dtype=np.uint8)


def _half(image: Grey) -> Grey:
    return np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)
