"""A step of a scale: its number, or the words that its ends are called."""

from __future__ import annotations

import re
from functools import lru_cache

from channels.understanding.folding import plain
from channels.understanding.hearing import Heard, Languages
from channels.understanding.lexicon import Phrases
from channels.understanding.numbers import read_number
from channels.understanding.outcome import (
    EXACT,
    IN_A_SENTENCE,
    UNKNOWN,
    NotUnderstood,
    Outcome,
    Reason,
    Understood,
)
from models.definition import Scale

_OUT_OF = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")


def read_scale(heard: Heard, question: Scale, languages: Languages) -> Outcome:
    ends = _ends(
        question.lowest, tuple(question.low.items()), question.highest, tuple(question.high.items()), languages
    )
    if heard.plain in ends:
        return Understood(ends[heard.plain], EXACT)
    if heard.too_long:
        return UNKNOWN
    of = _OUT_OF.fullmatch(heard.folded)
    if of and int(of[2]) == question.highest:
        heard = heard.part((of[1],))
    words = frozenset(word for label in ends for word in label.split())
    number = read_number(heard, languages, question.lowest, question.highest, words)
    said = {end for label, end in ends.items() if heard.says(frozenset({label}))}
    if isinstance(number, Understood):
        clash = said - {number.value} if isinstance(number.value, int) else set()
        return NotUnderstood(Reason.AMBIGUOUS, (number.value, *sorted(clash))) if clash else number
    if number == UNKNOWN and len(said) == 1 and not heard.says(languages.negations | languages.unsure):
        return Understood(said.pop(), IN_A_SENTENCE)
    nearly = _nearly(heard, ends, languages) if number == UNKNOWN and not said else None
    return number if nearly is None else NotUnderstood(Reason.UNSURE, (nearly,))


def _nearly(heard: Heard, ends: dict[str, int], languages: Languages) -> int | None:
    """The end that somebody means by another strong word than its own: "zeer veilig" for "heel veilig"."""
    strong = languages.intensifiers
    if not heard.says(strong) or heard.says(languages.negations | languages.unsure):
        return None
    said = heard.without(strong | languages.fillers).words
    meant = {end for name, end in ends.items() if _without_strength(name, strong) == said and said}
    return meant.pop() if len(meant) == 1 and heard.plain not in ends else None


def _without_strength(name: str, strong: Phrases) -> tuple[str, ...]:
    words = tuple(name.split())
    return tuple(word for word in words if word not in strong) if any(word in strong for word in words) else ()


@lru_cache(maxsize=512)
def _ends(
    lowest: int, low: tuple[tuple[str, str], ...], highest: int, high: tuple[tuple[str, str], ...], languages: Languages
) -> dict[str, int]:
    """What the two ends are called, in the dialogue's languages. A name that both bear is the name of neither."""
    found: dict[str, int] = {}
    for language in languages.codes:
        names = {end: plain(dict(texts).get(language, "")) for end, texts in ((lowest, low), (highest, high))}
        if names[lowest] != names[highest]:
            for end, name in names.items():
                if name and not name.isdecimal():
                    found.setdefault(name, end)
    return found
