"""A page of print or writing → its lines of text, each with its place and a confidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scans.documents import Grey, TextLine
from scans.language import OTHER_SCRIPTS, language_of
from scans.normalise import MM, NormalPage, is_blank, is_grainy, is_paper, letters_only, normalise, quarter
from scans.ocr import GaveUp, Layout, Line, OcrEngine, Word
from scans.other_side import shows_through
from scans.page_number import page_number
from scans.reading_order import in_reading_order, run_down
from scans.stains import without_stains
from scans.streaks import without_streaks
from scans.unread import is_covered, misses_a_line, runs_together, share_of_text
from scans.upside import on_its_head

GOOD = 0.80
"""Mean confidence from which a page is surely the right way up and in the right language."""

NO_WORSE = 0.02
"""A language that a page is in may read it so much less surely: another one is sure of the wrong letters."""

READABLE = 0.60
"""A word from this confidence is a word. Fewer than `FEWEST_WORDS` of them, and nothing was read."""

FEWEST_WORDS = 4

EDGE, MANY_CUT = 1.5, 4
"""mm from the side of the picture, and lines that begin or end there, from which a page was cut."""

PARTLY = 0.8
"""At most so sure is what was read of a page that was cut, is faint, stained or smeared, or has a line that was not
read: nobody knows what else stands there."""

PALE = 70
"""Of 255: ink is darker than this, and what shows through is not."""

BESIDE = 12
"""Pixels around what is read again."""

_FIGURES = re.compile(r"\d{2,}")

SURELY_PUNCTUATION = 0.85
"""A dash between words is as sure as this; a speck is not."""


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
    image: Grey,
    dpi: float,
    engine: OcrEngine,
    languages: Sequence[str],
    others: Sequence[str] = (),
    beside: Callable[[], Iterable[Grey]] = tuple,
) -> PrintedPage:
    """The text of a page that may lie any way up. `others` are languages to try where `languages` make no sense.

    A page on which nothing but its other side shows through is blank. What is pale and not explained by that never is:
    where it cannot be read, a person looks. So does somebody where the engine gives a page up.

    :param beside: gives the pages before and after it, one of which may be its other side; asked for pale pages only.
    :raises TryAgain: the engine is not there.
    """
    page = normalise(image, dpi)
    small = quarter(page.clean)
    if is_blank(small):
        noise = is_grainy(page.plain)
        return PrintedPage(page.plain, (), 0.0, blank=not noise, paper=not noise)
    if not is_paper(small):
        return PrintedPage(page.plain, (), 0.0, paper=False)
    if (page.faint or _is_pale(page)) and any(shows_through(page.clean, other) for other in beside()):
        return PrintedPage(page.plain, (), 0.0, blank=True)
    try:
        return _read(page, engine, languages, others)
    except GaveUp:
        return PrintedPage(page.plain, (), 0.0)


def _read(page: NormalPage, engine: OcrEngine, languages: Sequence[str], others: Sequence[str]) -> PrintedPage:
    clean = without_streaks(without_stains(page.clean))
    turns, lines = _way_up(clean, engine, languages)
    if others:
        turns, lines = _in_its_own(clean, turns, lines, engine, languages, others)
    if language_of(_text(lines), [*languages, *others]) == "en":
        lines = [_with_i(line) for line in lines]
    upright = _turned(clean, turns)
    if language_of(_text(lines), ["ar"]) == "ar":
        latin = [one for one in [*languages, *others, "nl"] if one not in OTHER_SCRIPTS][:1]
        lines = [_in_latin(upright, line, engine, latin) for line in lines]
        lines = [_with_figures(upright, line, engine, latin) for line in lines]
    lines = in_reading_order([line for found in lines if (line := _without_dirt(found)) is not None])
    words = sum(word.confidence >= READABLE and len(word.text) > 1 for line in lines for word in line.words)
    if words < FEWEST_WORDS:
        lines = []
    boxes = [word.box for line in lines for word in line.words]
    small = quarter(upright)
    letters = letters_only(small)
    partly = page.faint or _is_cut(lines, upright.shape[1]) or misses_a_line(letters, boxes)
    partly = partly or is_covered(small, [line.box for line in lines]) or runs_together(upright, _text(lines))
    sure = min(confidence(lines), share_of_text(letters, boxes), PARTLY if partly else 1.0)
    number = page_number(upright, small, engine, languages, boxes) if sure >= READABLE else None
    lines += [number] if number is not None else []
    return PrintedPage(_turned(page.plain, turns), tuple(map(_in_mm, lines)), sure)


def _is_pale(page: NormalPage) -> bool:
    """Whether what is on a page is hardly darker than the paper."""
    clean, plain = page.clean[::4, ::4], page.plain[::4, ::4]
    ink, paper = plain[clean < 128], plain[clean > 235]
    return ink.size > 0 and paper.size > 0 and float(np.median(paper)) - float(np.median(ink)) < PALE


def _is_cut(lines: Sequence[Line], width: int) -> bool:
    """Whether lines begin or end where the picture does, so that part of them was not scanned."""
    edge = EDGE * MM
    boxes = [line.box for line in lines if len(line.words) >= FEWEST_WORDS]
    return max(sum(x < edge for x, *_ in boxes), sum(x + w > width - edge for x, _, w, _ in boxes)) >= MANY_CUT


def confidence(lines: Sequence[Line]) -> float:
    """Of all words, long ones weighing more: noise is read as many short words."""
    words = [word for line in lines for word in line.words]
    weights = np.array([len(word.text) for word in words], dtype=np.float64)
    if not words or weights.sum() < 8:
        return 0.0
    return float(np.average([word.confidence for word in words], weights=weights))


def _way_up(clean: Grey, engine: OcrEngine, languages: Sequence[str]) -> tuple[int, list[Line]]:
    """Quarter turns clockwise after which the page reads best, and its lines then.

    What its letters look like says which way to try first. Where that reads badly, a few lines are tried all ways.
    """
    likely = 2 if on_its_head(clean) else 0
    lines = engine.lines(_turned(clean, likely), languages)
    if run_down(lines):
        turns, upright = _stood_up(clean, engine, languages)
        return (turns, upright) if confidence(upright) >= min(GOOD, confidence(lines)) else (likely, lines)
    if confidence(lines) >= GOOD:
        return likely, lines
    few = _fullest_part(clean)
    trials = {turns: engine.lines(_turned(few, turns), languages) for turns in (0, 2)}
    if max(confidence(found) for found in trials.values()) < GOOD:
        few = _fullest_part(_turned(clean, 1))
        trials |= {1 + turns: engine.lines(_turned(few, turns), languages) for turns in (0, 2)}
    turns = max(trials, key=lambda turns: confidence(trials[turns]))
    if turns == likely:
        return likely, lines
    again = engine.lines(_turned(clean, turns), languages)
    return (turns, again) if confidence(again) > confidence(lines) else (likely, lines)


def _stood_up(clean: Grey, engine: OcrEngine, languages: Sequence[str]) -> tuple[int, list[Line]]:
    """As `_way_up`, of a page that surely lies on its side."""
    few = _fullest_part(_turned(clean, 1))
    trials = {1 + turns: confidence(engine.lines(_turned(few, turns), languages)) for turns in (0, 2)}
    turns = max(trials, key=lambda at: trials[at])
    return turns, engine.lines(_turned(clean, turns), languages)


def _in_its_own(
    clean: Grey, turns: int, lines: list[Line], engine: OcrEngine, languages: Sequence[str], others: Sequence[str]
) -> tuple[int, list[Line]]:
    """Quarter turns, and the lines in the language that their little words are of; where that makes no sense either, in
    the one that reads best."""
    told = language_of(_text(lines), [*languages, *others])
    if told is not None and told in others:
        again = engine.lines(_turned(clean, turns), [told])
        lines = again if confidence(again) > confidence(lines) - NO_WORSE else lines
    return _in_another(clean, turns, lines, engine, others) if confidence(lines) < GOOD else (turns, lines)


def _in_another(
    clean: Grey, turns: int, lines: list[Line], engine: OcrEngine, others: Sequence[str]
) -> tuple[int, list[Line]]:
    """The lines in the language in which a part of the page reads surely better than the page did.

    Which way up a page lies cannot be told by reading another script, so that those are tried both ways.
    """
    few = {at: _fullest_part(_turned(clean, at)) for at in (turns, 0, 2)}
    ways = [(one, at) for one in others for at in few if at == turns or one in OTHER_SCRIPTS]
    surest = {(one, at): confidence(engine.lines(few[at], [one])) for one, at in ways}
    language, at = max(surest, key=lambda way: surest[way])
    if surest[language, at] <= confidence(lines) + 0.05:
        return turns, lines
    again = engine.lines(_turned(clean, at), [language])
    return (at, again) if confidence(again) > confidence(lines) else (turns, lines)


def _fullest_part(clean: Grey) -> Grey:
    """The part of a page, a fifth of its height, that holds the most ink."""
    height = clean.shape[0] // 5
    ink = np.concatenate([[0.0], np.cumsum((clean < 128).mean(axis=1))])
    top = int(np.argmax(ink[height:] - ink[:-height]))
    return np.ascontiguousarray(clean[top : top + height])


def _turned(image: Grey, turns: int) -> Grey:
    return np.ascontiguousarray(np.rot90(image, -turns)) if turns else image


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _with_i(line: Line) -> Line:
    """In English a stroke by itself is the word I, and seldom the rule of a table."""
    return replace(line, words=tuple(replace(word, text="I") if word.text == "|" else word for word in line.words))


def _in_latin(upright: Grey, line: Line, engine: OcrEngine, latin: Sequence[str]) -> Line:
    """A line that makes no sense as Arabic as it is in Latin script, if it makes sense there: an address, a subject."""
    if confidence([line]) >= READABLE:
        return line
    again = _read_again(upright, line.box, engine, latin)
    return replace(line, words=again[0].words) if len(again) == 1 and confidence(again) >= GOOD else line


def _with_figures(upright: Grey, line: Line, engine: OcrEngine, latin: Sequence[str]) -> Line:
    """With its European figures as a reader of Latin script sees them: one of Arabic takes them for others."""
    words = []
    for word in line.words:
        if _FIGURES.search(word.text):
            again = [one for found in _read_again(upright, word.box, engine, latin) for one in found.words]
            if len(again) == 1 and _FIGURES.fullmatch(again[0].text) and again[0].confidence >= READABLE:
                text = _FIGURES.sub(again[0].text, word.text, count=1)
                word = replace(word, text=text, confidence=min(word.confidence, again[0].confidence))
        words.append(word)
    return replace(line, words=tuple(words))


def _read_again(
    upright: Grey, box: tuple[int, int, int, int], engine: OcrEngine, languages: Sequence[str]
) -> list[Line]:
    """What is in a box, a line or a part of one, and its place on the page."""
    x, y, w, h = box
    left, top = max(x - BESIDE, 0), max(y - BESIDE, 0)
    part = np.ascontiguousarray(upright[top : y + h + BESIDE, left : x + w + BESIDE])
    return [
        replace(line, words=tuple(_moved(word, left, top) for word in line.words))
        for line in engine.lines(part, languages, Layout.LINE)
    ]


def _moved(word: Word, right: int, down: int) -> Word:
    x, y, w, h = word.box
    return replace(word, box=(x + right, y + down, w, h))


def _without_dirt(line: Line) -> Line | None:
    """Without dust that was read as punctuation standing by itself, and without the rules of a table."""
    kept = tuple(
        word
        for word in line.words
        if any(c.isalnum() for c in word.text)
        or (word.confidence >= SURELY_PUNCTUATION and len(line.words) > 1 and word.text.strip("|") != "")
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
