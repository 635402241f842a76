"""What a telephone that moved or was out of focus made of print that is known, and how it is undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey

Kernel = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blur:
    """All in mm on the page: `long` is the way that each point was smeared, in the direction `angle` (radians, from the
    page's top edge); `soft` the standard deviation of what is out of focus all around."""

    long: float
    angle: float
    soft: float

    def kernel(self, px_per_mm: float) -> Kernel:
        """How a point looks, so many pixels to the mm; its sum is 1."""
        return _kernel(self, px_per_mm)

    def like(self) -> list[Blur]:
        """Those that are a little otherwise."""
        if not self.long:
            return [replace(self, soft=self.soft * part) for part in (0.75, 1.25)]
        return [
            Blur(self.long * part, self.angle + turn, self.soft * soft)
            for part in (0.85, 1.0, 1.15)
            for turn in (-np.pi / 16, 0.0, np.pi / 16)
            for soft in (0.75, 1.25)
        ]


SOFT = (0.12, 0.3, 0.5, 0.7)
LONG = (0.6, 1.0, 1.5, 2.0, 2.6)
ANGLES = 8

LIKELY: tuple[Blur, ...] = tuple(
    [Blur(0.0, 0.0, soft) for soft in SOFT]
    + [Blur(long, np.pi * turn / ANGLES, soft) for soft in SOFT for long in LONG for turn in range(ANGLES)]
)
"""What a hand and a lens do to a page that a person can still read."""

COARSE: tuple[Blur, ...] = (
    Blur(0.0, 0.0, 0.3),
    *(Blur(1.5, np.pi * turn / 4, 0.3) for turn in range(4)),
)
"""A few of these, of which one is like each."""


@cache
def _kernel(blur: Blur, px_per_mm: float) -> Kernel:
    reach = int(np.ceil((blur.long / 2 + 3 * blur.soft) * px_per_mm)) + 1
    points = np.zeros((2 * reach + 1, 2 * reach + 1), dtype=np.float32)
    steps = max(1, 4 * round(blur.long * px_per_mm))
    for along in (np.arange(steps) + 0.5) / steps - 0.5:
        x, y = reach + blur.long * px_per_mm * along * np.array([np.cos(blur.angle), np.sin(blur.angle)])
        left, top = int(x), int(y)
        right, down = x - left, y - top
        points[top : top + 2, left : left + 2] += np.outer([1 - down, down], [1 - right, right])
    soft = cv2.GaussianBlur(points, (0, 0), max(0.2, blur.soft * px_per_mm), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(soft / soft.sum(), dtype=np.float32)


def undone(crop: Grey, kernel: Kernel, noise: float) -> Grey:
    """`crop` as it was before `kernel`, as far as noise lets it be known (Wiener); `noise` is its power to that of what
    was printed: less makes it sharper and grainier."""
    edge = kernel.shape[0]
    height, width = (cv2.getOptimalDFTSize(side + 2 * edge) for side in crop.shape)
    right, below = width - crop.shape[1] - edge, height - crop.shape[0] - edge
    wide = cv2.copyMakeBorder(crop.astype(np.float32), edge, below, edge, right, cv2.BORDER_REPLICATE)
    paper = float(np.median(wide))
    spread = np.zeros(wide.shape, dtype=np.float32)
    spread[:edge, :edge] = kernel
    spread = np.roll(spread, (-(edge // 2), -(edge // 2)), (0, 1))
    seen, by = np.fft.rfft2(wide - paper), np.fft.rfft2(spread)
    sharp = np.fft.irfft2(seen * np.conj(by) / (np.abs(by) ** 2 + noise), wide.shape) + paper
    inside = sharp[edge : edge + crop.shape[0], edge : edge + crop.shape[1]]
    return np.asarray(np.clip(inside, 0, 255), dtype=np.uint8)
