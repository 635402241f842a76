"""Yes and no, in the ways people say them.

A whole answer that stands in the tables is exact. A longer sentence is a yes only if it begins with one and nothing in
it denies, and a no only if it begins with one and nothing in it agrees. "Ja en nee", "misschien" and "weet niet" are
neither; they are never turned into an answer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from channels.understanding.hearing import SHORT_SENTENCE, Heard, Languages
from channels.understanding.lexicon import Lexicon, phrases
from channels.understanding.outcome import (
    CLEAR,
    EXACT,
    IN_A_SENTENCE,
    UNKNOWN,
    Medium,
    NotUnderstood,
    Outcome,
    Reason,
    Understood,
)

EVERYWHERE = {**dict.fromkeys(("ja", "yes", "j", "y"), True), **dict.fromkeys(("nee", "no", "n"), False)}
"""Understood whatever the languages are."""

_SIGNS = {"1": True, "2": False, "👍": True, "👎": False, "✅": True, "❌": False, "✔": True, "✓": True, "☑": True}

_CELLS = {
    **dict.fromkeys(phrases("true, waar, wier, doğru, صحيح, prawda, істина"), True),
    **dict.fromkeys(phrases("false, onwaar, falsk, yanlış, خطأ, fałsz, хибність"), False),
}
"""A spreadsheet's own truth values, in the languages of the program that wrote it."""

_THRICE = re.compile(r"(\w)\1{2,}")
_LONGEST_PHRASE = 6


def read_yes_no(heard: Heard, languages: Languages) -> Outcome:
    if heard.medium is Medium.CELL and heard.plain in _CELLS:
        return Understood(_CELLS[heard.plain], EXACT)
    sign = heard.folded.strip(" .,;:!#()")
    if sign in _SIGNS:
        return Understood(_SIGNS[sign], EXACT)
    if heard.too_long or not heard.words:
        return UNKNOWN
    exact = _exact(heard, languages)
    if exact is not None:
        return exact
    if heard.says(languages.unsure):
        return UNKNOWN
    if len({EVERYWHERE[word] for word in heard.words if len(word) > 1 and word in EVERYWHERE}) == 2:
        return NotUnderstood(Reason.AMBIGUOUS)
    for lexicon in languages.lexicons:
        outcome = _sentence(heard, lexicon)
        if outcome != UNKNOWN:
            return outcome
    return _position(heard, languages) or _nearly(heard, languages)


def _exact(heard: Heard, languages: Languages) -> Outcome | None:
    """The whole answer, as it is, or with its drawn-out letters ("jaaaa") made short."""
    for said, confidence in ((heard.plain, EXACT), *((short, CLEAR) for short in _shortened(heard.plain))):
        for lexicon in languages.lexicons:
            if said in lexicon.both_ways and lexicon is languages.lexicons[0]:
                return NotUnderstood(Reason.AMBIGUOUS)
            if said in lexicon.yes or said in lexicon.no:
                return Understood(said in lexicon.yes, confidence)
        if said in EVERYWHERE:
            return Understood(EVERYWHERE[said], confidence)
    return None


def _shortened(said: str) -> tuple[str, ...]:
    if not _THRICE.search(said):
        return ()
    return (_THRICE.sub(r"\1\1", said), _THRICE.sub(r"\1", said))


def _sentence(heard: Heard, lexicon: Lexicon) -> Outcome:
    """A longer answer, taken apart into the phrases of one language."""
    if _negates_twice(heard.words, lexicon):
        return NotUnderstood(Reason.AMBIGUOUS)
    said = [kind for kind in _kinds(heard.words, lexicon) if kind != "filler"]
    yes, no, negation = "yes" in said, "no" in said, "negation" in said
    if not (yes or no or negation):
        return UNKNOWN
    if yes and (no or negation):
        return NotUnderstood(Reason.AMBIGUOUS)
    if yes or no:
        leads = said[0] in ("yes", "no") and ("other" not in said or _is_firm(heard.words[0], lexicon))
        if leads and len(heard.words) <= 2 * SHORT_SENTENCE:
            return Understood(yes, IN_A_SENTENCE if "other" in said else CLEAR)
        return NotUnderstood(Reason.UNSURE, (yes,))
    return UNKNOWN


def _is_firm(word: str, lexicon: Lexicon) -> bool:
    """Whether a first word is a yes or no whatever follows. Polish "nie" is not, which also makes "nie mam czasu"; nor
    is a word as short as the Turkish "he", which may be the beginning of anything."""
    own = len(word) > 2 and word in lexicon.yes | lexicon.no and word not in lexicon.negations
    return own or (len(word) > 1 and word in EVERYWHERE)


def _negates_twice(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """ "ik wil niet niet meedoen": who can tell? A repeated word that is itself a no ("nee nee") says it louder."""
    negations = [word for word in words if word in lexicon.negations and word not in lexicon.no]
    return len(negations) > len(set(negations))


def _kinds(words: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    kinds: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_PHRASE), at, -1):
            kind = _kind(" ".join(words[at:end]), lexicon)
            if kind:
                kinds.append(kind)
                at = end
                break
        else:
            kinds.append("other")
            at += 1
    return kinds


def _kind(phrase: str, lexicon: Lexicon) -> str | None:
    meant = EVERYWHERE.get(phrase) if len(phrase) > 1 else _SIGNS.get(phrase)
    if phrase in lexicon.fillers:
        meant = None
    if phrase in lexicon.yes or meant is True:
        return "yes"
    if phrase in lexicon.no or meant is False:
        return "no"
    if phrase in lexicon.negations:
        return "negation"
    return "filler" if phrase in lexicon.fillers else None


def _position(heard: Heard, languages: Languages) -> Outcome | None:
    """ "optie 1", "nummer twee": yes is the first, no the second, as on the keys of a telephone."""
    core = tuple(word for word in heard.words if word not in languages.fillers) or heard.words
    number = int(core[0]) if len(core) == 1 and re.fullmatch(r"\d{1,9}", core[0]) else languages.number(core)
    if number is None and len(core) == 1:
        number = languages.ordinal(core[0])
    if number is None:
        return None
    return Understood(number == 1, CLEAR) if number in (1, 2) else NotUnderstood(Reason.OUT_OF_RANGE)


def _nearly(heard: Heard, languages: Languages) -> Outcome:
    """A single mistyped word: asked about, never taken."""
    said = heard.plain
    if len(said) < 4:
        return UNKNOWN
    near = {
        meant
        for phrase, meant in _longer_phrases(languages)
        if OSA.distance(said, phrase, score_cutoff=1 if len(said) < 8 else 2) <= (1 if len(said) < 8 else 2)
    }
    return NotUnderstood(Reason.UNSURE, tuple(near)) if len(near) == 1 else UNKNOWN


@lru_cache(maxsize=256)
def _longer_phrases(languages: Languages) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (phrase, meant)
        for lexicon in languages.lexicons
        for table, meant in ((lexicon.yes, True), (lexicon.no, False))
        for phrase in table
        if len(phrase) >= 4
    )
