"""Finds a sheet of paper that was photographed on a table, and lays it flat.

The four sides are looked for as straight edges at which it gets darker outwards. A shadow over half of the sheet, a
checked cloth or another paper below it does not matter then, as it would if paper were told from table by brightness.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.documents import Grey

Side = tuple[float, float, float]
"""A line: a x + b y = c, with a² + b² = 1 and in pixels of the small picture."""

Corners = NDArray[np.float32]
"""4 × 2: x, y of the corners, clockwise from the top left."""

Quadrangles = NDArray[np.float64]
"""n × 4 × 2: x, y of the corners of each, in order, in pixels of the small picture."""

LOOK = 640
"""Pixels: the longer side of the picture on which sides are looked for."""

SIDES = 12
"""So many of the strongest edges are tried in each direction."""

DARKER = 0.10
"""By how much, as a natural logarithm, it is darker just outside the sheet."""

WHOLE = 0.75
"""Part of each side at which it must be so; fingers, cups and curl hide the rest."""

FEWEST_SEEN = 3
"""Sides that must be seen: two may be bands that are printed across the head and the foot of a page."""

STEP = 6
"""Pixels on both sides of an edge at which brightness is compared."""

SPOTS = 48
"""So many along each side."""

JUMP, MOST_JUMPS = 0.12, 8
"""Paper is plain along its edges: brightness jumps by so much (natural logarithm) no more often than this, by shadows,
fingers and holes. A checked cloth is not plain."""

UNLIKELY = 0.01
"""Of its length: what an edge counts that is like no side of a sheet; where there are no others, it may be one."""

SMALLEST = 0.15
"""Part of the picture that a sheet must cover."""

AT_ONCE = 500
"""So many quadrangles are looked at together: some 2 MB for each step."""

LONGEST, ROUNDEST = 1.8, 1.12
"""Between these is the length of a sheet of A4 to its width, however it was held."""


def find_sheet(image: Grey) -> Corners | None:
    """The corners of the sheet in pixels of `image`; None unless one surely lies there and some of its edge is seen."""
    scale = LOOK / max(image.shape)
    small = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    plain = cv2.morphologyEx(cv2.GaussianBlur(small, (0, 0), 1.2), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    light = np.log(np.maximum(plain.astype(np.float32), 4.0))
    light = np.asarray(light, dtype=np.float32)
    found = _quadrangles(*_sides(light), light.shape)
    if not len(found):
        return None
    scores = np.concatenate([_scores(light, found[at : at + AT_ONCE]) for at in range(0, len(found), AT_ONCE)])
    best = int(np.argmax(scores))
    return ((clockwise(found[best]) + 0.5) / scale - 0.5).astype(np.float32) if scores[best] > 0 else None


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
        seen = _seen_as_an_edge(light, np.array([x0, y0]), np.array([x1, y1]), np.array([a, b]))
        key = (round(np.degrees(np.arctan2(b, a)) / 4), round((a * (x0 - width / 2) + b * (y0 - height / 2)) / 6))
        before = strength.get(key, (0.0, side))
        strength[key] = (before[0] + seen, side if seen > before[0] else before[1])
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


def _seen_as_an_edge(
    light: NDArray[np.float32], start: NDArray[np.float64], end: NDArray[np.float64], across: NDArray[np.float64]
) -> float:
    """Pixels along which one side is darker than the other, which is plain, less those along which it is not plain:
    the stripes of a cloth are as straight as a sheet, and there are many more of them."""
    length = float(np.linalg.norm(end - start))
    points = start + np.linspace(0, 1, max(round(length / STEP), 2))[:, None] * (end - start)
    one, other = _at(light, points - STEP * across), _at(light, points + STEP * across)
    lighter, darker = (one, other) if one.sum() > other.sum() else (other, one)
    rough = np.append(np.abs(np.diff(lighter)) > JUMP, False)
    ends = ~rough & (lighter - darker >= DARKER)
    return max(STEP * float(ends.sum() - rough.sum()), UNLIKELY * length)


def _quadrangles(lying: Sequence[Side], standing: Sequence[Side], shape: tuple[int, ...]) -> Quadrangles:
    """All that look like a sheet between two sides and two others, corners in order."""
    if len(lying) < 2 or len(standing) < 2:
        return np.zeros((0, 4, 2))
    height, width = shape[:2]
    beyond = 0.02 * max(shape)
    (a, b, c), (d, e, f) = np.array(lying).T[:, :, None], np.array(standing).T[:, None, :]
    cross = a * e - b * d
    steep = np.abs(cross) >= 0.5
    cross = np.where(steep, cross, 1.0)
    at = np.stack([(c * e - b * f) / cross, (a * f - c * d) / cross], axis=-1)
    within = steep & (at >= -beyond).all(axis=-1) & (at <= np.array([width, height]) + beyond).all(axis=-1)
    i, j = np.array(list(combinations(range(len(lying)), 2))).T[:, :, None]
    k, m = np.array(list(combinations(range(len(standing)), 2))).T[:, None, :]
    seen = within[i, k] & within[i, m] & within[j, m] & within[j, k]
    corners = np.stack([at[i, k], at[i, m], at[j, m], at[j, k]], axis=-2)[seen]
    return np.asarray(corners[_like_sheets(corners, SMALLEST * height * width)], np.float64)


def clockwise(points: Corners) -> Corners:
    """The corners in order, beginning at the one that is most to the top left."""
    middle = points.mean(axis=0)
    turn = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    ordered = points[turn]
    return np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0)


def _like_sheets(corners: Quadrangles, smallest: float) -> NDArray[np.bool_]:
    """Whether each is convex, large enough (square pixels), and as long and broad as A4 may seem."""
    after = np.roll(corners, -1, axis=1)
    along = after - corners
    turns = _cross(along, np.roll(along, -1, axis=1))
    area = np.abs(_cross(corners, after).sum(axis=1)) / 2
    lengths = np.linalg.norm(along, axis=2)
    opposite = np.roll(lengths, -2, axis=1)
    even = (np.minimum(lengths, opposite) >= 0.6 * np.maximum(lengths, opposite)).all(axis=1)
    one, other = lengths[:, 0] + lengths[:, 2], lengths[:, 1] + lengths[:, 3]
    longer = np.maximum(one, other) / np.maximum(np.minimum(one, other), 1.0)
    convex = (turns > 0).all(axis=1) | (turns < 0).all(axis=1)
    return np.asarray((area >= smallest) & convex & even & (longer >= ROUNDEST) & (longer <= LONGEST))


def _cross(one: Quadrangles, other: Quadrangles) -> NDArray[np.float64]:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])


def _scores(light: NDArray[np.float32], corners: Quadrangles) -> NDArray[np.float64]:
    """How surely a sheet ends at the sides of each; 0 if at one it does not, or if too few are seen."""
    height, width = light.shape
    along = np.roll(corners, -1, axis=1) - corners
    lengths = np.linalg.norm(along, axis=2)
    points = corners[:, :, None] + np.linspace(0.05, 0.95, SPOTS)[:, None] * along[:, :, None]
    outward = np.stack([along[..., 1], -along[..., 0]], axis=-1) / np.maximum(lengths, 1e-6)[..., None]
    away = ((points[:, :, SPOTS // 2] - corners.mean(axis=1)[:, None]) * outward).sum(axis=-1)
    outward = STEP * np.where(away > 0, 1, -1)[..., None, None] * outward[:, :, None]
    far = points + outward
    within = (far >= 0).all(axis=-1) & (far <= np.array([width - 1, height - 1])).all(axis=-1)
    counted = within.sum(axis=-1)
    seen = counted >= SPOTS / 2
    inside = np.where(within, _at(light, points - outward), np.nan)
    steps = inside - _at(light, far)
    part = (steps >= DARKER).sum(axis=-1) / np.maximum(counted, 1)
    jumps = ((np.abs(np.diff(inside)) > JUMP) & seen[..., None]).sum(axis=(1, 2))
    ends = (seen.sum(axis=1) >= FEWEST_SEEN) & (~seen | (part >= WHOLE)).all(axis=1) & (jumps <= MOST_JUMPS)
    out = np.zeros(len(corners))
    for at in np.flatnonzero(ends):
        darker = [min(1.0, float(np.nanmedian(steps[at, side])) / 0.3) for side in np.flatnonzero(seen[at])]
        out[at] = float((part[at] * lengths[at])[seen[at]] @ np.array(darker))
    return out


def _at(light: NDArray[np.float32], points: NDArray[np.float64]) -> NDArray[np.float32]:
    spots = np.clip(np.round(points).astype(int), 0, np.array(light.shape[1::-1]) - 1)
    return np.asarray(light[spots[..., 1], spots[..., 0]], dtype=np.float32)
