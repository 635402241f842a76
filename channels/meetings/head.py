"""Title, date and place of a meeting, as the first lines of its notes tell them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from channels.meetings.blocks import Block, BlockKind
from channels.meetings.labels import ABOUT, plain
from channels.meetings.markers import label_of, split_label

LINES = 15
"""Lines from the top in which the head is looked for."""

LONGEST_TITLE = 150

SENTENCE = 4
"""Words from which a line that ends with a full stop is no title."""

MONTHS = {
    name: number
    for number, names in enumerate(
        ["januari january jan", "februari february feb", "maart march mrt mar", "april apr", "mei may", "juni june jun",
         "juli july jul", "augustus august aug", "september sept sep", "oktober october okt oct", "november nov",
         "december dec"], 1)
    for name in names.split()
}  # fmt: skip

WRITTEN = re.compile(
    rf"\b(\d{{1,2}})(?:e|de|ste|th|st|nd|rd)? ({'|'.join(MONTHS)})\.?,? (?:van )?(\d{{4}})\b", re.IGNORECASE
)
MONTH_FIRST = re.compile(rf"\b({'|'.join(MONTHS)})\.? (\d{{1,2}})(?:th|st|nd|rd)?,? (\d{{4}})\b", re.IGNORECASE)
FIGURES = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
WEEKDAY = r"(?:(?:ma|di|wo|woe|do|vr|za|zo)\b\.?|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|\w+day)"

DATE_LABELS = frozenset({"datum", "datum en tijd", "dag", "wanneer", "date", "date and time"})
PLACE_LABELS = frozenset({"plaats", "locatie", "waar", "place", "location", "venue"})
TITLE_LABELS = frozenset({"titel", "onderwerp", "betreft", "title", "subject"})

VENUE = re.compile(
    r"\b(?:[Hh]et |[Dd]e |[Tt]he )?(?i:(?:buurt|wijk|dorps|club|gemeente|verenigings|provincie|jongeren|"
    r"raad)(?:huis|centrum|gebouw|zaal)"
    r"|bibliotheek|school|kerk|kantine|sporthal|gymzaal|library|town hall|village hall)\b(?: (?:De|Het|’t|'t|"
    r"[A-Z])[\w’'-]*"
    r"(?: [A-Z][\w’'-]*){0,3})?"
)


@dataclass(frozen=True, slots=True)
class Head:
    title: str | None = None
    date: date | None = None
    place: str | None = None


def read_head(text: str, blocks: Sequence[Block]) -> Head:
    """Proposals only: a labelled line wins over a date or a venue somewhere in the first lines."""
    lines = first_lines(text, blocks)
    labelled: dict[str, str] = {}
    for line in lines:
        label, end = split_label(line)
        if label:
            labelled.setdefault(plain(label), line[end:].strip(" *_"))
    free = next((line for line in lines if not _is_about(line)), None)
    free = None if free is not None and is_said(free) else free
    title = _labelled(labelled, TITLE_LABELS) if free is None else free
    dated = _labelled(labelled, DATE_LABELS)
    day = (find_date(dated) if dated else None) or next((d for line in lines if (d := find_date(line))), None)
    place = _labelled(labelled, PLACE_LABELS) or next((v for line in lines[:4] if (v := _venue(line))), None)
    return Head(_clean_title(title) if title else None, day, place[:LONGEST_TITLE] if place else None)


def first_lines(text: str, blocks: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if len(lines) >= LINES or block.kind is BlockKind.ITEM or (block.kind is BlockKind.HEADING and len(lines) > 1):
            break
        if block.kind is not BlockKind.ASIDE:
            lines.extend(line.strip(" \t|*") for line in text[block.inner : block.outer].split("\n") if line.strip())
    return lines[:LINES]


def is_said(line: str) -> bool:
    """Whether a first line is a sentence, which somebody said, and no title."""
    return line.endswith(".") and len(line.split()) >= SENTENCE and find_date(line) is None


def _is_about(line: str) -> bool:
    label = label_of(line)
    return bool(label) and ABOUT.fullmatch(plain(label)) is not None


def _labelled(labelled: dict[str, str], wanted: frozenset[str]) -> str | None:
    return next((value for label, value in labelled.items() if label in wanted and value), None)


def _clean_title(line: str) -> str | None:
    """The line without the date and the consultation's number that were written behind it.

    A longer line is cut before it is looked through: white space without end would be looked through without end.
    """
    line = " ".join(line.split())[: 2 * LONGEST_TITLE].rstrip(".")
    for form in (WRITTEN, MONTH_FIRST, FIGURES, ISO):
        line = form.sub("", line)
    line = re.sub(r"\b(?:traject|code|project)\s*(?:nr\.?\s*)?\d{4,6}\b", "", line, flags=re.IGNORECASE)
    line = re.sub(
        rf"[\s,;(–-]*\b(?:d\.d\.|op|van|"
        rf"on)?\s*{WEEKDAY}?\s*(?=[,;)–-]*\s*$)",
        "",
        line,
        flags=re.IGNORECASE,
    )
    line = re.sub(r"(\s*[,;]\s*)+", ", ", line)
    return line.strip(" ,;:()–-\t")[:LONGEST_TITLE] or None


def find_date(text: str) -> date | None:
    """The first whole date; a day without a year is none."""
    if match := ISO.search(text):
        return _date(match[1], match[2], match[3])
    if match := WRITTEN.search(text):
        return _date(match[3], str(MONTHS[match[2].lower()]), match[1])
    if match := MONTH_FIRST.search(text):
        return _date(match[3], str(MONTHS[match[1].lower()]), match[2])
    if match := FIGURES.search(text):
        return _date(match[3] if len(match[3]) == 4 else f"20{match[3]}", match[2], match[1])
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _venue(line: str) -> str | None:
    match = VENUE.search(line)
    return match[0].strip() if match else None
