"""Specks: dust, toner, what a bad line does to a fax. Told from crumbs of a stroke by how many there are everywhere.

On most pages there are next to none, so a third one in a box may be what is left of a pencil. On some they lie as
thick as sand: then as many in a box as around all boxes are nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.ink import WHITE, Ink, InkPage
from scans.pages import PX_PER_MM

Inked = NDArray[np.uint8]

LARGEST, LARGEST_OF_MANY = 0.75, 1.6
"""mm, blur included: the longer side of a speck, and of those that touch where they lie so thick."""

ROUND = 1.5
"""The longer side of a speck to its shorter one, where specks are few."""

FEW = 2
"""So many are dirt in any box."""

CLEAR, NEAR = 0.7, 1.3
"""mm outside an outline between which nothing is printed: there the page's specks are counted."""

BESIDE = 1.0
"""mm outside a box through which its marks go on, if they do. The number above a box of a scale is a little further."""

CLEANER = 0.75
"""Part of the outlines, those with the fewest specks around them, that tell how many there are: beside the others a
mark may have missed its box."""

WHOLE = 0.75
"""Part of the specks around boxes that are no larger than a single one; many are cut off where one stops looking."""

SPREAD = 4.0
"""So many times its square root may a number of specks lie above what is usual. Chance does not reach that once in a
thousand boxes."""


@dataclass(frozen=True, slots=True)
class Specks:
    """How many specks there are on a mm² of this page's paper, and the pixels of one of them."""

    on_a_mm2: float = 0.0
    pixels: float = 1.0

    def most(self, mm2: float) -> int:
        """So many specks on a part of the page mean nothing."""
        usual = self.on_a_mm2 * mm2
        return max(FEW, math.ceil(usual + SPREAD * math.sqrt(usual)))

    def are_all(self, page: InkPage, outline: Outline, at: Placed, inset: float) -> bool:
        """Whether there are specks in a box, so many mm inside its outline, and nothing else, nor around it; a stroke's
        crumbs are more, or long, or pale, or go on."""
        within = _mm2(outline, -inset)
        many = self.most(within) > FEW
        inside = _part(page, outline, at, -inset)
        found, larger = self._counted(inside) if many else _round(inside)
        if larger or not 0 < found <= self.most(within) or (not many and _pale(page, inside, outline, at, -inset)):
            return False
        ring = _ring(page, outline, at, BESIDE)
        beside, larger = self._counted(ring) if many else _round(ring)
        return not larger and beside <= (self.most(_mm2(outline, BESIDE) - _mm2(outline, CLEAR)) if many else 0)

    def _counted(self, inked: Inked) -> tuple[int, bool]:
        """How many specks there are, those that touch for as many as their size says, and whether there is anything
        larger."""
        sides, areas = _pieces(inked)
        larger = sides[:, 1] > LARGEST_OF_MANY * PX_PER_MM
        return int(np.maximum(1, np.round(areas[~larger] / self.pixels)).sum()), bool(larger.any())


def specks_of(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed]) -> Specks:
    """The specks on a page, counted around its boxes. Only paper without noise shows them: in noise, everything is
    specks, and so is what is left of a faint stroke."""
    if page.noise > WHITE:
        return Specks()
    found: list[float] = []
    pixels: list[NDArray[np.int32]] = []
    for outline, at in zip(outlines, placed, strict=True):
        sides, areas = _pieces(_ring(page, outline, at, NEAR))
        small = areas[sides[:, 1] <= LARGEST * PX_PER_MM]
        found.append(len(small) / (_mm2(outline, NEAR) - _mm2(outline, CLEAR)))
        pixels.append(small)
    cleaner = sorted(found)[: round(CLEANER * len(found))]
    sizes = np.concatenate(pixels) if pixels else np.zeros(0, np.int32)
    return Specks(float(np.mean(cleaner)), float(np.quantile(sizes, WHOLE))) if cleaner and sizes.size else Specks()


def count_specks(page: InkPage, outline: Outline, at: Placed, inset: float) -> int:
    """All that is darker than paper in a box, so many mm inside its outline: specks and whatever is larger."""
    count, _ = cv2.connectedComponents(_part(page, outline, at, -inset), connectivity=8)
    return count - 1


def _mm2(outline: Outline, grow: float) -> float:
    return (outline.w + 2 * grow) * (outline.h + 2 * grow)


def _part(page: InkPage, outline: Outline, at: Placed, grow: float) -> Inked:
    """1 where there is at least a trace of ink, in an outline that is grown by so many mm."""
    return (_ink(page, outline, at, grow) > page.trace).astype(np.uint8)


def _ink(page: InkPage, outline: Outline, at: Placed, grow: float) -> Ink:
    top, left = round((at.y - grow) * PX_PER_MM), round((at.x - grow) * PX_PER_MM)
    height, width = round((outline.h + 2 * grow) * PX_PER_MM), round((outline.w + 2 * grow) * PX_PER_MM)
    return page.ink[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]


def _pale(page: InkPage, inked: Inked, outline: Outline, at: Placed, grow: float) -> bool:
    """Whether something is nowhere as dark as ink. Toner and dust are; what a copier leaves of a pencil is not."""
    count, labels = cv2.connectedComponents(inked, connectivity=8)
    dark = np.unique(labels[_ink(page, outline, at, grow) >= page.threshold])
    return len(dark[dark > 0]) < count - 1


def _ring(page: InkPage, outline: Outline, at: Placed, outer: float) -> Inked:
    around = _part(page, outline, at, outer)
    broad = round((outer - CLEAR) * PX_PER_MM)
    around[broad:-broad, broad:-broad] = 0
    return around


def _round(inked: Inked) -> tuple[int, bool]:
    """How many single specks there are, and whether there is anything larger or longish."""
    sides, _ = _pieces(inked)
    speck = (sides[:, 1] <= LARGEST * PX_PER_MM) & (sides[:, 1] <= ROUND * sides[:, 0])
    return int(speck.sum()), not bool(speck.all())


def _pieces(inked: Inked) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The shorter and the longer side of each piece, and how many pixels it has."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    sides: NDArray[np.int32] = np.sort(stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]], axis=1)
    areas = np.asarray(stats[1:, cv2.CC_STAT_AREA], dtype=np.int32)
    return sides, areas
