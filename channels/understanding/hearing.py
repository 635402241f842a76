"""What was heard, prepared once for every reader, and the words of the languages in which it may have been said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from channels.understanding.folding import fold, words_of
from channels.understanding.languages import LEXICONS
from channels.understanding.lexicon import Lexicon, Phrases, contains
from channels.understanding.number_words import NumberReader, Span
from channels.understanding.outcome import Medium

LONGEST = 300
"""Characters. Anything longer is no answer to a closed question, and is not searched for one."""

SHORT_SENTENCE = 12
"""Words. An option named in a longer story may not be the answer."""

_READERS = {code: NumberReader(lexicon.numbers) for code, lexicon in LEXICONS.items()}

ALWAYS_SKIP = frozenset({"skip", "overslaan"})
"""The contract's two skip words, which hold whatever the consultation's languages are."""


class Languages:
    """The languages of one dialogue: its own first, then the consultation's others; no others are tried."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        known = [code for code in codes if code in LEXICONS]
        self.lexicons: tuple[Lexicon, ...] = tuple(LEXICONS[code] for code in known)
        self.numbers: tuple[NumberReader, ...] = tuple(_READERS[code] for code in known)

    def _all(self, name: str) -> Phrases:
        return frozenset[str]().union(*(getattr(lexicon, name) for lexicon in self.lexicons))

    @cached_property
    def skip(self) -> Phrases:
        return self._all("skip") | ALWAYS_SKIP

    @cached_property
    def none(self) -> Phrases:
        return self._all("none")

    @cached_property
    def all_of_them(self) -> Phrases:
        return self._all("all_of_them")

    @cached_property
    def fillers(self) -> Phrases:
        return self._all("fillers") | self._all("articles")

    @cached_property
    def articles(self) -> Phrases:
        return self._all("articles")

    @cached_property
    def negations(self) -> Phrases:
        return self._all("negations")

    @cached_property
    def unsure(self) -> Phrases:
        return self._all("unsure")

    @cached_property
    def inexact(self) -> Phrases:
        return self._all("inexact")

    @cached_property
    def list_words(self) -> Phrases:
        return self._all("list_words")

    @cached_property
    def or_words(self) -> Phrases:
        return self._all("or_words")

    @cached_property
    def through(self) -> Phrases:
        return self._all("through")

    @cached_property
    def up_to(self) -> Phrases:
        return self._all("up_to")

    @cached_property
    def both(self) -> Phrases:
        return self._all("both")

    @cached_property
    def intensifiers(self) -> Phrases:
        return self._all("intensifiers")

    @cached_property
    def polite(self) -> Phrases:
        return self._all("polite")

    @cached_property
    def last(self) -> Phrases:
        return self._all("last")

    def is_article(self, words: Sequence[str], at: int) -> bool:
        """Whether `words[at]` is an article and not the number one: something to count follows it.

        So is the "one" of "the second one".
        """
        if words[at] not in self.articles:
            return False
        if at and self.ordinal(words[at - 1]) is not None:
            return True
        return at + 1 < len(words) and words[at + 1] not in self.list_words

    def number(self, words: tuple[str, ...]) -> int | None:
        """The number that `words` say together, in the first language that knows it."""
        return next((value for reader in self.numbers if (value := reader.value(words)) is not None), None)

    def longest_number(self, words: tuple[str, ...], start: int) -> Span | None:
        """The longest number that begins at `start`, in whichever language makes it longest.

        A filler of one language is not looked up in the next: the Frisian "ik bin" says no Turkish thousand.
        """
        best: Span | None = None
        for lexicon, reader in zip(self.lexicons, self.numbers, strict=True):
            span = reader.longest(words, start)
            if span and (best is None or span.end > best.end):
                best = span
            if best is None and words[start] in lexicon.fillers:
                return None
        return best

    @cached_property
    def thousands(self) -> Phrases:
        """The words that make thousands of the digits before them ("2 duizend")."""
        return frozenset[str]().union(*(lexicon.numbers.thousand for lexicon in self.lexicons))

    def ordinal(self, word: str) -> int | None:
        return next((value for reader in self.numbers if (value := reader.ordinal(word)) is not None), None)


def without_courtesy(words: tuple[str, ...], polite: Phrases) -> tuple[str, ...]:
    """`words` without the polite ones at either end; never without all of them."""
    first, last = 0, len(words)
    while last - first > 1 and (width := _courtesy(words[first:last], polite, at_end=False)):
        first += width
    while last - first > 1 and (width := _courtesy(words[first:last], polite, at_end=True)):
        last -= width
    return words[first:last]


def _courtesy(words: tuple[str, ...], polite: Phrases, *, at_end: bool) -> int:
    """How many words at this end are a polite phrase, of at most three; never all of them."""
    for width in range(min(3, len(words) - 1), 0, -1):
        if " ".join(words[-width:] if at_end else words[:width]) in polite:
            return width
    return 0


@lru_cache(maxsize=256)
def languages_of(language: str, consultation: tuple[str, ...]) -> Languages:
    """`language` first, then the others of the consultation in their order."""
    return Languages((language, *(code for code in consultation if code != language)))


@dataclass(frozen=True)
class Heard:
    """One answer as it came in: as it was, folded, and as folded words."""

    raw: str
    folded: str
    words: tuple[str, ...]
    medium: Medium

    @classmethod
    def of(cls, raw: str, medium: Medium) -> Heard:
        folded = fold(raw)
        return cls(raw, folded, words_of(folded), medium)

    @property
    def plain(self) -> str:
        return " ".join(self.words)

    @property
    def too_long(self) -> bool:
        return len(self.folded) > LONGEST

    def part(self, words: tuple[str, ...]) -> Heard:
        """Only `words` of it."""
        text = " ".join(words)
        return Heard(text, text, words, self.medium)

    def without(self, phrases: Phrases) -> Heard:
        """What is left when every one of the phrases is taken out."""
        left = f" {self.plain} "
        for phrase in sorted(phrases, key=len, reverse=True):
            left = left.replace(f" {phrase} ", " ")
        return self.part(tuple(left.split()))

    def says(self, any_of: Phrases) -> bool:
        """Whether one of the phrases stands in it, whole."""
        return contains(self.words, any_of)
