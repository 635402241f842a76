"""A page of print or writing → its lines of text, each with its place and a confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from scans.documents import Grey, TextLine
from scans.normalise import DPI, MM, is_blank, is_paper, normalise
from scans.ocr import Line, OcrEngine

GOOD = 0.80
"""Mean confidence from which a page is surely the right way up and in the right language."""

READABLE = 0.60
"""A word from this confidence is a word. Fewer than `FEWEST_WORDS` of them, and nothing was read."""

FEWEST_WORDS = 4

SURELY_PUNCTUATION = 0.85
"""A dash between words is as sure as this; a speck is not."""

TRIAL_PX = 1700
"""Longest side in pixels of the picture on which other ways up are tried."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """`box` is x, y, w, h in mm on the upright page; `paragraph` is the same for lines that belong together."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    paragraph: int


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """`image` is the upright page with its own tones, at `DPI`. `lines` is empty where nothing can be read."""

    image: Grey
    lines: tuple[PrintedLine, ...]
    confidence: float
    blank: bool = False
    paper: bool = True


def read_print(
    image: Grey, dpi: float, engine: OcrEngine, languages: Sequence[str], others: Sequence[str] = ()
) -> PrintedPage:
    """The text of a page that may lie any way up. `others` are languages to try where `languages` make no sense.

    :raises TryAgain: the engine is not there.
    """
    page = normalise(image, dpi)
    if is_blank(page.clean):
        return PrintedPage(page.plain, (), 0.0, blank=True)
    if not is_paper(page.clean):
        return PrintedPage(page.plain, (), 0.0, paper=False)
    turns = 1 if page.clean.shape[1] > page.clean.shape[0] * 1.1 else 0
    lines = engine.lines(_turned(page.clean, turns), languages) if not turns else []
    if confidence(lines) < GOOD:
        turns = _way_up(page.clean, engine, languages, tried=lines)
        if turns:
            lines = engine.lines(_turned(page.clean, turns), languages)
    for language in others:
        if confidence(lines) >= GOOD:
            break
        again = engine.lines(_turned(page.clean, turns), [language])
        lines = again if confidence(again) > confidence(lines) + 0.05 else lines
    lines = [line for found in lines if (line := _without_dirt(found)) is not None]
    sure = sum(word.confidence >= READABLE and len(word.text) > 1 for line in lines for word in line.words)
    if sure < FEWEST_WORDS:
        lines = []
    return PrintedPage(_turned(page.plain, turns), tuple(map(_in_mm, lines)), confidence(lines))


def confidence(lines: Sequence[Line]) -> float:
    """Of all words, long ones weighing more: noise is read as many short words."""
    words = [word for line in lines for word in line.words]
    weights = np.array([len(word.text) for word in words], dtype=np.float64)
    if not words or weights.sum() < 8:
        return 0.0
    return float(np.average([word.confidence for word in words], weights=weights))


def _way_up(clean: Grey, engine: OcrEngine, languages: Sequence[str], tried: Sequence[Line]) -> int:
    """Quarter turns clockwise after which the page reads best."""
    scale = min(1.0, TRIAL_PX / max(clean.shape))
    small = np.asarray(cv2.resize(clean, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    best, best_confidence = 0, confidence(tried)
    for turns in (2, 1, 3):
        found = confidence(engine.lines(_turned(small, turns), languages, dpi=round(DPI * scale)))
        if found > best_confidence + 0.1:
            best, best_confidence = turns, found
        if best_confidence >= GOOD:
            break
    return best


def _turned(image: Grey, turns: int) -> Grey:
    return np.ascontiguousarray(np.rot90(image, -turns)) if turns else image


def _without_dirt(line: Line) -> Line | None:
    """Without dust that was read as punctuation standing by itself."""
    kept = tuple(
        word
        for word in line.words
        if any(c.isalnum() for c in word.text) or (word.confidence >= SURELY_PUNCTUATION and len(line.words) > 1)
    )
    lone = len(kept) == 1 and len(kept[0].text) == 1 and kept[0].confidence < READABLE
    return None if lone or not kept else Line(kept, line.block, line.paragraph)


def _in_mm(line: Line) -> PrintedLine:
    x, y, w, h = (round(side / MM, 1) for side in line.box)
    mean = float(np.mean([word.confidence for word in line.words]))
    return PrintedLine(line.text, (x, y, w, h), mean, line.block * 1000 + line.paragraph)


PARAGRAPH_GAP = 0.75
"""Of a line's height: a larger gap between two lines begins a paragraph."""


def as_printed(lines: Sequence[TextLine]) -> tuple[PrintedLine, ...]:
    """Lines of a page that was born digital, told apart in paragraphs by the gaps between them."""
    out: list[PrintedLine] = []
    paragraph, bottom = 0, 0.0
    for line in lines:
        _, top, _, height = line.box
        if out and top - bottom > PARAGRAPH_GAP * height:
            paragraph += 1
        bottom = top + height
        x, y, w, h = (round(side, 1) for side in line.box)
        out.append(PrintedLine(line.text, (x, y, w, h), 1.0, paragraph))
    return tuple(out)
