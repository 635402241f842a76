"""Reads combs: one character a cell, each with a confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from scans.anchors import Outline, Placed
from scans.glyphs import GLYPH_SIDE, ReadGlyph, read_glyphs
from scans.ink import FULL_FROM, WHITE, Ink, InkPage
from scans.pages import PX_PER_MM
from scans.passing import without_passing
from scans.specks import Specks, count_specks

OVERHANG = 0.9
"""mm beyond a cell that are looked at with it: people write over the lines."""

LINE_MM = 0.8
"""How broad a cell's printed line is erased, in mm: a copied line of 0.25 mm has grown to 0.6."""

DUST = 0.10
"""Part of the largest stroke. A smaller piece is dust, unless it is long: the bar of a 5 or a 7 may stand apart."""

AWAY = 0.4
WELL_IN = 0.15
"""Part of a piece that lies more than so many mm inside the edges that were erased; of what a fax left of a thick line
less does."""

SMALLEST = 1.6
"""mm. The smallest character; a 1 is tall, so height or width will do."""

ASTRAY = 0.6
"""mm by which a line may be beside its place."""

RULED = 0.7
"""Part of a row that is ink where a printed line is."""

WITHIN = 1.2
"""mm inside a cell where nothing printed is."""

TALL = 2.2
THINNEST = 0.25
"""mm: the trace of a character is so long, and broader than a scratch."""

RUNS_ON_FOR = 4.0
"""mm above and below a comb through which a line goes on that nobody wrote."""

PALER = 0.6
"""Part of the darkness of a comb's other characters, below which something is not by the same pen: a stain's edge."""

PALE_PEN = 0.6
"""Darkness of what is written, below which a comb is read as if the pen had been darker: a pencil's strokes are grainy,
and of a pale one's grains half would not count as ink."""

LEAST_PEN = 0.12
GRAIN = 1.4
"""Below the first there is nothing to darken; pixels over which grains are spread before."""

FROM, OVER = 0.2, 0.3
"""Part of the pen's darkness from which something may be ink, and over which it comes to be surely ink."""

AROUND = 3.0
"""mm around a comb that are darkened with it."""

_TOGETHER = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))

UNKNOWN = "?"

POSSIBLE = 0.02
"""How likely another character must be to be told."""

MOST_OTHERS = 3
"""Characters that are read otherwise."""


@dataclass(frozen=True, slots=True)
class ReadComb:
    """`text` has one character a cell up to the last that is filled: a space for an empty cell, `?` for a character
    that cannot be told. `confidence` is the least sure character's. `others`: what else may stand there, likeliest
    first."""

    text: str
    confidence: float
    others: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.text


def read_comb(page: InkPage, outline: Outline, at: Placed, alphabets: list[str], specks: Specks) -> ReadComb:
    """The characters in a comb. `alphabets` says for each cell which characters it may hold; `specks` is the dirt that
    is everywhere on this page."""
    cells = list(_cells(*_darkened(page, outline, at)))
    glyphs = [glyph(cell) for cell in cells]
    written = [n for n, found in enumerate(glyphs) if found is not None]
    if not written:
        return _blank(page, outline, at, specks)
    if (0 not in written or len(written) == 1) and _is_only_passed(page, outline, at, specks):
        return ReadComb("", 1.0)
    read = read_glyphs([g for g in glyphs if g is not None], [alphabets[n] for n in written])
    dark = {n: _darkness(page, outline, at, n) for n in written}
    strange = {n for n in written if _runs_on(cells[n]) or dark[n] < PALER * max(dark.values())}
    characters = dict(zip(written, read, strict=True))
    shown = {n: UNKNOWN if n in strange else one.character for n, one in characters.items()}
    text = "".join(shown.get(n, " ") for n in range(written[-1] + 1))
    sure = " " not in text and UNKNOWN not in text
    confidence = min(found.confidence for found in read) if sure else 0.0
    return ReadComb(text, confidence, () if strange else others(text, characters))


def _blank(page: InkPage, outline: Outline, at: Placed, specks: Specks) -> ReadComb:
    """A comb in which there is no character: empty, unless something may be too faint to be one."""
    traced = any(_traced(page, outline, at, n) for n in range(outline.cells))
    blank = at.sure and not traced and not _crumbs(page, outline, at, specks)
    return ReadComb("", 1.0) if blank else ReadComb(UNKNOWN, 0.0)


def _is_only_passed(page: InkPage, outline: Outline, at: Placed, specks: Specks) -> bool:
    """Whether all that is in a comb goes on above and below it, farther than anybody writes: dirt on the glass."""
    rest = without_passing(page, [outline], [at], WITHIN, RUNS_ON_FOR)
    if rest is None or any(glyph(cell) is not None for cell in _cells(rest.page, outline, at)):
        return False
    hints = (rest.page.hint(_middle(rest.page, outline, at, n)) for n in range(outline.cells))
    return _blank(rest.page, outline, at, specks).empty and max(hints) < SMALLEST


def others(text: str, read: Mapping[int, ReadGlyph]) -> tuple[str, ...]:
    """The text with one character read otherwise, or with the two of which that is likeliest."""
    doubtful = sorted(
        (n for n, one in read.items() if one.second and one.second_confidence >= POSSIBLE),
        key=lambda n: -read[n].second_confidence / max(read[n].confidence, 1e-9),
    )[:MOST_OTHERS]
    instead = [[n] for n in doubtful]
    if len(doubtful) > 1:
        instead.insert(2, doubtful[:2])
    return tuple(
        "".join(read[n].second if n in these else character for n, character in enumerate(text)) for these in instead
    )


def _darkened(page: InkPage, outline: Outline, at: Placed) -> tuple[InkPage, Outline, Placed]:
    """The comb with what is around it as a page of its own, if it was written with a pale pen; it is as dark then as if
    with a dark one."""
    darkest = max(_darkness(page, outline, at, n) for n in range(outline.cells))
    if not LEAST_PEN <= darkest < PALE_PEN:
        return page, outline, at
    top, left = (max(0, round((side - AROUND) * PX_PER_MM)) for side in (at.y, at.x))
    bottom, right = (round((end + AROUND) * PX_PER_MM) for end in (at.y + outline.h, at.x + outline.w))
    smooth: Ink = np.asarray(cv2.GaussianBlur(page.ink[top:bottom, left:right], (0, 0), GRAIN), dtype=np.float32)
    moved = replace(at, x=at.x - left / PX_PER_MM, y=at.y - top / PX_PER_MM)
    part = replace(page, ink=smooth)
    pen = max(_darkness(part, outline, moved, n) for n in range(outline.cells))
    least = max(page.threshold / 2, FROM * pen)
    ink: Ink = np.clip(page.threshold + (smooth - least) * (FULL_FROM / (OVER * pen)), 0, 1).astype(np.float32)
    return replace(page, ink=ink), outline, moved


def _cells(page: InkPage, outline: Outline, at: Placed) -> Iterator[Ink]:
    """Each cell's ink with its overhang, the printed lines taken out."""
    over = round(OVERHANG * PX_PER_MM)
    width, height = outline.w / outline.cells, outline.h
    top = round(at.y * PX_PER_MM) - over
    for n in range(outline.cells):
        left = round((at.x + n * width) * PX_PER_MM) - over
        right = round((at.x + (n + 1) * width) * PX_PER_MM) + over
        bottom = round((at.y + height) * PX_PER_MM) + over
        cell = page.weight(top, left, bottom - top, right - left).copy()
        if min(cell.shape) > 4 * over:
            yield _without_lines(cell, over)
        else:
            yield np.zeros((GLYPH_SIDE, GLYPH_SIDE), dtype=np.float32)


def _traced(page: InkPage, outline: Outline, at: Placed, n: int) -> bool:
    """Whether something may be written in cell `n` that is too faint to be read."""
    width = outline.w / outline.cells
    top, left = round((at.y + WITHIN) * PX_PER_MM), round((at.x + n * width + WITHIN) * PX_PER_MM)
    height, across = round((outline.h - 2 * WITHIN) * PX_PER_MM), round((width - 2 * WITHIN) * PX_PER_MM)
    return page.traced(top, left, height, across, TALL, THINNEST)


def _darkness(page: InkPage, outline: Outline, at: Placed, n: int) -> float:
    """How dark the darkest in cell `n` is."""
    part = _middle(page, outline, at, n)
    return float(np.quantile(part, 0.98)) if part.size else 0.0


def _middle(page: InkPage, outline: Outline, at: Placed, n: int) -> Ink:
    width = outline.w / outline.cells
    top, left = round((at.y + WITHIN) * PX_PER_MM), round((at.x + n * width + WITHIN) * PX_PER_MM)
    bottom, right = round((at.y + outline.h - WITHIN) * PX_PER_MM), round((at.x + (n + 1) * width - WITHIN) * PX_PER_MM)
    return page.ink[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]


def _crumbs(page: InkPage, outline: Outline, at: Placed, specks: Specks) -> bool:
    """Whether there is more in the cells than the specks of this page, on paper that shows nothing else: all that a fax
    or a copier leaves of pencil."""
    if page.noise > WHITE:
        return False
    width, height = outline.w / outline.cells, outline.h
    found = sum(
        count_specks(page, Outline(outline.x, outline.y, width, height), replace(at, x=at.x + n * width), WITHIN)
        for n in range(outline.cells)
    )
    return found > specks.most(outline.cells * (width - 2 * WITHIN) * (height - 2 * WITHIN))


def _without_lines(cell: Ink, over: int) -> Ink:
    """Erase the four lines where they are, but mend strokes that cross them: ink on both sides is joined through it."""
    half = round(LINE_MM * PX_PER_MM / 2)
    out = cell
    for flip in (False, True):
        view = out.T if flip else out
        for middle in (over, view.shape[0] - over - 1):
            middle = _line(view, middle)
            low, high = max(1, middle - half), min(view.shape[0] - 2, middle + half)
            crossing = np.minimum(view[low - 1], view[high + 1])
            view[low : high + 1] = np.minimum(view[low : high + 1], crossing)
    return out


def _line(view: Ink, expected: int) -> int:
    """The row in which a printed line really is: a fax moves it by half a millimetre."""
    astray = round(ASTRAY * PX_PER_MM)
    low = max(0, expected - astray)
    inked = (view[low : expected + astray + 1] > 0.4).mean(axis=1)
    rows = np.flatnonzero(inked >= RULED)
    return low + round(float(rows.mean())) if rows.size else expected


def glyph(cell: Ink) -> Ink | None:
    """The character in a cell, cut out and centred in a square; None if the cell is empty.

    What does not reach into the middle of the cell is a neighbour's overhang, or dirt.
    """
    edge = round((OVERHANG + LINE_MM) * PX_PER_MM)
    # A grainy pencil's crumbs lie together and make a piece; a fax's specks do not.
    ink = cv2.morphologyEx((cell >= 0.4).astype(np.uint8), cv2.MORPH_CLOSE, _TOGETHER)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = cell.shape
    left, top, across, down, area = (stats[:, column].astype(int) for column in range(5))
    inside = (left + across > edge) & (left < width - edge) & (top + down > edge) & (top < height - edge)
    middle = np.zeros((height, width), dtype=np.bool_)
    core = edge + round(AWAY * PX_PER_MM)
    middle[core : height - core, core : width - core] = True
    well_in = np.bincount(labels[middle], minlength=count) >= WELL_IN * area
    inside &= well_in
    inside[0] = False
    long = np.hypot(across, down) >= SMALLEST * PX_PER_MM
    if not (inside & long).any():
        return None
    largest = int(area[inside].max())
    keep = inside & ((area >= DUST * largest) | (long & (np.minimum(across, down) > 2)))
    mask = keep[labels]
    rows, columns = np.nonzero(mask)
    first_row, last_row, first, last = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    if max(last_row - first_row, last - first) < SMALLEST * PX_PER_MM:
        return None
    return squared(np.where(mask, cell, 0.0)[first_row:last_row, first:last].astype(np.float32))


def _runs_on(cell: Ink) -> bool:
    """Whether something goes through a cell from side to side and on beyond both its lines: a fold or the edge of a
    stain, which looks like a 1."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((cell >= 0.4).astype(np.uint8), connectivity=8)
    return bool((stats[1:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH]] >= cell.shape).any())


def squared(part: Ink) -> Ink:
    """`part` scaled to fit a square of `GLYPH_SIDE` with a margin, its shape kept."""
    room = GLYPH_SIDE - 4
    factor = room / max(part.shape)
    size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    out = np.zeros((GLYPH_SIDE, GLYPH_SIDE), dtype=np.float32)
    top, left = (GLYPH_SIDE - size[1]) // 2, (GLYPH_SIDE - size[0]) // 2
    out[top : top + size[1], left : left + size[0]] = small
    return out
