"""Reads tick boxes: empty, marked, blacked out, or not sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.anchors import Outline, Placed
from scans.blank import beside_print, blank_paper
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM
from scans.passing import without_passing
from scans.ruled import BROADEST, RUNS_ON, ruled
from scans.specks import CLEAR, NEAR, Specks
from scans.swollen import Swollen, swollen

INSET = 0.7
"""mm inside the outline's middle where a mark is looked for; keeps the printed line out, even half a millimetre off."""

EMPTY_BELOW = 0.012
MARKED_FROM = 0.022
"""Part of the inside that is ink. Dust mostly stays below the first; the foot of a fine tick that missed the box is
above the second."""

SHORT = 1.0
LONG = 1.25
"""mm: the longest connected stroke. Dust is shorter than the first (of 6,200 empty boxes none held more than 0.9), a
deliberate stroke longer than the second."""

CLEAN = 0.008
"""Part of the inside that is ink, from which a box is not surely empty if it may stand elsewhere."""

FAINT = 0.08
SURE = 0.3
"""Weights of ink: of a stroke's faintest part, and of the part that makes it a stroke."""

OUTSIDE = 1.6
"""mm around a box in which a mark that missed it is looked for, and a line that runs on."""

TRACED = 1.8
"""mm along a trace of a stroke from which a person should look."""

FEWEST_CRUMBS = 4

HINTED = 0.45
"""mm along the merest hint of a stroke, from which a person should look if it is twice as long as all that the emptier
half of the page's boxes shows."""

CORE = 1.0
"""mm inside a box's outline where its paper is compared with that of the page's other boxes."""

FEWEST_TO_COMPARE = 4

DARKER = 0.01
ODD = 12.0
"""A box that is darker than the page's other boxes by so much, and by so many times what these differ, holds what a
copier left of a stroke. Pencil that was copied twice left 0.010 to 0.07; only a fold or a stain does that, too."""

THICKER = 0.05
"""mm of black by which an outline is thicker somewhere than those of other boxes, if a stroke that was lost crossed it.
Of 618 empty boxes on copies 5 had more, of 5,700 on other paper 60, nearly all by lines of dirt."""

HARDLY = 0.025
"""The same on a page on which there is no other mark."""

BEYOND = 0.5
"""mm outside an outline up to which lines that cross it are looked for."""

SHINING = 3.0
"""mm of black that outlines get from what shines through them, to how dark that makes a place as large as a box."""

ODDER = 1.5
"""So many times what blank paper shows at most, a box must show for it to mean anything."""

GRAINY = 1.1
"""So many times as dark as beside a box a line that passes it may be within."""

RIPPLES = 12.0
"""So many times the usual length of JPEG's ripples beside a box they may be long inside one: inside there is print on
four sides, and their lengths fall off so that the longest of thirty is more than three times the usual."""

PEN_CROSSED = 0.12
"""As `THICKER`, where a pen crossed it that can be seen."""

PALE = 0.5
"""Darkness that a pen, even a pencil, mostly reaches somewhere in every mark."""

EDGE = 3
"""Pixels just within `INSET` that the outline of a box reaches where paper curls more than its neighbours say."""

GOES_ON = 0.1
"""Part of the space around a box, the box included, that is covered by what goes on outside."""

_BROAD = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
"""1.4 mm: broader than a pen's stroke."""

_BRIDGE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
"""Gaps of half a millimetre in a stroke are the pen's or the scanner's, not the writer's."""

BLACK_FROM = 0.88
"""Part of the inside that is ink, from which a box is blacked out: how the form says that a mark is undone."""


ALONG, INNER = 0.3, 0.75
"""mm inside the middle of an outline, behind its line: a rim that is all black if a box was blacked out."""


class Mark(StrEnum):
    EMPTY = "empty"
    MARKED = "marked"
    BLACK = "black"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ReadMark:
    """`confidence` (0 to 1) is in the mark as named; `strength` is the part of the inside that is ink; `found` tells
    whether it is sure where the box is; `evenness` how dark the palest tenth of the inside is to the darkest, `rim` the
    part of the paper along the outline that is ink (both 1 where a box is not black)."""

    mark: Mark
    confidence: float
    strength: float
    found: bool = True
    evenness: float = 1.0
    rim: float = 1.0


def read_marks(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed], specks: Specks) -> list[ReadMark]:
    """One reading for each tick box. `specks` is the dirt that is everywhere on this page.

    Most boxes of a form stay empty, so what the emptier half of them holds is this page's dirt and is taken off.
    """
    crossed = swollen(page, outlines, placed)
    seen = [_look(page, *one, specks) for one in zip(outlines, placed, crossed, strict=True)]
    dirt = float(np.median(sorted(s.strength for s in seen)[: max(1, len(seen) // 2)])) if len(seen) >= 6 else 0.0
    hints = _hints(page, outlines, placed, seen)
    lost = [hints.tell_of(one) for one in seen]
    marks = [_judge(one, min(dirt, 0.03), lost=gone) for one, gone in zip(seen, lost, strict=True)]
    for n, mark, without in _passed(page, outlines, placed, specks, hints, marks, seen):
        marks[n], seen[n], lost[n] = mark, without, False
    if any(one.mark not in (Mark.EMPTY, Mark.UNSURE) for one in marks):
        return marks
    # Where all that is left of strokes is hints, of one there may be left nothing.
    hinted = any(lost) or any(one.crossed.next > hints.thicker - THICKER + HARDLY for one in seen)
    return [replace(one, mark=Mark.UNSURE, confidence=0.5) for one in marks] if hinted else marks


def _passed(
    page: InkPage,
    outlines: Sequence[Outline],
    placed: Sequence[Placed],
    specks: Specks,
    hints: _Hints,
    marks: Sequence[ReadMark],
    seen: Sequence[_Seen],
) -> list[tuple[int, ReadMark, _Seen]]:
    """The empty boxes that were doubted only for a line that passes them: number, reading, and what is seen without
    the line."""
    doubted = [n for n, one in enumerate(marks) if one.mark is Mark.UNSURE and one.found and one.strength < MARKED_FROM]
    rest = without_passing(page, [outlines[n] for n in doubted], [placed[n] for n in doubted], CORE)
    if rest is None:
        return []
    crossed = swollen(rest.page, outlines, placed)
    # What is left of a grainy line is longer than other hints of nothing.
    hints = replace(hints, long=2 * hints.long)
    out: list[tuple[int, ReadMark, _Seen]] = []
    for n, darker in zip(doubted, rest.darker, strict=True):
        without = _look(rest.page, outlines[n], placed[n], crossed[n], specks)
        mark = _judge(without, 0.0, lost=hints.tell_of(without))
        if mark.mark is Mark.EMPTY and seen[n].depth <= GRAINY * darker + DARKER:
            out.append((n, mark, without))
    return out


@dataclass(frozen=True, slots=True)
class _Hints:
    """How dark the inside of a box must be, how long the hint of a stroke, and how thick the outline, to mean anything
    on a page."""

    darker: float
    long: float
    thicker: float

    def tell_of(self, one: _Seen) -> bool:
        """Whether a box may hold what is left of a stroke."""
        return one.depth > self.darker or one.hint > self.long or one.crossed.next > self.thicker


def _hints(page: InkPage, outlines: Sequence[Outline], placed: Sequence[Placed], seen: Sequence[_Seen]) -> _Hints:
    darker, long = _paper(seen), _plain(seen)
    empty = [one for one in seen if one.strength < EMPTY_BELOW]
    thicker = THICKER if any(one.strength >= MARKED_FROM for one in seen) else HARDLY
    if not any(one.depth > darker or one.hint > long or one.crossed.next > thicker for one in empty):
        return _Hints(darker, long, THICKER)
    blank = blank_paper(page, outlines[0].w - 2 * CORE, CORE + NEAR)
    ripples = min(RIPPLES * beside_print(page, outlines, placed, CORE), TRACED)
    return _Hints(
        max(darker, ODDER * blank.darker),
        max(long, ODDER * blank.hint, ripples),
        max(THICKER, SHINING * blank.darker),
    )


def _paper(seen: Sequence[_Seen]) -> float:
    """How dark the inside of a box may be to be mere paper, told from the paler two thirds of this page's boxes."""
    if len(seen) < FEWEST_TO_COMPARE:
        return 1.0
    depths = np.sort([one.depth for one in seen])[: max(FEWEST_TO_COMPARE, len(seen) * 2 // 3)]
    usual = float(np.median(depths))
    return usual + max(DARKER, ODD * float(np.median(np.abs(depths - usual))))


def _plain(seen: Sequence[_Seen]) -> float:
    """mm up to which the hint of a stroke means nothing on this page."""
    return max(HINTED, 2 * sorted(one.hint for one in seen)[(len(seen) - 1) // 2]) if seen else math.inf


@dataclass(frozen=True, slots=True)
class _Seen:
    strength: float
    stroke: float
    depth: float
    hint: float
    crossed: Swollen
    aligned: bool
    traced: bool
    smudged: bool
    evenness: float = 1.0
    rim: float = 1.0


def _look(page: InkPage, outline: Outline, at: Placed, crossed: Swollen, specks: Specks) -> _Seen:
    top, left, height, width = _place(outline, at, -INSET)
    if crossed.next > HARDLY and any(
        _lines(page, _place(outline, at, grow), level) is not None
        for grow in (BEYOND, -INSET)
        for level in (page.threshold, page.trace)
    ):
        crossed = Swollen()
    lines = _lines(page, _place(outline, at, -INSET), page.threshold)
    inside = page.weight(top, left, height, width)
    if inside.size == 0:
        return _Seen(0.0, 0.0, 0.0, 0.0, Swollen(), aligned=False, traced=False, smudged=False)
    if crossed.next < THICKER and specks.are_all(page, outline, at, INSET):
        return _Seen(0.0, 0.0, 0.0, 0.0, crossed, aligned=at.sure, traced=False, smudged=False)
    if lines is not None:
        inside = np.where(lines, np.float32(0), inside)
    strength, stroke = float(inside.mean()), _longest(inside)
    traced = strength < MARKED_FROM and (
        page.traced(top, left, height, width, TRACED, BROADEST)
        or (strength > CLEAN and (_crumbled(inside) or _beside(page, outline, at)))
    )
    middle = _part(page.ink, outline, at, -CORE)
    fine = _lines(page, _place(outline, at, -CORE), page.trace)
    if fine is not None:
        middle = np.where(fine, np.median(middle), middle)
    # A shadow's edge and a stain darken what is around the box as well.
    depth = max(0.0, float(middle.mean()) - _paper_around(page, outline, at))
    hint = page.hint(middle)
    smudged = _smudged(page, outline, at) or _along_an_edge(inside)
    if strength < BLACK_FROM:
        return _Seen(strength, stroke, depth, hint, crossed, at.sure, traced, smudged)
    evenness, rim = _evenness(page, outline, at), _rim(page, outline, at)
    return _Seen(strength, stroke, depth, hint, crossed, at.sure, traced, smudged, evenness, rim)


def _lines(page: InkPage, place: tuple[int, int, int, int], level: float) -> NDArray[np.bool_] | None:
    """Where lines darker than `level` run through a part of the page, and on; None if there are none."""
    top, left, height, width = place
    on = round(OUTSIDE * PX_PER_MM)
    around = page.ink[max(0, top - on) : top + height + on, max(0, left - on) : left + width + on]
    if around.shape != (height + 2 * on, width + 2 * on):
        return None
    found = ruled(around > level, on)
    return found if found.any() else None


def _smudged(page: InkPage, outline: Outline, at: Placed) -> bool:
    """Whether what is inside is part of something broad and pale that goes on outside, as a stain is and no mark."""
    part = _part(page.ink, outline, at, -INSET)
    inked = part > page.threshold
    if not inked.any() or float(np.quantile(part[inked], 0.95)) >= PALE:
        return False
    if not cv2.erode(inked.astype(np.uint8), _BROAD, borderValue=(0,)).any():
        return False
    around = _part(page.ink, outline, at, OUTSIDE) > page.threshold
    ring = round((OUTSIDE - INSET) * PX_PER_MM)
    around[ring:-ring, ring:-ring] = False
    return float(around.mean()) >= GOES_ON


def _evenness(page: InkPage, outline: Outline, at: Placed) -> float:
    palest, darkest = np.quantile(_part(page.ink, outline, at, -INSET), (0.1, 0.9))
    return float(palest) / max(float(darkest), FAINT)


def _rim(page: InkPage, outline: Outline, at: Placed) -> float:
    """The part of the paper along the outline that is as dark as ink surely is. Who fills a box to choose it leaves
    some white there; who blacks it out does not."""
    dark = _part(page.ink, outline, at, -ALONG) > 2 * page.threshold
    broad = round((INNER - ALONG) * PX_PER_MM)
    rim = np.ones(dark.shape, dtype=np.bool_)
    rim[broad:-broad, broad:-broad] = False
    return float(dark[rim].mean()) if dark.size else 0.0


def _paper_around(page: InkPage, outline: Outline, at: Placed) -> float:
    """How dark the paper just outside a box is; strokes that leave the box cover less than half of it."""
    around = _part(page.ink, outline, at, NEAR)
    broad = round((NEAR - CLEAR) * PX_PER_MM)
    if min(around.shape) <= 2 * broad:
        return 0.0
    sides = (around[:broad], around[-broad:], around[:, :broad], around[:, -broad:])
    return float(np.median(np.concatenate([side.ravel() for side in sides])))


def _place(outline: Outline, at: Placed, grow: float) -> tuple[int, int, int, int]:
    """Top, left, height and width in pixels of an outline that is grown by so many mm."""
    top, left = round((at.y - grow) * PX_PER_MM), round((at.x - grow) * PX_PER_MM)
    return top, left, round((outline.h + 2 * grow) * PX_PER_MM), round((outline.w + 2 * grow) * PX_PER_MM)


def _part(ink: Ink, outline: Outline, at: Placed, grow: float) -> Ink:
    top, left, height, width = _place(outline, at, grow)
    return ink[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]


def _along_an_edge(inside: Ink) -> bool:
    """Whether all ink runs along an edge from end to end: it may be the outline itself, where paper curls."""
    within = inside[EDGE:-EDGE, EDGE:-EDGE]
    if within.size == 0 or float(within.mean()) >= CLEAN:
        return False
    return any(float((side > 0).mean()) >= RUNS_ON for side in (inside.max(axis=0), inside.max(axis=1)))


def _crumbled(inside: Ink) -> bool:
    """Whether what is inside may be all that a fax left of a stroke: crumbs, spread over most of the box."""
    crumbs = (inside > FAINT).astype(np.uint8)
    count, _ = cv2.connectedComponents(crumbs, connectivity=8)
    _, _, width, height = cv2.boundingRect(crumbs)
    return count > FEWEST_CRUMBS and max(width, height) >= TRACED * PX_PER_MM


def _beside(page: InkPage, outline: Outline, at: Placed) -> bool:
    """Whether a stroke runs just outside the box: then what little is inside may be part of a mark that missed it."""
    top, left = round((at.y - OUTSIDE) * PX_PER_MM), round((at.x - OUTSIDE) * PX_PER_MM)
    height, width = round((outline.h + 2 * OUTSIDE) * PX_PER_MM), round((outline.w + 2 * OUTSIDE) * PX_PER_MM)
    around = page.weight(top, left, height, width).copy()
    ring = round((OUTSIDE - INSET) * PX_PER_MM)
    around[ring : height - ring, ring : width - ring] = 0.0
    return _longest(around) >= SHORT


def _longest(weight: Ink) -> float:
    """mm along the longer side of the longest stroke. A stroke may be faint and broken, as a pencil's is; but something
    in it must be surely ink."""
    faint = cv2.morphologyEx((weight > FAINT).astype(np.uint8), cv2.MORPH_CLOSE, _BRIDGE)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    sure = np.unique(labels[weight >= SURE])
    sure = sure[sure > 0]
    if count < 2 or not sure.size:
        return 0.0
    return float(stats[sure][:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max()) / PX_PER_MM


def _judge(seen: _Seen, dirt: float, *, lost: bool) -> ReadMark:
    strength = max(0.0, seen.strength - dirt)
    if strength >= BLACK_FROM:
        certain = 0.9 + 0.1 * _between(strength, BLACK_FROM, 1.0)
        certain = certain if seen.aligned else certain - 0.25
        return ReadMark(Mark.BLACK, certain, strength, seen.aligned, seen.evenness, seen.rim)
    amount = _between(strength, EMPTY_BELOW, MARKED_FROM)
    length = _between(seen.stroke, SHORT, LONG)
    # Much ink without a stroke is doubtful, too: a pencil on a poor scan falls into crumbs.
    ink = max(min(amount, length), _between(strength, MARKED_FROM, 2 * MARKED_FROM) / 2)
    # What is inside may be little of a mark that is mostly beside its box, but a pen surely went through the outline.
    beside = seen.strength >= EMPTY_BELOW and seen.stroke >= SHORT and seen.crossed.most >= PEN_CROSSED
    if (min(amount, length) >= 1.0 or beside) and not seen.smudged:
        certain = 0.9 + 0.1 * _between(strength, MARKED_FROM, 0.12)
        return ReadMark(Mark.MARKED, certain if seen.aligned else certain - 0.25, strength, seen.aligned)
    doubtful = lost or seen.traced or seen.smudged or not seen.aligned
    if ink <= 0.0 and not doubtful:
        certain = 1.0 - 0.1 * max(amount, length)
        return ReadMark(Mark.EMPTY, certain, strength, seen.aligned)
    return ReadMark(Mark.UNSURE, 0.5, strength, seen.aligned)


def _between(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high`, straight in between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
