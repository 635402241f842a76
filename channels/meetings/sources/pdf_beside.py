"""What of a PDF stands outside its lines of text: words on their side, and what people wrote on the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

_LATIN = r"[0-9A-Za-zÀ-ɏ](?:[^\s\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]*[0-9A-Za-zÀ-ɏ])?"
LEFT_TO_RIGHT = re.compile(rf"{_LATIN}(?: {_LATIN})*|[\u0660-\u0669\u06f0-\u06f9]+")
"""What stands from left to right within a line from right to left: Latin words, and figures of any script."""

RIGHT_TO_LEFT = frozenset({"R", "AL"})
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def stands_upright(char: dict[str, Any]) -> bool:
    """Whether a character stands as on a page that one reads: not on its side, nor upside down."""
    along, across = char["matrix"][:2]
    return bool(along > abs(across))


def turned(chars: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Words on their side or upside down, a line each, in the order in which they were written to the file."""
    aside = (char for char in chars if not stands_upright(char))
    for _, line in groupby(aside, key=_line_of):
        words = "".join(char["text"] for char in line).strip()
        if words:
            yield words


def _line_of(char: dict[str, Any]) -> tuple[bool, int]:
    """Which line a turned character is on: by its height if it is upside down, else by how far to the right it is."""
    along, across = char["matrix"][:2]
    over = abs(along) > abs(across)
    return over, round((char["top"] + char["bottom"] if over else char["x0"] + char["x1"]) / 4)


def written_on(annotations: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Comments, notes and text that somebody put on the page, and what is filled in in the fields of a form."""
    for annotation in annotations:
        data = annotation["data"]
        kind = _name(data.get("Subtype"))
        if kind == "Popup":
            continue
        words = _text(_inherited(data, "V")) if kind == "Widget" else _text(data.get("Contents"))
        if words:
            yield words


def _inherited(field: dict[str, Any], key: str) -> object:
    """An entry of a form field, or of the field that it is a part of."""
    for _ in range(8):
        if key in field:
            return field[key]
        parent = resolve1(field.get("Parent"))
        if not isinstance(parent, dict):
            return None
        field = parent
    return None


def _name(value: object) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _text(value: object) -> str:
    """A text string; nothing for the name of a ticked box, which is no word on the page."""
    value = resolve1(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    words = decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip("\x00 \n\t")


def as_read(line: str, glyphs: Iterable[str]) -> str:
    """A line as it is read: one in Arabic or Hebrew letters stands in the file from left to right as it looks.

    :param glyphs: the text of each of its glyphs in order; one for several letters has them as they are read.
    """
    ways = [unicodedata.bidirectional(character) for character in line]
    right_to_left = sum(way in RIGHT_TO_LEFT for way in ways)
    if right_to_left <= sum(way == "L" for way in ways):
        return line
    units: list[str] = []
    at = 0
    for glyph in glyphs:
        start = line.find(glyph, at) if glyph else -1
        if start >= 0:
            units.extend((*line[at:start], glyph))
            at = start + len(glyph)
    units.extend(line[at:])
    turned_round = "".join(reversed(units)).translate(MIRRORED)
    return LEFT_TO_RIGHT.sub(lambda match: match[0][::-1], turned_round)
