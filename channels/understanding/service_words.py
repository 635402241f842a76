"""The words that are about the conversation and not an answer: HULP, STOP, TERUG, TAAL, INTREKKEN…

A message is a service word only as a whole. "Stop met bouwen" is an answer, and so is "hulp voor ouderen".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from channels.understanding.folding import fold, words_of
from channels.understanding.hearing import without_courtesy
from channels.understanding.language_names import language_code
from channels.understanding.languages import LEXICONS
from channels.understanding.lexicon import Phrases, ServiceWord

__all__ = ["ServiceMessage", "ServiceWord", "service_word"]

ALWAYS = ("nl", "en")
"""Languages whose service words hold everywhere: a leaflet may name only these, and providers reserve the English."""

_LONGEST = 80
_MOST_ARGUMENT_WORDS = 6
_RECEIPT = re.compile(r"\d{4,12}")


@dataclass(frozen=True, slots=True)
class ServiceMessage:
    """`argument`: the receipt's digits behind STATUS and WITHDRAW; behind LANGUAGE a code, or a number in the list."""

    word: ServiceWord
    argument: str | None = None


def service_word(text: str, languages: Sequence[str]) -> ServiceMessage | None:
    """The service word that all of `text` is, in one of `languages`, Dutch or English; None if it is anything else."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    words = words_of(folded)
    if not words:
        return ServiceMessage(ServiceWord.HELP) if folded and not folded.strip("?؟ ") else None
    table = _table(tuple(languages))
    if " ".join(words) not in table:
        words = without_courtesy(words, _polite(tuple(languages)))
    for length in range(min(len(words), _longest_phrase(tuple(languages))), 0, -1):
        word = table.get(" ".join(words[:length]))
        if word is not None:
            return _with_argument(word, words[length:], tuple(languages))
    return None


@lru_cache(maxsize=256)
def _table(languages: tuple[str, ...]) -> dict[str, ServiceWord]:
    """Every phrase with its meaning. The given languages go before Dutch and English."""
    found: dict[str, ServiceWord] = {}
    for phrase, word in _phrases(languages):
        found.setdefault(phrase, word)
    return found


def _phrases(languages: tuple[str, ...]) -> Iterator[tuple[str, ServiceWord]]:
    for code in dict.fromkeys((*languages, *ALWAYS)):
        if code in LEXICONS:
            for word, phrases in LEXICONS[code].service.items():
                yield from ((phrase, word) for phrase in phrases)


@lru_cache(maxsize=256)
def _polite(languages: tuple[str, ...]) -> Phrases:
    known = [LEXICONS[code].polite for code in dict.fromkeys((*languages, *ALWAYS)) if code in LEXICONS]
    return frozenset[str]().union(*known)


@lru_cache(maxsize=256)
def _longest_phrase(languages: tuple[str, ...]) -> int:
    return max(len(phrase.split()) for phrase in _table(languages))


def _with_argument(word: ServiceWord, rest: tuple[str, ...], languages: tuple[str, ...]) -> ServiceMessage | None:
    if not rest:
        return ServiceMessage(word)
    if len(rest) > _MOST_ARGUMENT_WORDS:
        return None
    said = tuple(w for w in rest if not any(w in LEXICONS[c].fillers for c in (*languages, *ALWAYS) if c in LEXICONS))
    if word is ServiceWord.LANGUAGE:
        code = language_code(" ".join(rest)) or language_code(" ".join(said))
        number = said[0] if len(said) == 1 and re.fullmatch(r"\d{1,2}", said[0]) else None
        return ServiceMessage(word, code or number) if code or number else None
    if word in (ServiceWord.STATUS, ServiceWord.WITHDRAW):
        digits = "".join(said)
        return ServiceMessage(word, digits) if _RECEIPT.fullmatch(digits) else None
    return None
