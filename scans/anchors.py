"""Finds where printed outlines really are. Paper curls and folds, so a flat page is still off by a millimetre or two.

Every outline is looked for near its place. Those that are found clearly bear a smooth model of how the paper is bent;
an outline that disagrees with its neighbours, or is hidden by ink, stands where the model says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM

REACH = 2.5
"""mm around its place in which an outline is looked for; half the room between two boxes."""

CLEAR = 0.6
"""Part of this page's usual match from which an outline counts as found. Usual differs from page to page: a thin line
on a blurred photograph is never black."""

FAINTEST_MATCH = 0.12
"""Below this, nothing on the page is an outline: 1 is all of it in solid black with white on both sides."""

AGREES = 0.5
"""mm between an outline and the model within which the outline's own place is believed."""

LINE = 3
"""Pixels: how broad a printed line of 0.25 mm is on the canvas, blur included."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A printed rectangle in mm; `cells` counts the equal parts it is divided in."""

    x: float
    y: float
    w: float
    h: float
    cells: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an outline's top left corner is on the canvas, in mm, and whether it was seen there itself."""

    x: float
    y: float
    seen: bool


def place(page: InkPage, outlines: Sequence[Outline]) -> list[Placed]:
    """Where each outline is."""
    seen = [_look(page.ink, outline) for outline in outlines]
    enough = max(FAINTEST_MATCH, CLEAR * float(np.median([s.match for s in seen]))) if seen else FAINTEST_MATCH
    clear = [(o, s) for o, s in zip(outlines, seen, strict=True) if s.match >= enough]
    at = np.array([(o.x + o.w / 2, o.y + o.h / 2) for o, _ in clear]).reshape(-1, 2)
    model = _Bend(at, np.array([(s.dx, s.dy) for _, s in clear]).reshape(-1, 2))
    placed: list[Placed] = []
    for outline, found in zip(outlines, seen, strict=True):
        dx, dy = model.shift(outline.x + outline.w / 2, outline.y + outline.h / 2)
        own = found.match >= enough and max(abs(found.dx - dx), abs(found.dy - dy)) <= AGREES
        if own:
            dx, dy = found.dx, found.dy
        placed.append(Placed(outline.x + dx, outline.y + dy, own))
    return placed


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far (mm) an outline seems to have moved, and how well it matches there."""

    dx: float
    dy: float
    match: float


def _look(ink: Ink, outline: Outline) -> _Shift:
    """The shift (mm) at which the outline matches best."""
    small = outline.w <= 12 and outline.h <= 12 and outline.cells == 1
    return _whole(ink, outline) if small else _by_sides(ink, outline)


def _whole(ink: Ink, outline: Outline) -> _Shift:
    """A small outline, matched in two dimensions."""
    template = _template(round(outline.w * PX_PER_MM), round(outline.h * PX_PER_MM))
    border = LINE + 1
    reach = round(REACH * PX_PER_MM)
    top, left = round(outline.y * PX_PER_MM) - reach - border, round(outline.x * PX_PER_MM) - reach - border
    height, width = template.shape[0] + 2 * reach, template.shape[1] + 2 * reach
    if top < 0 or left < 0 or top + height > ink.shape[0] or left + width > ink.shape[1]:
        return _Shift(0.0, 0.0, 0.0)
    score = cv2.matchTemplate(ink[top : top + height, left : left + width], template, cv2.TM_CCORR)
    _, best, _, (x, y) = cv2.minMaxLoc(score)
    return _Shift((x - reach) / PX_PER_MM, (y - reach) / PX_PER_MM, float(best))


@lru_cache(maxsize=16)
def _template(width: int, height: int) -> Ink:
    """Plus where the line is, minus just outside and, more gently, just inside: marks are made there."""
    border = LINE + 1
    out = np.zeros((height + 2 * border, width + 2 * border), dtype=np.float32)
    half = LINE / 2

    def ring(grow: float) -> NDArray[np.bool_]:
        rows, columns = np.ogrid[: out.shape[0], : out.shape[1]]
        inside = (
            (rows >= border - grow)
            & (rows < border + height + grow)
            & (columns >= border - grow)
            & (columns < border + width + grow)
        )
        return np.asarray(inside, dtype=np.bool_)

    line = ring(half) & ~ring(-half)
    outer = ring(border) & ~ring(half + 0.5)
    inner = ring(-half - 0.5) & ~ring(-half - LINE)
    out[line] = 1 / line.sum()
    out[outer] = -0.6 / outer.sum()
    out[inner] = -0.3 / inner.sum()
    return out


def _by_sides(ink: Ink, outline: Outline) -> _Shift:
    """A large outline, each direction by itself: its lines stand out when ink is summed along them."""
    reach = round(REACH * PX_PER_MM)
    top, left = round(outline.y * PX_PER_MM), round(outline.x * PX_PER_MM)
    height, width = round(outline.h * PX_PER_MM), round(outline.w * PX_PER_MM)
    if min(top, left) < reach or top + height + reach >= ink.shape[0] or left + width + reach >= ink.shape[1]:
        return _Shift(0.0, 0.0, 0.0)
    inset = min(reach, height // 4)
    rows = ink[top + inset : top + height - inset, left - reach : left + width + reach + 1]
    columns = ink[top - reach : top + height + reach + 1, left + reach : left + width - reach]
    across = [round(n * width / outline.cells) for n in range(outline.cells + 1)]
    dx, sharp_x = _peak(rows.mean(axis=0), across, reach)
    dy, sharp_y = _peak(columns.mean(axis=1), [0, height], reach)
    return _Shift(dx / PX_PER_MM, dy / PX_PER_MM, min(sharp_x, sharp_y))


def _peak(profile: NDArray[np.generic], lines: list[int], reach: int) -> tuple[float, float]:
    """The shift at which dark lines stand at `lines`, and how dark they are against both sides (0 to 1)."""
    values = np.asarray(profile, dtype=np.float32)
    narrow = np.convolve(values, np.ones(LINE, dtype=np.float32) / LINE, mode="same")
    wide = np.convolve(values, np.ones(4 * LINE + 1, dtype=np.float32) / (4 * LINE + 1), mode="same")
    stand_out = narrow - wide
    scores = [float(np.mean([stand_out[reach + at + shift] for at in lines])) for shift in range(-reach, reach + 1)]
    best = int(np.argmax(scores))
    return float(best - reach), min(1.0, scores[best] * 2)


class _Bend:
    """Shift as a smooth function of the place, fitted so that a few wrong points do not pull it."""

    def __init__(self, at: NDArray[np.float64], shifts: NDArray[np.float64]) -> None:
        self.count = len(at)
        self.terms = 6 if self.count >= 14 else 3 if self.count >= 6 else 1
        if not self.count:
            return
        basis = self._basis(at)
        weights = np.ones(self.count)
        self.factors = np.zeros((self.terms, 2))
        self.factors[0] = np.median(shifts, axis=0)
        for _ in range(6):
            left_over = np.linalg.norm(basis @ self.factors - shifts, axis=1)
            weights = 1.0 / (1.0 + (left_over / 0.3) ** 2)
            root = np.sqrt(weights)[:, None]
            firm = 1e-3 * np.eye(self.terms)
            weighted = basis * root
            self.factors = np.linalg.solve(weighted.T @ weighted + firm, weighted.T @ (shifts * root))

    def _basis(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = (at[:, 0] - 105) / 105, (at[:, 1] - 148.5) / 148.5
        columns = [np.ones_like(x), x, y, x * x, x * y, y * y]
        return np.stack(columns[: self.terms], axis=1)

    def shift(self, x: float, y: float) -> tuple[float, float]:
        if not self.count:
            return 0.0, 0.0
        dx, dy = (self._basis(np.array([[x, y]])) @ self.factors)[0]
        return float(np.clip(dx, -REACH, REACH)), float(np.clip(dy, -REACH, REACH))
