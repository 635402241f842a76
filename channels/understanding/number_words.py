"""Number words → whole numbers, up to 999,999, in every language whose words we know.

One small grammar for all: hundreds and thousands multiply what stands before them, parts may be joined by "and", and
some languages say the ones before the tens. Words are read run together, because Dutch, Frisian and Turkish write
them so, and because speech engines cut them anywhere ("drie en twintig", "drieëntwintig", "drie-en-twintig").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from channels.understanding.lexicon import NumberWords

_Read = Callable[[str], int | None]

LONGEST_RUN = 12
"""Words in one number. "nine hundred and ninety nine thousand nine hundred and ninety nine" has eleven."""


LONGEST_SPELLED = 90
"""Letters; the longest Dutch and Polish numbers have about seventy."""


@dataclass(frozen=True)
class Span:
    """A number said by `words[start:end]`."""

    start: int
    end: int
    value: int


class NumberReader:
    """Reads the number words of one language. All words must be folded."""

    def __init__(self, words: NumberWords) -> None:
        self._words = words

    @cached_property
    def _small(self) -> dict[str, int]:
        """Every spelling of 0 to 99, run together."""
        w = self._words
        small = _numbered(w.ones, 0) | _numbered(w.teens, 10)
        ones = [(spelling, value) for value in range(1, 10) for spelling in w.ones[value]]
        joiners = w.joiners if w.ones_first else w.joiners | {""}
        for at, group in enumerate(w.tens):
            for ten in group:
                small[ten] = 10 * (at + 2)
                for one, value in ones:
                    for joiner in joiners:
                        spelling = one + joiner + ten if w.ones_first else ten + joiner + one
                        small[spelling] = 10 * (at + 2) + value
        return small

    @cached_property
    def _hundreds(self) -> dict[str, int]:
        """How a number of hundreds can begin, longest first so that "eenhonderd" is tried before "een"."""
        w = self._words
        found = {spelling: 100 * (at + 1) for at, group in enumerate(w.hundreds) for spelling in group}
        for hundred in sorted(word.replace(" ", "") for word in w.hundred):
            found[hundred] = 100
            for before, value in self._small.items():
                if 0 < value < 10 or (w.teen_hundreds and value > 10 and value % 10):
                    found[before + hundred] = 100 * value
        return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))

    @cached_property
    def _round(self) -> frozenset[str]:
        """One of these is in every number from 100 on."""
        own = frozenset(spelling for group in self._words.hundreds for spelling in group)
        return own or frozenset(word.replace(" ", "") for word in self._words.hundred)

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return _numbered(self._words.ordinals, 1)

    def value(self, words: Sequence[str]) -> int | None:
        """The number that `words` say together, or None."""
        spelled = "".join(words)
        small = self._small.get(spelled)
        if small is not None or spelled.isascii() != self._latin or len(spelled) > LONGEST_SPELLED:
            return small
        for thousand, count in self._thousands:
            before, found, after = spelled.partition(thousand)
            if not found:
                continue
            many = count or (self._below_thousand(before) if before else 1)
            rest = self._rest(after, self._below_thousand)
            if many and not (count and before) and rest is not None:
                return 1000 * many + rest
        return self._below_hundreds(spelled)

    def ordinal(self, word: str) -> int | None:
        """ "tweede", "2e", "2nd" → 2."""
        if word in self._ordinals:
            return self._ordinals[word]
        digits = word.rstrip("".join(set("".join(self._words.ordinal_endings)))) if word[:1].isdigit() else ""
        if digits.isdigit() and len(digits) < 4 and word[len(digits) :] in self._words.ordinal_endings:
            return int(digits)
        return None

    def spans(self, words: Sequence[str]) -> list[Span]:
        """The numbers said in `words`, each as long as it can be, from left to right."""
        found: list[Span] = []
        start = 0
        while start < len(words):
            span = self.longest(words, start)
            if span:
                found.append(span)
            start = span.end if span else start + 1
        return found

    def longest(self, words: Sequence[str], start: int) -> Span | None:
        """The longest number that begins at `start`."""
        for end in range(min(len(words), start + LONGEST_RUN), start, -1):
            value = self.value(words[start:end])
            if value is not None:
                return Span(start, end, value)
        return None

    @cached_property
    def _latin(self) -> bool:
        return all(word.isascii() for word in self._words.thousand)

    @cached_property
    def _thousands(self) -> list[tuple[str, int]]:
        """The words for thousand, with how many thousand they are by themselves (0: what stands before them says)."""
        single = sorted((word.replace(" ", "") for word in self._words.thousand), key=lambda word: -len(word))
        return [*((word, 2) for word in sorted(self._words.two_thousand)), *((word, 0) for word in single)]

    def _below_thousand(self, spelled: str) -> int | None:
        value = self._below_hundreds(spelled)
        return value if value is not None and value < 1000 else None

    def _below_hundreds(self, spelled: str) -> int | None:
        """Below 10,000, so that "vijftienhonderd zes" is a number."""
        if spelled in self._small:
            return self._small[spelled]
        if not any(hundred in spelled for hundred in self._round):
            return None
        for beginning, value in self._hundreds.items():
            if spelled.startswith(beginning):
                rest = self._rest(spelled[len(beginning) :], self._small.get)
                if rest is not None:
                    return value + rest
        return None

    def _rest(self, spelled: str, read: _Read) -> int | None:
        """What follows a round number: nothing, or a smaller number, with or without a joiner."""
        if not spelled:
            return 0
        value = read(spelled)
        for joiner in self._words.joiners:
            if value is None and spelled.startswith(joiner):
                value = read(spelled[len(joiner) :])
        return value or None


def _numbered(groups: Sequence[Sequence[str]], first: int) -> dict[str, int]:
    return {spelling: first + at for at, group in enumerate(groups) for spelling in group}
