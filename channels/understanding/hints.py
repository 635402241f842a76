"""Words that a speech engine should expect as an answer: they help it hear, and nothing is read by them."""

from __future__ import annotations

from functools import lru_cache

from channels.understanding.languages import LEXICONS
from channels.understanding.lexicon import NumberWords
from models.definition import Choice, Choices, Number, OpenText, Postcode, Question, Scale, YesNo


def hints_for(question: Question, language: str) -> tuple[str, ...]:
    """At most some sixty short phrases; none for an open question, where a hint would put words into a mouth."""
    match question:
        case OpenText():
            return ()
        case Choice() | Choices():
            return tuple(label for option in question.options if (label := option.label.get(language)))
        case Scale():
            ends = (question.low.get(language), question.high.get(language))
            return (*(end for end in ends if end), *_numbers(language)[:10])
        case Number() | Postcode():
            return _numbers(language)
        case YesNo():
            return _yes_no(language)


@lru_cache
def _numbers(language: str) -> tuple[str, ...]:
    """0 to 19 and the tens, each in its first spelling."""
    words: NumberWords | None = LEXICONS[language].numbers if language in LEXICONS else None
    return tuple(group[0] for group in (*words.ones, *words.teens, *words.tens)) if words else ()


@lru_cache
def _yes_no(language: str) -> tuple[str, ...]:
    """The single words for yes and no."""
    if language not in LEXICONS:
        return ()
    return tuple(sorted(phrase for phrase in LEXICONS[language].yes | LEXICONS[language].no if " " not in phrase))
