"""What understanding must know about a language. Each language's own words stand in `languages/`.

In the word tables phrases are separated by commas, and are written as people write them; they are folded here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from channels.understanding.folding import plain

Phrases = frozenset[str]


class ServiceWord(StrEnum):
    """What a service word asks for."""

    HELP = "help"
    STOP = "stop"
    START = "start"
    BACK = "back"
    LANGUAGE = "language"
    STATUS = "status"
    WITHDRAW = "withdraw"
    REPEAT = "repeat"


def phrases(*lines: str) -> Phrases:
    """The folded phrases of comma-separated lines."""
    return frozenset(filter(None, (plain(phrase) for line in lines for phrase in line.split(","))))


def spellings(*lines: str) -> tuple[tuple[str, ...], ...]:
    """`"nul zero, een, twee"` → each number's spellings, folded. An underscore stands for a space inside one."""
    return tuple(tuple(plain(word).replace(" ", "") for word in group.split()) for group in ",".join(lines).split(","))


@dataclass(frozen=True, kw_only=True)
class NumberWords:
    """How a language says whole numbers up to 999,999.

    `ones` are 0 to 9, `teens` 10 to 19, `tens` 20 to 90. `hundreds` are 100 to 900 where these are words of their own;
    `hundred` multiplies what stands before it. `joiners` may stand between parts. `ones_first`: three-and-twenty.
    `teen_hundreds`: fifteen hundred.
    """

    ones: tuple[tuple[str, ...], ...]
    teens: tuple[tuple[str, ...], ...]
    tens: tuple[tuple[str, ...], ...]
    hundred: Phrases = frozenset()
    hundreds: tuple[tuple[str, ...], ...] = ()
    thousand: Phrases
    two_thousand: Phrases = frozenset()
    joiners: Phrases = frozenset()
    ones_first: bool = False
    teen_hundreds: bool = False
    ordinals: tuple[tuple[str, ...], ...] = ()
    ordinal_endings: Phrases = frozenset()


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """One language's words.

    `yes` and `no` are whole answers; `negations` turn a sentence round; `unsure` say that somebody does not know.
    `both_ways` can mean yes or no (Polish "no" is a yes, to others a no).
    `inexact` make a number no number ("ongeveer"). `intensifiers` ("heel") change how much, not what.
    `fillers` carry no answer ("ik wil graag"); `articles` are fillers that are also the word for one. `polite` words
    ("graag", "aub") may stand around a skip word or a service word.
    `list_words` stand between named options; those that leave the choice open are `or_words` as well. `through` stands
    between the ends of a range that holds both ("t/m"), `up_to` where the last may be meant or not ("tot").
    `letters` are the option letters of a script that is not Latin. `none` means none of the options, `all_of_them` each
    of them, `both` each of two.
    """

    numbers: NumberWords
    yes: Phrases
    no: Phrases
    negations: Phrases
    unsure: Phrases
    skip: Phrases
    none: Phrases
    all_of_them: Phrases
    inexact: Phrases
    fillers: Phrases
    articles: Phrases = frozenset()
    list_words: Phrases
    or_words: Phrases
    through: Phrases = frozenset()
    up_to: Phrases = frozenset()
    both: Phrases = frozenset()
    intensifiers: Phrases = frozenset()
    polite: Phrases = frozenset()
    both_ways: Phrases = frozenset()
    letters: str = ""
    last: Phrases = frozenset()
    service: Mapping[ServiceWord, Phrases] = field(default_factory=dict)
    join: Phrases = frozenset()
    greetings: Phrases = frozenset()


def contains(words: Iterable[str], any_of: Phrases) -> bool:
    """Whether one of the phrases stands, whole, somewhere in `words`."""
    within = f" {' '.join(words)} "
    return any(f" {phrase} " in within for phrase in any_of)
