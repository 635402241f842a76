"""A Dutch postcode as it is typed, or as it is said: "1506 ab", "vijftien nul zes", "een vijf nul zes, Anton Bernard".

What comes out is checked by the rules of `models.normalization`, as at every other door.
"""

from __future__ import annotations

import re
from functools import lru_cache

from channels.understanding.hearing import SHORT_SENTENCE, Heard, Languages
from channels.understanding.outcome import CLEAR, EXACT, UNKNOWN, NotUnderstood, Outcome, Reason, Understood
from channels.understanding.spelling import letters_said
from models.definition import Postcode
from models.errors import Rejected
from models.normalization import normalize

_TYPED = re.compile(r"(\d[\d\s.\-]{2,6}\d)[\s.,\-]*([a-z]\s?\.?[a-z])?")
_WITHIN = re.compile(r"(?<![\w.])([1-9]\d{3})\s?([a-z]{2})?\b")
_COUNTRY = re.compile(r"^nl[\s-]+")
_CELL_DECIMALS = re.compile(r"\.0+$")
_CYRILLIC_LOOKALIKES = str.maketrans("авсенкмортхі", "abcehkmoptxi")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_ZEROS = frozenset({"o", "oh"})
_MANY_TIMES = {
    **dict.fromkeys(("double", "dubbel", "dubbele"), 2),
    **dict.fromkeys(("triple", "treble", "driedubbel", "driedubbele", "trippel"), 3),
}
_TIMES = frozenset({"keer", "maal", "times", "kear", "kere", "razy", "рази", "مرات"})
"""What stands between how often a digit comes and the digit: "drie keer nul"."""


def read_postcode(heard: Heard, question: Postcode, languages: Languages) -> Outcome:
    text = _compact(heard)
    if heard.too_long:
        return UNKNOWN
    if _TYPED.fullmatch(text):
        value = _valid(re.sub(r"[\s.,\-]", "", text), question)
        if value:
            return Understood(value, EXACT)
    said = _said(heard, question, languages)
    if said != UNKNOWN:
        return said
    return _within(heard, text, question, languages)


def _compact(heard: Heard) -> str:
    """What was typed, without a country before it, decimals behind it, or Cyrillic letters that look like ours."""
    typed = heard.folded.translate(_CYRILLIC_LOOKALIKES).strip(' .,;:!?()"')
    return _CELL_DECIMALS.sub("", _COUNTRY.sub("", typed))


def _valid(code: str, question: Postcode) -> str | None:
    try:
        value = normalize(question, code.upper())
    except Rejected:
        return None
    return value if isinstance(value, str) else None


def _said(heard: Heard, question: Postcode, languages: Languages) -> Outcome:
    """Digits and letters, said one by one or in groups, with nothing else but fillers."""
    words = tuple(_WORD.findall(heard.folded))
    if len(words) > 3 * SHORT_SENTENCE:
        return UNKNOWN
    digits, at = "", 0
    groups: list[str] = []
    while at < len(words) and len(digits) < 4:
        step, group = _digits_at(words, at, languages)
        if group is None and words[at] not in languages.fillers:
            return UNKNOWN
        digits += group or ""
        groups += [group] if group else []
        at += step
    if len(digits) != 4:
        return _zero_left_out(groups, question)
    rest = words[at:]
    letters = letters_said(rest, languages)
    if letters is None and any(word not in languages.fillers for word in rest):
        return UNKNOWN
    value = _valid(digits + (letters or ""), question)
    return Understood(value, CLEAR) if value else UNKNOWN


def _zero_left_out(groups: list[str], question: Postcode) -> NotUnderstood:
    """ "vijftien zes" is what some say for 1506: something to ask about."""
    likely = [len(group) for group in groups] == [2, 1] and question.digits == 4
    value = _valid(f"{groups[0]}0{groups[1]}", question) if likely else None
    return NotUnderstood(Reason.UNSURE, (value,)) if value else UNKNOWN


def _digits_at(words: tuple[str, ...], at: int, languages: Languages) -> tuple[int, str | None]:
    """The digits that begin at `words[at]`, and how many words they take."""
    if words[at].isdecimal():
        return 1, words[at]
    if words[at] in _ZEROS:
        return 1, "0"
    if words[at] in _MANY_TIMES:
        return _repeated(words, at + 1, _MANY_TIMES[words[at]], languages)
    span = languages.longest_number(words, at)
    if span and span.value in range(2, 5) and words[span.end : span.end + 1] and words[span.end] in _TIMES:
        step, digits = _repeated(words, span.end + 1, span.value, languages)
        return (span.end - at + step, digits)
    return (span.end - at, str(span.value)) if span else (1, None)


def _repeated(words: tuple[str, ...], at: int, times: int, languages: Languages) -> tuple[int, str | None]:
    """The one digit at `words[at]` so many times, and how many words it took with the one before it."""
    step, digit = _digits_at(words, at, languages) if at < len(words) else (0, None)
    return (step + 1, digit * times) if digit is not None and len(digit) == 1 else (1, None)


def _within(heard: Heard, text: str, question: Postcode, languages: Languages) -> Outcome:
    """One postcode inside a longer text ("1506 AB Zaandam"). Small words behind the digits are no letters."""
    found = list(_WITHIN.finditer(text))
    if len(found) != 1:
        return UNKNOWN
    digits, letters = found[0][1], found[0][2]
    value = _valid(digits + (letters or ""), question) or (question.digits == 4 and _valid(digits, question))
    if not value:
        return UNKNOWN
    if heard.says(languages.negations | languages.or_words):
        return NotUnderstood(Reason.AMBIGUOUS)
    doubtful = question.digits == 6 and f"{letters}".upper() not in heard.raw and letters in _small_words(languages)
    around = text[: found[0].start()] + text[found[0].end() :]
    if doubtful or any(character.isdecimal() for character in around):
        return NotUnderstood(Reason.UNSURE, (value,))
    return Understood(value, 0.9)


@lru_cache(maxsize=256)
def _small_words(languages: Languages) -> frozenset[str]:
    return languages.fillers | languages.list_words | {"in", "is", "en", "te", "of"}
