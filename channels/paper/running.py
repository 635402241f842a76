"""Lines that stand on every sheet of a letter and are no part of what it says: page numbers, running heads, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from channels.paper.correspondence import FACT
from channels.paper.grouping import is_page_number, says_it_goes_on
from scans.print import PrintedLine
from scans.registration import PAGE_HEIGHT

TOP, BOTTOM = 0.14, 0.80
"""Parts of a page's length: above and below these a line may be a running one."""

ALIKE = 85
"""Of 100: how like each other the same line on two pages is read, its digits left out."""

NEAR = 6.0
"""mm up or down between the same line on two pages."""

APART = 1.6
"""Times a line's height: the gap that sets a footer off from the text above it."""


def running_lines(pages: Sequence[Sequence[PrintedLine]]) -> set[tuple[int, int]]:
    """Of which page (from 0) which lines (from 0) are running ones."""
    found = {
        (at, n)
        for at, lines in enumerate(pages)
        for n, line in enumerate(lines)
        if is_page_number(line.text) or (at > 0 and _is_above(line) and says_it_goes_on(line.text))
    }
    found |= {
        (at, n)
        for at, lines in enumerate(pages)
        for n, line in enumerate(lines)
        if _is_edge(line) and any(_same(line, other) for p, page in enumerate(pages) if p != at for other in page)
    }
    return found | {(at, n) for at, lines in enumerate(pages) for n in _footer(lines)}


def _is_above(line: PrintedLine) -> bool:
    return line.box[1] < TOP * PAGE_HEIGHT


def _is_edge(line: PrintedLine) -> bool:
    return _is_above(line) or line.box[1] > BOTTOM * PAGE_HEIGHT


def _same(line: PrintedLine, other: PrintedLine) -> bool:
    if abs(line.box[1] - other.box[1]) > NEAR:
        return False
    one, two = (re.sub(r"[\d\W]+", " ", text).casefold().strip() for text in (line.text, other.text))
    return len(one) >= 4 and fuzz.ratio(one, two) >= ALIKE


def _footer(lines: Sequence[PrintedLine]) -> list[int]:
    """The lines at the foot of a page that say how to reach a sender, set off from the text above them."""
    downwards = sorted(range(len(lines)), key=lambda n: lines[n].box[1])
    for place, (above, below) in enumerate(pairwise(downwards), start=1):
        top, height = lines[below].box[1], lines[below].box[3]
        gap = top - lines[above].box[1] - lines[above].box[3]
        rest = downwards[place:]
        if top > BOTTOM * PAGE_HEIGHT and gap > APART * height:
            return rest if any(FACT.search(lines[n].text) for n in rest) else []
    return []
