"""Finds a sheet of paper that was photographed on a table, and lays it flat.

The four sides are looked for as straight edges at which it gets darker outwards. A shadow over half of the sheet, a
checked cloth or another paper below it does not matter then, as it would if paper were told from table by brightness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey

Side = tuple[float, float, float]
"""A line: a x + b y = c, with a² + b² = 1 and in pixels of the small picture."""

Corners = NDArray[np.float32]
"""4 × 2: x, y of the corners, clockwise from the top left."""

LOOK = 640
"""Pixels: the longer side of the picture on which sides are looked for."""

SIDES = 12
"""So many of the strongest edges are tried in each direction."""

DARKER = 0.10
"""By how much, as a natural logarithm, it is darker just outside the sheet."""

WHOLE = 0.75
"""Part of each side at which it must be so; fingers, cups and curl hide the rest."""

STEP = 6
"""Pixels on both sides of an edge at which brightness is compared."""

JUMP, MOST_JUMPS = 0.12, 8
"""Paper is plain along its edges: brightness jumps by so much (natural logarithm) no more often than this, by shadows,
fingers and holes. A checked cloth is not plain."""

SMALLEST = 0.15
"""Part of the picture that a sheet must cover."""

LONGEST, ROUNDEST = 1.8, 1.12
"""Between these is the length of a sheet of A4 to its width, however it was held."""


def find_sheet(image: Grey) -> Corners | None:
    """The corners of the sheet in pixels of `image`; None unless one surely lies there and some of its edge is seen."""
    scale = LOOK / max(image.shape)
    small = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    plain = cv2.morphologyEx(cv2.GaussianBlur(small, (0, 0), 1.2), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    light = np.log(np.maximum(plain.astype(np.float32), 4.0))
    light = np.asarray(light, dtype=np.float32)
    best: tuple[float, Corners] | None = None
    for corners in _quadrangles(*_sides(light), light.shape):
        score = _score(light, corners)
        if score is not None and (best is None or score > best[0]):
            best = (score, corners)
    return None if best is None else ((clockwise(best[1]) + 0.5) / scale - 0.5).astype(np.float32)


def _sides(light: NDArray[np.float32]) -> tuple[list[Side], list[Side]]:
    """The strongest straight edges, apart by direction; the picture's own edges are among them."""
    height, width = light.shape
    across, down = cv2.Scharr(light, cv2.CV_32F, 1, 0), cv2.Scharr(light, cv2.CV_32F, 0, 1)
    steep = np.hypot(across, down)
    level = max(float(np.quantile(steep, 0.93)), 0.5)
    edges = cv2.Canny(
        np.clip(across * 200, -32000, 32000).astype(np.int16),
        np.clip(down * 200, -32000, 32000).astype(np.int16),
        level * 80,
        level * 200,
    )
    found = cv2.HoughLinesP(edges, 1, np.pi / 360, 40, minLineLength=LOOK // 10, maxLineGap=14)
    strength: dict[tuple[int, int], tuple[float, Side]] = {}
    for x0, y0, x1, y1 in [] if found is None else np.asarray(found).reshape(-1, 4).astype(float).tolist():
        length = float(np.hypot(x1 - x0, y1 - y0))
        a, b = (y1 - y0) / length, (x0 - x1) / length
        if a < 0 or (a == 0 and b < 0):
            a, b = -a, -b
        side = (a, b, a * x0 + b * y0)
        key = (round(np.degrees(np.arctan2(b, a)) / 4), round((a * (x0 - width / 2) + b * (y0 - height / 2)) / 6))
        before = strength.get(key, (0.0, side))
        strength[key] = (before[0] + length, side if length > before[0] else before[1])
    ordered = [side for _, side in sorted(strength.values(), key=lambda one: -one[0])]
    if not ordered:
        return [], []
    first = ordered[0]
    along = [side for side in ordered if abs(side[0] * first[0] + side[1] * first[1]) >= 0.8][:SIDES]
    other = [side for side in ordered if abs(side[0] * first[0] + side[1] * first[1]) <= 0.6][:SIDES]
    border: list[Side] = [(1.0, 0.0, 0.0), (1.0, 0.0, width - 1.0), (0.0, 1.0, 0.0), (0.0, 1.0, height - 1.0)]
    for side in border:
        (along if abs(side[0] * first[0] + side[1] * first[1]) >= 0.7 else other).append(side)
    return along, other


def _quadrangles(lying: Sequence[Side], standing: Sequence[Side], shape: tuple[int, ...]) -> Iterator[Corners]:
    """All that look like a sheet between two sides and two others, corners in order."""
    height, width = shape[:2]
    beyond = 0.02 * max(shape)
    at: list[list[tuple[float, float] | None]] = []
    for a, b, c in lying:
        row: list[tuple[float, float] | None] = []
        for d, e, f in standing:
            cross = a * e - b * d
            x, y = ((c * e - b * f) / cross, (a * f - c * d) / cross) if abs(cross) >= 0.5 else (-1e9, -1e9)
            within = -beyond <= x <= width + beyond and -beyond <= y <= height + beyond
            row.append((x, y) if within else None)
        at.append(row)
    for i, j in combinations(range(len(lying)), 2):
        for k, m in combinations(range(len(standing)), 2):
            one, two, three, four = at[i][k], at[i][m], at[j][m], at[j][k]
            if one is None or two is None or three is None or four is None:
                continue
            if _like_a_sheet((one, two, three, four), SMALLEST * height * width):
                yield np.array((one, two, three, four), dtype=np.float32)


def clockwise(points: Corners) -> Corners:
    """The corners in order, beginning at the one that is most to the top left."""
    middle = points.mean(axis=0)
    turn = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    ordered = points[turn]
    return np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0)


def _like_a_sheet(corners: Sequence[tuple[float, float]], smallest: float) -> bool:
    """Whether it is convex, large enough (square pixels), and as long and broad as A4 may seem."""
    lengths: list[float] = []
    turns: list[float] = []
    area = 0.0
    for n in range(4):
        (ax, ay), (bx, by), (cx, cy) = corners[n], corners[(n + 1) % 4], corners[(n + 2) % 4]
        lengths.append(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5)
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
        area += (ax * by - bx * ay) / 2
    if abs(area) < smallest or not (all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)):
        return False
    if any(min(lengths[n], lengths[n + 2]) < 0.6 * max(lengths[n], lengths[n + 2]) for n in (0, 1)):
        return False
    one, other = lengths[0] + lengths[2], lengths[1] + lengths[3]
    return ROUNDEST <= max(one, other) / max(min(one, other), 1.0) <= LONGEST


def _score(light: NDArray[np.float32], corners: Corners) -> float | None:
    """How surely the sheet ends at these sides; None if at one it does not, or if fewer than two can be seen."""
    height, width = light.shape
    middle = corners.mean(axis=0)
    seen, jumps, total = 0, 0, 0.0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = start + np.linspace(0.05, 0.95, 48)[:, None] * (end - start)
        along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
        outward = np.array([along[1], -along[0]])
        outward = outward if float(np.dot(points[24] - middle, outward)) > 0 else -outward
        far = points + STEP * outward
        within = (far >= 0).all(axis=1) & (far <= np.array([width - 1, height - 1])).all(axis=1)
        if within.mean() < 0.5:
            continue
        seen += 1
        inside = _at(light, points - STEP * outward)[within]
        jumps += int((np.abs(np.diff(inside)) > JUMP).sum())
        steps = inside - _at(light, far)[within]
        part = float((steps >= DARKER).mean())
        if part < WHOLE:
            return None
        total += part * float(np.linalg.norm(end - start)) * min(1.0, float(np.median(steps)) / 0.3)
    return total if seen >= 2 and jumps <= MOST_JUMPS else None


def _at(light: NDArray[np.float32], points: NDArray[np.floating]) -> NDArray[np.float32]:
    spots = np.clip(np.round(points).astype(int), 0, np.array(light.shape[1::-1]) - 1)
    return np.asarray(light[spots[:, 1], spots[:, 0]], dtype=np.float32)
