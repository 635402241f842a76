"""Points and the matrices that move them between mm on the page and pixels of a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey

# Pages are read by one process a core: more threads cost a seventh more, and gain nothing.
cv2.setNumThreads(1)

Points = NDArray[np.float32]
"""n × 2: x, y."""

Matrix = NDArray[np.float64]
"""3 × 3, a perspective."""


def apply(matrix: Matrix, points: Points) -> Points:
    """`points` through `matrix`."""
    moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float32), matrix)
    return np.asarray(moved, dtype=np.float32).reshape(-1, 2)


def pixels_per_mm(matrix: Matrix) -> float:
    """The scale of a matrix mm → pixels in the middle of an A4 page; never zero."""
    a, b, c = apply(matrix, np.array([[100.0, 148.0], [110.0, 148.0], [100.0, 158.0]], dtype=np.float32)).astype(float)
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
    return max(float(np.sqrt(area)) / 10, 1e-6)


def seen_from_above(image: Grey, matrix: Matrix, size: tuple[int, int]) -> Grey:
    """A picture of `size` (width, height), each pixel of which is where `matrix` puts it in `image`; white where that
    ends."""
    out = cv2.warpPerspective(
        image,
        matrix,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255,),
    )
    return np.asarray(out, dtype=np.uint8)
