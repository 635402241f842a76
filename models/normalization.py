"""A typed value → the normalized value of a question. The same rule for every door."""

from __future__ import annotations

import re

from models.definition import Choice, Choices, Number, OpenText, Postcode, Question, Scale, YesNo
from models.errors import Rejected
from models.reading import Value

POSTCODE_DIGITS = re.compile(r"[1-9]\d{3}")
POSTCODE_FULL = re.compile(r"[1-9]\d{3}[A-Z]{2}")
LETTERS_NEVER_ISSUED = frozenset({"SA", "SD", "SS"})
"""PostNL issues no Dutch postcode with these letters."""

LONGEST_TEXT = 20_000
"""Characters. Longer than any letter we accept; keeps one answer from filling the store."""


def normalize(question: Question, value: object) -> Value | None:
    """The normalized form of a JSON value; None for an answer that says nothing.

    :raises Rejected: the value is no valid answer; the code is stable, the message names the question.
    """
    if value is None or value == "" or value == []:
        return None
    match question:
        case Choice():
            return _option(question, value)
        case Choices():
            return _options(question, value)
        case Scale():
            return _within(question, value, question.lowest, question.highest)
        case Number():
            return _within(question, value, question.min, question.max)
        case YesNo():
            if isinstance(value, bool):
                return value
            raise _bad(question, "must be true or false")
        case Postcode():
            return _postcode(question, value)
        case OpenText():
            return _text(question, value)


def _bad(question: Question, problem: str, code: str = "invalid_answer") -> Rejected:
    return Rejected(f"{question.key}: {problem}", code=code)


def _option(question: Choice | Choices, value: object) -> str:
    keys = [option.key for option in question.options]
    if isinstance(value, str) and value in keys:
        return value
    raise _bad(question, f"must be one of {', '.join(keys)}", "unknown_option")


def _options(question: Choices, value: object) -> list[str]:
    if not isinstance(value, list):
        raise _bad(question, "must be a list of option keys")
    chosen = {_option(question, one) for one in value}
    if len(chosen) > question.most:
        raise _bad(question, f"at most {question.most} options may be chosen", "too_many")
    return [option.key for option in question.options if option.key in chosen]


def _within(question: Question, value: object, lowest: int, highest: int) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _bad(question, "must be a whole number")
    if not lowest <= value <= highest:
        raise _bad(question, f"must be from {lowest} to {highest}", "out_of_range")
    return value


def _postcode(question: Postcode, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        compact = re.sub(r"[\s.\-]", "", value).upper()
        if question.digits == 4 and POSTCODE_FULL.fullmatch(compact):
            compact = compact[:4]
        wanted = POSTCODE_DIGITS if question.digits == 4 else POSTCODE_FULL
        if wanted.fullmatch(compact) and compact[4:] not in LETTERS_NEVER_ISSUED:
            return compact
    example = "1506" if question.digits == 4 else "1506AB"
    raise _bad(question, f"must be a postcode such as {example}")


def _text(question: OpenText, value: object) -> str | None:
    if not isinstance(value, str):
        raise _bad(question, "must be text")
    text = clean_text(value)
    if len(text) > LONGEST_TEXT:
        raise _bad(question, f"must be at most {LONGEST_TEXT} characters", "too_long")
    return text or None


def clean_text(text: str) -> str:
    """`text` without what cannot be shown or stored: control characters, lone surrogates, outer white space.

    Line ends become `\\n`. Nothing that a person can see is changed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c.isspace() or _joins(c))).strip()


def _joins(character: str) -> bool:
    """Zero-width joiners and direction marks, which Arabic script and emoji need."""
    return character in "\u200c\u200d\u200e\u200f\u061c"
