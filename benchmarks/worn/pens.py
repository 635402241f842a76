"""Pens and what hands do with them. Measures in mm, on a page of `PX_PER_MM`."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Sheet = NDArray[np.uint8]
"""A page in colour: height × width × 3, blue green red."""

Path = NDArray[np.float64]
"""n × 2: x, y in mm."""

PX_PER_MM = 300 / 25.4
_SHIFT = 4

INKS = {
    "black": (25, 22, 20),
    "blue": (150, 45, 20),
    "light blue": (200, 110, 60),
    "red": (40, 30, 190),
    "green": (60, 110, 20),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """`cover` is how much of the paper's light a stroke swallows; `grain` how much of it is left out, as by pencil."""

    colour: tuple[int, int, int]
    width: float
    cover: float
    grain: float
    tremor: float

    @staticmethod
    def draw(rng: np.random.Generator) -> Pen:
        """Any pen that lies in a kitchen drawer, in any hand."""
        tremor = float(rng.choice([0.05, 0.12, 0.25], p=[0.5, 0.35, 0.15]))
        kind = rng.choice(["ballpoint", "felt", "pencil", "fine"], p=[0.55, 0.15, 0.18, 0.12])
        if kind == "pencil":
            return Pen((60, 60, 62), rng.uniform(0.35, 0.8), rng.uniform(0.5, 0.8), rng.uniform(0.15, 0.4), tremor)
        ink = INKS[str(rng.choice(list(INKS), p=[0.35, 0.4, 0.1, 0.1, 0.05]))]
        width = {"ballpoint": (0.35, 0.65), "felt": (0.9, 1.5), "fine": (0.22, 0.35)}[str(kind)]
        return Pen(ink, rng.uniform(*width), rng.uniform(0.8, 0.97), rng.uniform(0.0, 0.12), tremor)


class Hand:
    """A pen on one sheet."""

    def __init__(self, sheet: Sheet, pen: Pen, rng: np.random.Generator) -> None:
        self.sheet, self.pen, self.rng = sheet, pen, rng

    def stroke(self, points: Path, width: float | None = None) -> None:
        """A line through `points`, trembling."""
        path = _smooth(points)
        wobble = self.rng.normal(0, self.pen.tremor, path.shape)
        path = path + np.asarray(cv2.GaussianBlur(wobble, (1, 9), 2.5), dtype=np.float64)
        thick = (width or self.pen.width) * PX_PER_MM
        low = np.floor((path.min(axis=0) - 3) * PX_PER_MM).astype(int).clip(0)
        high = np.ceil((path.max(axis=0) + 3) * PX_PER_MM).astype(int)
        part = self.sheet[low[1] : high[1], low[0] : high[0]]
        if part.size == 0:
            return
        mask = np.zeros(part.shape[:2], np.uint8)
        fixed = np.round((path * PX_PER_MM - low) * (1 << _SHIFT)).astype(np.int32)
        cv2.polylines(mask, [fixed.reshape(-1, 1, 2)], False, (255,), max(1, round(thick)), cv2.LINE_AA, _SHIFT)
        self._press(part, mask)

    def blot(self, outline: Path) -> None:
        """An area without gaps, as a felt pen leaves it."""
        mask = np.zeros(self.sheet.shape[:2], np.uint8)
        cv2.fillPoly(mask, [np.round(outline * PX_PER_MM).astype(np.int32)], (255,), cv2.LINE_AA)
        x, y, w, h = cv2.boundingRect(mask)
        self._press(self.sheet[y : y + h, x : x + w], mask[y : y + h, x : x + w])

    def _press(self, part: Sheet, mask: NDArray[np.uint8]) -> None:
        alpha = mask.astype(np.float32) / 255 * self.pen.cover
        if self.pen.grain:
            grain = cv2.GaussianBlur(self.rng.random(mask.shape, dtype=np.float32), (0, 0), 1.0)
            alpha *= np.clip(1 - (grain < np.quantile(grain, self.pen.grain)) * 0.9, 0.1, 1)
        ink = np.array(self.pen.colour, np.float32)
        mixed = part.astype(np.float32) * (1 - alpha[..., None]) + np.minimum(part, ink) * alpha[..., None]
        part[:] = mixed.astype(np.uint8)


def _smooth(points: Path) -> Path:
    """A curve through the points, a step every 0.2 mm or so (Catmull-Rom)."""
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    out: list[Path] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        steps = max(3, round(float(np.linalg.norm(c - b)) / 0.2))
        t = np.linspace(0, 1, steps, endpoint=False)[:, None]
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*out, points[-1:]])


def cross(hand: Hand, x: float, y: float, side: float, size: float = 1.0) -> None:
    """Two strokes; `size` 1 reaches the corners."""
    r, rng = side / 2 * size, hand.rng
    for sign in (1, -1):
        a, b = (x - r, y - sign * r), (x + r, y + sign * r)
        hand.stroke(np.array([a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), b]) + rng.normal(0, 0.25, (3, 2)))


def tick(hand: Hand, x: float, y: float, side: float, size: float = 1.0) -> None:
    """Down, and a longer way up."""
    r, rng = side / 2 * size, hand.rng
    points = np.array([(x - 0.8 * r, y - 0.1 * r), (x - 0.2 * r, y + 0.8 * r), (x + r * rng.uniform(0.8, 1.6), y - r)])
    hand.stroke(points + rng.normal(0, 0.2, (3, 2)))


def slash(hand: Hand, x: float, y: float, side: float, size: float = 1.0) -> None:
    """One stroke from corner to corner."""
    r = side / 2 * size
    hand.stroke(np.array([(x - r, y + r), (x, y), (x + r, y - r)]) + hand.rng.normal(0, 0.3, (3, 2)))


def scribble(hand: Hand, x: float, y: float, side: float, size: float = 1.0) -> None:
    """To and fro a few times."""
    r, rng = side / 2 * size * 0.8, hand.rng
    turns = int(rng.integers(5, 10))
    ys = np.linspace(y - r, y + r, turns)
    xs = x + r * np.where(np.arange(turns) % 2, 1, -1)
    hand.stroke(np.stack([xs, ys], axis=1) + rng.normal(0, 0.25, (turns, 2)))


def filled(hand: Hand, x: float, y: float, side: float, size: float = 1.0) -> None:
    """Filled in with a thin pen, paper showing through here and there."""
    _zigzag(hand, x, y, side / 2 * 0.85 * size, gap=max(0.45, hand.pen.width * 1.15))


def blackened(hand: Hand, x: float, y: float, side: float) -> None:
    """Nothing of the box is left to be seen, as the form asks for undoing a mark."""
    r = side / 2
    _zigzag(hand, x, y, r, gap=max(0.25, hand.pen.width * 0.55))
    _zigzag(hand, x, y, r, gap=max(0.3, hand.pen.width * 0.65), across=True)
    corners = np.array([(-r, -r), (r, -r), (r, r), (-r, r)]) * hand.rng.uniform(0.93, 1.12, (4, 2))
    hand.blot(corners + (x, y))


def _zigzag(hand: Hand, x: float, y: float, r: float, gap: float, across: bool = False) -> None:
    turns = max(4, round(2 * r / gap))
    along = np.linspace(-r, r, turns)
    side = r * np.where(np.arange(turns) % 2, 1, -1) * hand.rng.uniform(0.9, 1.05, turns)
    points = np.stack([side, along] if not across else [along, side], axis=1)
    hand.stroke(points + (x, y))


MARKS = {"cross": cross, "tick": tick, "slash": slash, "scribble": scribble, "filled": filled}
