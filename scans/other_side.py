"""Whether what can be seen faintly on a page is the other side of its sheet, showing through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey
from scans.faint import FEWEST
from scans.normalise import cleaned

DPI = 40
"""Of the pictures that are laid over each other."""

ANGLES = tuple(float(angle) for angle in np.arange(-4.0, 4.1, 0.5))
FINER = (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
"""Degrees by which two sides may lie otherwise."""

SHIFT = 15.0
"""mm by which they may."""

ALIKE = 0.28
"""Correlation from which two pictures are of the same writing."""

NEAR = 1.9
"""mm around the other side's ink within which it explains what is seen."""

DARK = 60
"""Of 255: ink on the other side."""

PIECE = 150
"""Pixels at 300 dpi of a piece that somebody may have written."""

Plane = NDArray[np.float32]


def shows_through(clean: Grey, other: Grey) -> bool:
    """Whether the ink of `other`, a page at any dpi, explains all that is on a page.

    :param clean: the page as from `normalise`.
    """
    mask = np.where(clean < 128, 255, 0).astype(np.uint8)
    seen, back = _small(mask).astype(np.float32), _mirrored(other, upright=clean.shape[0] > clean.shape[1])
    back = np.asarray(cv2.resize(back, seen.shape[::-1], interpolation=cv2.INTER_AREA), np.float32)
    wanted = _Wanted.of(seen)
    best = max((_laid_over(wanted, back, angle, up) for up in (False, True) for angle in ANGLES), key=_alike)
    best = max((_laid_over(wanted, back, best.angle + more, best.upturned) for more in FINER), key=_alike)
    if best.alike < ALIKE:
        return False
    reach = 2 * round(NEAR * DPI / 25.4) + 1
    near = cv2.dilate(best.plane, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    within = cv2.resize(near, clean.shape[::-1], interpolation=cv2.INTER_LINEAR) > DARK
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.where(within, 0, mask).astype(np.uint8), connectivity=8)
    return int((stats[1:, cv2.CC_STAT_AREA] >= PIECE).sum()) < FEWEST


def _mirrored(other: Grey, *, upright: bool) -> Plane:
    """The ink of the other side as it shows through, at `DPI`."""
    ink = 255 - _small(cleaned(other))
    if (ink.shape[0] > ink.shape[1]) is not upright:
        ink = np.rot90(ink)
    return np.ascontiguousarray(ink[:, ::-1]).astype(np.float32)


def _small(image: Grey) -> Grey:
    """A page of A4's length at `DPI`."""
    factor = DPI * 297 / 25.4 / max(image.shape)
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True, slots=True)
class _Laid:
    """How alike two pictures are, and `plane`: the second as it then lies on the first."""

    alike: float
    angle: float
    upturned: bool
    plane: Plane


def _alike(one: _Laid) -> float:
    return one.alike


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What others are laid over: its shape, its size as a vector, and its waves, which are worked out once."""

    shape: tuple[int, int]
    size: float
    waves: NDArray[np.complexfloating]

    @staticmethod
    def of(plane: Plane) -> _Wanted:
        flat = _flat(plane)
        return _Wanted((flat.shape[0], flat.shape[1]), float(np.linalg.norm(flat)), np.fft.rfft2(flat))


def _laid_over(wanted: _Wanted, back: Plane, angle: float, upturned: bool) -> _Laid:
    height, width = wanted.shape
    reach = round(SHIFT * DPI / 25.4)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle + (180 if upturned else 0), 1.0)
    turned = cast(Plane, cv2.warpAffine(back, turn, (width, height)))
    flat = _flat(turned)
    size = wanted.size * float(np.linalg.norm(flat))
    found = np.fft.irfft2(wanted.waves * np.conj(np.fft.rfft2(flat)), s=wanted.shape)
    near = np.roll(found, (reach, reach), (0, 1))[: 2 * reach + 1, : 2 * reach + 1]
    down, across = (int(at) - reach for at in np.unravel_index(int(near.argmax()), near.shape))
    alike = float(near.max()) / size if size else 0.0
    return _Laid(alike, angle, upturned, np.roll(turned, (down, across), (0, 1)))


def _flat(plane: Plane) -> Plane:
    """Without what is broader than writing."""
    soft = cv2.GaussianBlur(plane, (0, 0), 0.7)
    return cast(Plane, soft - cv2.GaussianBlur(soft, (0, 0), 4))
