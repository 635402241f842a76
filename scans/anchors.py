"""Finds where printed outlines really are. Paper curls and folds, so a flat page is still off by a millimetre or two.

Every outline is looked for near its place. Those that are found clearly bear a smooth model of how the paper is bent;
an outline that disagrees with its neighbours, or is hidden by ink, stands where the model says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scans.bend import Bend
from scans.ink import Ink, InkPage
from scans.pages import PX_PER_MM

REACH = 4.0
"""mm around its place in which an outline may be at all on a page of which all markers were seen: the most that curled
paper was seen to move one. Half the room between two boxes is less, so only its neighbours tell which of two it is."""

FAR_REACH = 10.0
"""The same where the place of a corner of the page had to be guessed."""

TOGETHER = 35.0
"""mm: outlines as near as this to each other have moved alike, and say together where they are."""

LOST = 0.5
"""Part of the outlines; if fewer are found near their places, all are looked for farther away."""

AT_FIRST = 2.5
"""mm in which an outline is looked for while nothing is known of its neighbours; half the room between two boxes."""

NEAR = 1.0
"""mm around where its neighbours say that it is, in which an outline is looked for once they are known."""

PRINTED = 0.5
"""Part of a side of an outline along which something must be printed."""

AT_THE_END = 0.25
"""mm from the end of where outlines are looked for. Where one lies so far away, others may be the next row's."""

ROUNDS = 3
"""How often neighbours are asked; each time the places that are known spread a little further."""

CLEAR = 0.6
"""Part of this page's usual match from which an outline counts as found. Usual differs from page to page: a thin line
on a blurred photograph is never black."""

FAINTEST_MATCH = 0.12
"""Below this, nothing on the page is an outline: 1 is all of it in solid black with white on both sides."""

AGREES = 0.5
"""mm between an outline and the model within which the outline's own place is believed."""

BENT = 1.0
"""mm between what outlines of one page moved, from which paper is bent: an outline may then lie farther off."""

FARTHER = 1.5
AS_USUAL = 0.8
"""mm within which it is looked for then. It must match as well as others do, and nothing be printed where they say."""

WIDE = 60.0
END = 30.0
"""mm: of an outline wider than the first, and of one with cells, both ends are looked for, at most so long."""

LINE = 3
"""Pixels: how broad a printed line of 0.25 mm is on the canvas, blur included."""

BLURRED_LINE = 7
"""How broad it is where the telephone moved or was out of focus."""

BLURRED = 0.2
"""A page on which outlines usually match no better than this is looked at again as a blurred one."""

FAINT_GAIN = 4.0
"""By how much such a page is darkened to see whether its lines are thin and pale, as a copier leaves them: they then
match so many times better than broad ones do (6 to 7 on copies, 2 on photographs out of focus)."""


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
    """Where an outline's top left corner is on the canvas and how wide it is there, in mm; whether it was seen there
    itself; and whether its place is sure, because it was seen or because what is around it was."""

    x: float
    y: float
    w: float
    seen: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class _Handle:
    """What of an outline is looked for: all of it, or one end of a wide one, for curled paper is narrower than flat.

    `outline` is its number; `at` the middle of what is looked for.
    """

    outline: int
    at: tuple[float, float]
    left: bool = True
    right: bool = True


@dataclass(frozen=True, slots=True)
class _Held:
    """By how much a handle has moved, in mm; as in `Placed`, whether it was seen and is sure."""

    dx: float
    dy: float
    seen: bool
    sure: bool


def place(page: InkPage, outlines: Sequence[Outline]) -> list[Placed]:
    """Where each outline is."""
    handles = [handle for number, outline in enumerate(outlines) for handle in _handles(number, outline)]
    placed = _put_together(outlines, handles, _find(page, outlines, handles)) if handles else []
    return [
        replace(at, sure=at.seen or _is_all_there(page, outline, at)) if at.sure else at
        for outline, at in zip(outlines, placed, strict=True)
    ]


def _is_all_there(page: InkPage, outline: Outline, at: Placed) -> bool:
    """Whether something is printed along most of each side: where nothing is, the picture may end."""
    beside = round(NEAR * PX_PER_MM)
    top, left = round(at.y * PX_PER_MM), round(at.x * PX_PER_MM)
    bottom, right = top + round(outline.h * PX_PER_MM), left + round(at.w * PX_PER_MM)
    rows = [page.ink[max(0, y - beside) : y + beside + 1, max(0, left) : right].max(axis=0) for y in (top, bottom)]
    columns = [page.ink[max(0, top) : bottom, max(0, x - beside) : x + beside + 1].max(axis=1) for x in (left, right)]
    return all(float((side > page.trace).mean()) >= PRINTED for side in (*rows, *columns))


def _handles(number: int, outline: Outline) -> list[_Handle]:
    middle = outline.y + outline.h / 2
    if outline.w < WIDE and outline.cells == 1:
        return [_Handle(number, (outline.x + outline.w / 2, middle))]
    left, right = outline.x + _end(outline) / 2, outline.x + outline.w - _end(outline) / 2
    return [_Handle(number, (left, middle), right=False), _Handle(number, (right, middle), left=False)]


def _end(outline: Outline) -> float:
    return min(END, outline.w / 2)


def _put_together(outlines: Sequence[Outline], handles: Sequence[_Handle], held: Sequence[_Held]) -> list[Placed]:
    placed: list[Placed] = []
    for number, outline in enumerate(outlines):
        ends = [one for handle, one in zip(handles, held, strict=True) if handle.outline == number]
        first, last = ends[0], ends[-1]
        placed.append(
            Placed(
                x=outline.x + first.dx,
                y=outline.y + (first.dy + last.dy) / 2,
                w=outline.w + last.dx - first.dx,
                seen=first.seen and last.seen,
                sure=first.sure and last.sure,
            )
        )
    return placed


def _find(page: InkPage, outlines: Sequence[Outline], handles: Sequence[_Handle]) -> list[_Held]:
    ink, line = page.ink, LINE
    maps = [_look(ink, outlines[handle.outline], handle, line, REACH) for handle in handles]
    if _usual(maps) < BLURRED:
        faint = np.minimum(ink * FAINT_GAIN, 1.0)
        as_faint = [_look(faint, outlines[handle.outline], handle, LINE, REACH) for handle in handles]
        maps = [_look(ink, outlines[handle.outline], handle, BLURRED_LINE, REACH) for handle in handles]
        if _usual(as_faint) >= FAINT_GAIN * _usual(maps):
            ink, maps = faint, as_faint
        else:
            line = BLURRED_LINE
    enough = max(FAINTEST_MATCH, CLEAR * _usual(maps))
    middles = np.array([handle.at for handle in handles])
    near = _settled(middles, maps, [(0.0, 0.0)] * len(handles), enough)
    if sum(one.seen for one in near) >= LOST * len(handles):
        far_off = any(one.seen and max(abs(one.dx), abs(one.dy)) > REACH - AT_THE_END for one in near)
        return [replace(one, sure=False) for one in near] if far_off else near
    far = [_look(ink, outlines[handle.outline], handle, line, FAR_REACH) for handle in handles]
    elsewhere = _settled(middles, far, _voted(middles, far), enough)
    best = max(near, elsewhere, key=lambda held: sum(one.seen for one in held))
    moved = float(np.median([np.hypot(one.dx, one.dy) for one in best]))
    if sum(one.seen for one in best) >= LOST * len(handles) and moved <= REACH:
        return best
    # Too few, or too far away, to tell one row of boxes from the next: nothing here is sure.
    return [replace(one, sure=False) for one in best]


def _usual(maps: Sequence[_Matches]) -> float:
    return float(np.median([seen.best((0.0, 0.0), AT_FIRST).match for seen in maps]))


def _settled(
    middles: NDArray[np.float64], maps: Sequence[_Matches], expected: Sequence[tuple[float, float]], enough: float
) -> list[_Held]:
    """Each handle where it is seen near its expected shift (mm), if its neighbours agree; else where they say."""
    found = [seen.best(near, AT_FIRST) for seen, near in zip(maps, expected, strict=True)]
    for _ in range(ROUNDS):
        known = np.array([shift.match >= enough for shift in found])
        bend = Bend(middles[known], np.array([(s.dx, s.dy) for s in found]).reshape(-1, 2)[known])
        expected = np.clip(bend.shifts(middles), -FAR_REACH, FAR_REACH).tolist()
        sure = (bend.bears(middles) | bend.smooth).tolist()
        found = [
            seen.best(near, NEAR if known_about else AT_FIRST)
            for seen, near, known_about in zip(maps, expected, sure, strict=True)
        ]
    held = [
        _Held(shift.dx, shift.dy, True, True)
        if shift.match >= enough and max(abs(shift.dx - dx), abs(shift.dy - dy)) <= AGREES
        else _Held(dx, dy, False, known_about)
        for shift, (dx, dy), known_about in zip(found, expected, sure, strict=True)
    ]
    clear = np.array([shift.match >= enough for shift in found])
    return _on_bent_paper(middles, maps, held, found, clear)


def _on_bent_paper(
    middles: NDArray[np.float64],
    maps: Sequence[_Matches],
    held: Sequence[_Held],
    found: Sequence[_Shift],
    clear: NDArray[np.bool_],
) -> list[_Held]:
    """Where paper is bent, an outline that is not where its neighbours say is where it is clearly seen near there, or
    about as far off as the nearest of them."""
    moved = np.array([(shift.dx, shift.dy) for shift in found])
    out = list(held)
    if not clear.any() or float(np.ptp(moved[clear], axis=0).max()) <= BENT:
        return out
    for n in [n for n, one in enumerate(held) if not one.seen]:
        away = np.where(clear & (np.arange(len(clear)) != n), np.linalg.norm(middles - middles[n], axis=1), np.inf)
        nearest, expected = found[int(away.argmin())], (held[n].dx, held[n].dy)
        ways = [maps[n].best(near, FARTHER) for near in (expected, (nearest.dx, nearest.dy))]
        own = max(ways, key=lambda shift: shift.match)
        usual = float(np.median([f.match for f, m in zip(found, maps, strict=True) if m.whole is maps[n].whole]))
        there = maps[n].best(expected, 0.0).match
        if AS_USUAL * usual <= own.match <= usual / AS_USUAL and there <= own.match / 2:
            out[n] = _Held(own.dx, own.dy, True, True)
    return out


def _voted(middles: NDArray[np.float64], maps: Sequence[_Matches]) -> list[tuple[float, float]]:
    """The shift (mm) of each handle on which it and its neighbours agree best: of several outlines that stand in a
    row, only the right shift lets every one of them match."""
    shape = max((seen.at.shape for seen in maps), default=(0, 0))
    if 0 in shape:
        return [(0.0, 0.0)] * len(maps)
    steady = np.stack([np.clip(seen.at, 0, 1) if seen.at.shape == shape else np.zeros(shape) for seen in maps])
    wide = np.stack([cv2.blur(one.astype(np.float32), (7, 7)) for one in steady])
    out: list[tuple[float, float]] = []
    for middle in middles:
        weights = np.exp(-0.5 * (np.linalg.norm(middles - middle, axis=1) / TOGETHER) ** 2)
        votes = _Matches(np.tensordot(weights, wide, axes=1).astype(np.float32))
        best = votes.best((0.0, 0.0), FAR_REACH)
        out.append((best.dx, best.dy))
    return out


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far (mm) an outline seems to have moved, and how well it matches there."""

    dx: float
    dy: float
    match: float


@dataclass(frozen=True, slots=True)
class _Matches:
    """How well an outline matches at each shift; the middle is no shift, a pixel of the canvas a step. `whole`: in two
    dimensions, not by its sides, which match otherwise."""

    at: Ink
    whole: bool = True

    def best(self, near: tuple[float, float], within: float) -> _Shift:
        """The best match at most `within` mm from the shift `near` (mm)."""
        if not self.at.size:
            return _Shift(0.0, 0.0, 0.0)
        middle = (np.array(self.at.shape[::-1]) - 1) / 2
        centre, reach = np.array(near) * PX_PER_MM + middle, within * PX_PER_MM
        left, top = np.clip(np.round(centre - reach), 0, middle * 2).astype(int)
        right, bottom = np.clip(np.round(centre + reach), 0, middle * 2).astype(int) + 1
        _, match, _, (x, y) = cv2.minMaxLoc(self.at[top:bottom, left:right])
        dx, dy = (np.array([left + x, top + y]) - middle) / PX_PER_MM
        return _Shift(float(dx), float(dy), float(match))


_NOWHERE = _Matches(np.zeros((0, 0), dtype=np.float32))


def _look(ink: Ink, outline: Outline, handle: _Handle, line: int, reach: float) -> _Matches:
    """`line` is how broad the printed line is, in pixels; `reach` how far to look, in mm."""
    small = outline.w <= 12 and outline.h <= 12 and outline.cells == 1
    pixels = round(reach * PX_PER_MM)
    return _whole(ink, outline, line, pixels) if small else _by_sides(ink, outline, handle, line, pixels)


def _whole(ink: Ink, outline: Outline, line: int, reach: int) -> _Matches:
    """A small outline, matched in two dimensions."""
    template = _template(round(outline.w * PX_PER_MM), round(outline.h * PX_PER_MM), line)
    border = line + 1
    top, left = round(outline.y * PX_PER_MM) - reach - border, round(outline.x * PX_PER_MM) - reach - border
    height, width = template.shape[0] + 2 * reach, template.shape[1] + 2 * reach
    if top < 0 or left < 0 or top + height > ink.shape[0] or left + width > ink.shape[1]:
        return _NOWHERE
    score = cv2.matchTemplate(ink[top : top + height, left : left + width], template, cv2.TM_CCORR)
    return _Matches(np.asarray(score, dtype=np.float32))


@lru_cache(maxsize=16)
def _template(width: int, height: int, line: int) -> Ink:
    """Plus where the line is, minus just outside and, more gently, just inside: marks are made there."""
    border = line + 1
    out = np.zeros((height + 2 * border, width + 2 * border), dtype=np.float32)
    half = line / 2

    def ring(grow: float) -> NDArray[np.bool_]:
        rows, columns = np.ogrid[: out.shape[0], : out.shape[1]]
        inside = (
            (rows >= border - grow)
            & (rows < border + height + grow)
            & (columns >= border - grow)
            & (columns < border + width + grow)
        )
        return np.asarray(inside, dtype=np.bool_)

    printed = ring(half) & ~ring(-half)
    outer = ring(border) & ~ring(half + 0.5)
    inner = ring(-half - 0.5) & ~ring(-half - line)
    out[printed] = 1 / printed.sum()
    out[outer] = -0.6 / outer.sum()
    out[inner] = -0.3 / inner.sum()
    return out


def _by_sides(ink: Ink, outline: Outline, handle: _Handle, line: int, reach: int) -> _Matches:
    """A large outline, each direction by itself: its lines stand out when ink is summed along them."""
    top, left = round(outline.y * PX_PER_MM), round(outline.x * PX_PER_MM)
    height, width = round(outline.h * PX_PER_MM), round(outline.w * PX_PER_MM)
    if min(top, left) < reach or top + height + reach >= ink.shape[0] or left + width + reach >= ink.shape[1]:
        return _NOWHERE
    inset = min(reach, height // 4)
    rows = ink[top + inset : top + height - inset, left - reach : left + width + reach + 1]
    end = round(_end(outline) * PX_PER_MM)
    first = left + reach if handle.left else left + width - end
    columns = ink[top - reach : top + height + reach + 1, first : left + (width - reach if handle.right else end)]
    across = [round(n * width / outline.cells) for n in range(outline.cells + 1)]
    if not (handle.left and handle.right):
        across = [line for line in across if (line <= end if handle.left else line >= width - end)]
    sideways = _profile(rows.mean(axis=0), across, reach, line)
    upright = _profile(columns.mean(axis=1), [0, height], reach, line)
    both: Ink = ((sideways[None, :] + upright[:, None]) / 2).astype(np.float32)
    return _Matches(both, whole=False)


def _profile(ink: NDArray[np.generic], lines: list[int], reach: int, line: int) -> Ink:
    """For each shift, how dark lines at `lines` are against both their sides (0 to 1)."""
    values = np.asarray(ink, dtype=np.float32)
    narrow = np.convolve(values, np.ones(line, dtype=np.float32) / line, mode="same")
    wide = np.convolve(values, np.ones(4 * line + 1, dtype=np.float32) / (4 * line + 1), mode="same")
    stand_out = narrow - wide
    scores = np.mean([stand_out[at : at + 2 * reach + 1] for at in lines], axis=0)
    return np.asarray(np.clip(scores * 2, -1.0, 1.0), dtype=np.float32)
