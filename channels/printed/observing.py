"""What stands in the boxes of one scanned page, before any rule of a question is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from channels.printed.layout import CONTACT, Box, PageLayout
from models.reading import OnPage
from scans.anchors import Outline, place
from scans.combs import ReadComb, read_comb
from scans.handwriting import Handwriting, HandwritingEngine
from scans.ink import InkPage
from scans.marks import ReadMark, read_marks
from scans.specks import specks_of
from scans.strokes import Strokes, strokes
from scans.written import written

COMB_THRESHOLD = 0.93
"""Confidence in the least sure character from which a comb needs no person."""

MARK_THRESHOLD = 0.85
"""Confidence from which a tick needs no person."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One box, where it was printed (mm on the upright page; `where.page` counts in the file), and what is in it.

    `seen` is None for a write box that nobody wrote in.
    """

    box: Box
    where: OnPage
    seen: ReadMark | ReadComb | Handwriting | None


def observe(
    page: InkPage,
    layout: PageLayout,
    number: int,
    alphabets: Callable[[Box], list[str]],
    languages: Sequence[str],
    handwriting: HandwritingEngine,
    typed: Mapping[int, str] = MappingProxyType({}),
) -> tuple[tuple[Observed, ...], Strokes]:
    """Every box of one page, and the pen strokes in all of them.

    :param number: the page's in the file.
    :param alphabets: which characters each cell of a comb may hold.
    :param typed: by the number of a box, what the form's own field says; the picture is then not read.
    """
    outlines = [Outline(box.x, box.y, box.w, box.h, box.cells or 1) for box in layout.boxes]
    placed = place(page, outlines)
    # As wide as it is on this page, which may be curled.
    outlines = [replace(outline, w=at.w) for outline, at in zip(outlines, placed, strict=True)]
    small = [at for at, box in enumerate(layout.boxes) if box.kind != "write"]
    specks = specks_of(page, [outlines[n] for n in small], [placed[n] for n in small])
    ticks = [at for at, box in enumerate(layout.boxes) if box.kind == "tick"]
    read = read_marks(page, [outlines[t] for t in ticks], [placed[t] for t in ticks], specks)
    marks = dict(zip(ticks, read, strict=True))
    out: list[Observed] = []
    for at, box in enumerate(layout.boxes):
        seen: ReadMark | ReadComb | Handwriting | None
        if box.kind == "tick":
            seen = marks[at]
        elif at in typed:
            seen = _typed(box, typed[at])
        elif box.kind == "comb":
            seen = read_comb(page, outlines[at], placed[at], alphabets(box), specks)
        else:
            picture = written(page, outlines[at], placed[at])
            # Who somebody is and where they live is not read by a machine: a person types it from the picture.
            legible = box.question != CONTACT and picture is not None
            seen = handwriting.read(picture, languages) if legible and picture is not None else None
            if box.question == CONTACT and picture is not None:
                seen = Handwriting(None, 0.0)
        out.append(Observed(box, OnPage(number, box.x, box.y, box.w, box.h), seen))
    return tuple(out), strokes(page, outlines, placed)


def _typed(box: Box, text: str) -> ReadComb | Handwriting:
    """What a field says needs no reading, but it is no less somebody's name or words for it."""
    if box.kind == "comb":
        return ReadComb("".join(text.split()), 1.0)
    return Handwriting(None, 0.0) if box.question == CONTACT else Handwriting(text, 1.0)
