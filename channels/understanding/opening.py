"""How a conversation by text begins: `MEEDOEN 4821`, `meedoen4821`, just `4821`, with a participation code, or "hallo".

Whether there is a consultation with that code, and whether a participation code is valid, is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from channels.understanding.folding import fold
from channels.understanding.languages import LEXICONS
from channels.understanding.lexicon import phrases

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_LONGEST = 120
_CODE_DIGITS = range(4, 7)
_PARTICIPATION_DIGITS = 9
_ERRORS_IN_JOIN = 2
"""Typing errors forgiven in the opening word where a code follows: the code says what is meant."""

_AROUND = phrases(
    "alsjeblieft, alstublieft, please, is, mee, doe, doen, start, aanmelden, старт, zacznij, başla, yn, mei, wol",
    "graach, koade, ben, e, a, ye, ya, ile, istiyorum, w, у, в, chcę, хочу, أريد, ik, wil, graag, aan, met, code",
    "nummer, nr, en, voor, op, de, het, consultatie, aub, svp, i, want, to, like, would, with, the, number",
    "consultation, for, of, in, kod, kodu, numer, z, do, na, kodem, код, номер, з, до, رقم, رمز, الرمز, مع, في",
)


@dataclass(frozen=True, slots=True)
class Opening:
    """`language` is that of the opening word, where only one language has it. `greeting`: no code at all was given."""

    code: str | None
    participation_code: str | None
    language: str | None
    greeting: bool


def opening(text: str) -> Opening | None:
    """The opening that all of `text` is, or None."""
    if len(text) > _LONGEST:
        return None
    pieces = _PIECE.findall(fold(text))
    digits = [piece for piece in pieces if piece.isdecimal()]
    words = [piece for piece in pieces if not piece.isdecimal()]
    if not pieces and _is_wave(text):
        return Opening(None, None, None, greeting=True)
    if not pieces or (digits and not _digits_together(pieces)):
        return None
    said, rest = _opening_words(words, forgiving=bool(digits))
    if any(word not in _AROUND for word in rest) or not (said or digits):
        return None
    language = _language(said)
    if not digits:
        return Opening(None, None, language, greeting=True)
    codes = _codes(digits)
    return Opening(*codes, language, greeting=False) if codes else None


def _is_wave(text: str) -> bool:
    """An emoji and nothing else: somebody is there."""
    return any(unicodedata.category(character) == "So" for character in text)


def _digits_together(pieces: Sequence[str]) -> bool:
    """Only words that say "with code" may stand between the code and the participation code."""
    first = next(at for at, piece in enumerate(pieces) if piece.isdecimal())
    last = max(at for at, piece in enumerate(pieces) if piece.isdecimal())
    return all(piece.isdecimal() or piece in _AROUND for piece in pieces[first:last])


def _codes(groups: Sequence[str]) -> tuple[str | None, str | None] | None:
    """The consultation's code and the participation code, from digit groups cut anywhere but across the two."""
    together = "".join(groups)
    size = len(together)
    if size in _CODE_DIGITS:
        return together, None
    if size == _PARTICIPATION_DIGITS:
        return None, together
    border = size - _PARTICIPATION_DIGITS
    cuts = {sum(map(len, groups[:at])) for at in range(len(groups) + 1)}
    if border in _CODE_DIGITS and (border in cuts or len(groups) == 1):
        return together[:border], together[border:]
    return None


def _opening_words(words: Sequence[str], *, forgiving: bool) -> tuple[list[str], list[str]]:
    """The opening phrases in `words`, longest first, and the words that are none."""
    table = _languages_by_phrase()
    said: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            phrase = " ".join(words[at:end])
            meant = phrase if phrase in table else None
            if meant is None and forgiving and end == at + 1 and phrase not in _AROUND:
                meant = _mistyped(phrase)
            if meant:
                said.append(meant)
                at = end
                break
        else:
            rest.append(words[at])
            at += 1
    return said, rest


def _mistyped(word: str) -> str | None:
    if len(word) < 4:
        return None
    near = {phrase: OSA.distance(word, phrase, score_cutoff=_ERRORS_IN_JOIN) for phrase in _single_join_words()}
    best = min(near.values())
    allowed = _ERRORS_IN_JOIN if len(word) > 5 else 1
    return next(phrase for phrase, distance in near.items() if distance == best) if best <= allowed else None


def _language(said: Sequence[str]) -> str | None:
    known = [_languages_by_phrase()[phrase] for phrase in said]
    return next((next(iter(languages)) for languages in known if len(languages) == 1), None)


@cache
def _languages_by_phrase() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for code, lexicon in LEXICONS.items():
        for phrase in lexicon.join | lexicon.greetings:
            found[phrase] = found.get(phrase, frozenset()) | {code}
    return found


@cache
def _single_join_words() -> tuple[str, ...]:
    words = (phrase for lexicon in LEXICONS.values() for phrase in lexicon.join)
    return tuple(sorted(word for word in words if " " not in word))
