"""The options of one question as they can be named: by number, label, key or letter, in the dialogue's languages.

Where two of these collide, the contract decides: option *n* is number *n* at every door, so a number goes before a
label that is a number itself ("Hoeveel kinderen? 1: geen, 2: één, 3: twee" answered by "1"), with a lower confidence,
so that a dialogue can ask. A label goes before a key, and a key before a letter. The dialogue's own language goes
before the consultation's others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from channels.understanding.folding import plain
from channels.understanding.hearing import Languages
from channels.understanding.outcome import CLEAR, CONTESTED, EXACT
from models.definition import Choice, Choices

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Label:
    """One option's label in one language."""

    position: int
    words: tuple[str, ...]

    @property
    def plain(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Named:
    """The options that a name can stand for, from 0; one, unless two options bear the same name."""

    positions: frozenset[int]
    confidence: float


class Menu:
    """All the names of a question's options."""

    def __init__(self, options: Sequence[tuple[str, tuple[tuple[str, str], ...]]], languages: Languages) -> None:
        self.keys = [key for key, _ in options]
        self.languages = languages
        self.labels = [
            Label(position, words)
            for language in languages.codes
            for position, (_, labels) in enumerate(options)
            for code, text in labels
            if code == language and (words := tuple(plain(text).split()))
        ]
        self._names = self._collect(options)
        self.longest_name = max((len(name.split()) for name in self._names), default=1)

    def _collect(self, options: Sequence[tuple[str, tuple[tuple[str, str], ...]]]) -> dict[str, frozenset[int]]:
        """Names other than numbers. What was entered first wins; equal names of one kind stand for several options."""
        names: dict[str, frozenset[int]] = {}
        for language in self.languages.codes:
            _enter(names, [(plain(dict(labels).get(language, "")), at) for at, (_, labels) in enumerate(options)])
        _enter(names, [(plain(key), at) for at, (key, _) in enumerate(options)])
        _enter(names, list(zip(LETTERS, range(len(options)), strict=False)))
        for lexicon in self.languages.lexicons:
            _enter(names, list(zip(lexicon.letters, range(len(options)), strict=False)))
        names.pop("", None)
        return names

    @property
    def size(self) -> int:
        return len(self.keys)

    @cached_property
    def keywords(self) -> list[tuple[int, frozenset[str], str]]:
        """Of each label: its option, the words in it that say something, and the label run together."""
        return [
            (label.position, frozenset(w for w in label.words if w not in self.languages.fillers), label.plain)
            for label in self.labels
        ]

    def named(self, words: tuple[str, ...]) -> Named | None:
        """The option that `words`, taken together, are a name of."""
        name = " ".join(words)
        by_name = self._names.get(name)
        position, confidence = self._numbered(words)
        if position is None or (by_name is not None and not name.isdecimal()):
            return Named(by_name, EXACT) if by_name is not None else None
        contested = by_name is not None and by_name != frozenset({position})
        return Named(frozenset({position}), CONTESTED if contested else confidence)

    def _numbered(self, words: tuple[str, ...]) -> tuple[int | None, float]:
        number, confidence = self.number(words), EXACT
        if number is None and len(words) == 1:
            number, confidence = self.languages.ordinal(words[0]), CLEAR
        if number is None and " ".join(words) in self.languages.last:
            number, confidence = self.size, CLEAR
        return (number - 1, confidence) if number is not None and 1 <= number <= self.size else (None, EXACT)

    def number(self, words: tuple[str, ...]) -> int | None:
        """The number that was said, whether or not there is such an option."""
        if len(words) == 1 and words[0].isdecimal():
            return int(words[0]) if len(words[0]) <= 4 else None
        return None if any(word.isdecimal() for word in words) else self.languages.number(words)


def _enter(names: dict[str, frozenset[int]], entries: Sequence[tuple[str, int]]) -> None:
    fresh: dict[str, frozenset[int]] = {}
    for name, position in entries:
        if name not in names:
            fresh[name] = fresh.get(name, frozenset()) | {position}
    names.update(fresh)


def menu_of(question: Choice | Choices, languages: Languages) -> Menu:
    """The menu of a question, made once for equal options and languages."""
    return _menu(tuple((option.key, tuple(option.label.items())) for option in question.options), languages)


@lru_cache(maxsize=1024)
def _menu(options: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], languages: Languages) -> Menu:
    return Menu(options, languages)
