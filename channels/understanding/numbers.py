"""A whole number in digits or words, for the question types `number` and `scale`.

Nothing that is only nearly a number is one: "ongeveer 40", "40+", "tussen 20 en 30" and "een stuk of tien" are asked
again, and so is "12,5". A group of exactly three digits behind a point, comma or space is thousands in every language:
nobody answers a whole number with three decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.understanding.hearing import SHORT_SENTENCE, Heard, Languages
from channels.understanding.lexicon import Phrases
from channels.understanding.outcome import (
    CLEAR,
    CONTESTED,
    EXACT,
    UNKNOWN,
    Medium,
    NotUnderstood,
    Outcome,
    Reason,
    Understood,
)

_PIECE = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+|-(?=\d)|(?<=\d)-$|[+<>~±≈≤≥½%€$£°]")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,0+)?|\d{1,3}(?:,\d{3})+(?:\.0+)?")
_NO_DECIMALS = re.compile(r"(\d+)[.,]0{1,2}")
_DECADE = re.compile(r"\d(?:ers?|s|ish)\b")
"""30er, 1950s, 40ish: about a number, not the number."""
_NEARLY = frozenset("+<>~±≈≤≥-%€$£°")
LONGEST_NUMBER = 12
"""Digits. More than any `max`; a longer row of digits is some other number (an IBAN, a telephone number twice)."""


@dataclass(frozen=True)
class _Found:
    """What a text says about numbers: the values, the words that are no part of them, and whether they are exact."""

    values: tuple[int, ...]
    others: tuple[str, ...]
    only_article: bool = False
    fraction: bool = False
    nearly: bool = False
    negative: bool = False


def read_number(
    heard: Heard, languages: Languages, lowest: int, highest: int, fillers: Phrases = frozenset()
) -> Outcome:
    """The one number that was said, if it lies from `lowest` to `highest`. `fillers` are further words that may
    stand beside it, such as those of the question itself."""
    if heard.folded.isdecimal() and len(heard.folded) <= LONGEST_NUMBER:
        return _within(int(heard.folded), EXACT, lowest, highest)
    if heard.too_long:
        return UNKNOWN
    if heard.plain in languages.none:
        return NotUnderstood(Reason.UNSURE, (0,)) if lowest == 0 else UNKNOWN
    found = _find(heard, languages)
    values = [value for value in dict.fromkeys(found.values) if lowest <= value <= highest]
    if found.fraction:
        return UNKNOWN
    if found.nearly or heard.says(languages.inexact) or heard.says(languages.negations):
        return NotUnderstood(Reason.UNSURE) if found.values else UNKNOWN
    if len(set(found.values)) > 1:
        return NotUnderstood(Reason.AMBIGUOUS, tuple(values))
    if not found.values:
        return UNKNOWN
    strange = [word for word in found.others if word not in languages.fillers and word not in fillers]
    value = -found.values[0] if found.negative else found.values[0]
    if strange and found.only_article:
        return UNKNOWN
    if strange or heard.says(languages.unsure):
        return NotUnderstood(Reason.UNSURE, tuple(values)) if len(heard.words) <= SHORT_SENTENCE else UNKNOWN
    sigh = heard.medium is Medium.SPEECH and len(heard.words) == 1 and heard.words[0] in languages.articles
    return _within(value, CONTESTED if sigh else CLEAR if found.others else EXACT, lowest, highest)


def _within(value: int, confidence: float, lowest: int, highest: int) -> Outcome:
    return Understood(value, confidence) if lowest <= value <= highest else NotUnderstood(Reason.OUT_OF_RANGE)


def _find(heard: Heard, languages: Languages) -> _Found:
    pieces = tuple(_PIECE.findall(heard.folded))
    values: list[tuple[int, bool]] = []
    others: list[str] = []
    marks: set[str] = set()
    at = 0
    while at < len(pieces):
        piece, at = pieces[at], at + 1
        if piece[0].isdecimal():
            value = whole(piece)
            if value is None:
                marks.add("½")
            elif at < len(pieces) and pieces[at] in languages.thousands:
                values.append((value * 1000, False))
                at += 1
            else:
                values.append((value, False))
        elif piece[0].isalpha():
            span = languages.longest_number(pieces, at - 1)
            if span:
                values.append((span.value, span.end == at and languages.is_article(pieces, at - 1)))
                at = span.end
            else:
                others.append(piece)
        else:
            marks.add("negative" if piece == "-" and at == 1 else piece)
    return _Found(
        values=tuple(v for v, article in values if not article) or tuple(v for v, _ in values),
        others=tuple(others),
        only_article=all(article for _, article in values),
        fraction="½" in marks,
        nearly=bool(marks & _NEARLY) or _DECADE.search(heard.folded) is not None,
        negative="negative" in marks,
    )


def whole(digits: str) -> int | None:
    """The value of a digit group with its separators, or None if it is not whole or too long to be meant."""
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[.,]0{1,2}$", "", digits)
    elif shown := _NO_DECIMALS.fullmatch(digits):
        digits = shown[1]
    digits = re.sub(r"[., ]", "", digits) if _GROUPED.fullmatch(digits) or " " in digits else digits
    return int(digits) if digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None
