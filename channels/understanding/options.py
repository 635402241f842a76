"""One option of several, for the question type `choice`, and for each part of an answer to `choices`.

An option's number, letter, label or key is exact. In a short sentence an option counts if exactly one is named and
nothing denies it; a keyword counts if it belongs to exactly one label. A typing error is only ever a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from channels.understanding.hearing import SHORT_SENTENCE, Heard
from channels.understanding.menu import Menu
from channels.understanding.outcome import (
    CONTESTED,
    IN_A_SENTENCE,
    UNKNOWN,
    Medium,
    NotUnderstood,
    Outcome,
    Reason,
    Understood,
)

_SHORTEST_PREFIX = 4
"""Letters. "bank" is enough for "bankjes"; "de" is not for "de markt"."""

_ARABIC_PREFIX = re.compile("^(?:و|ف|ب|ل)?(?:ال|لل)|^و(?=...)")

_MOST_SUGGESTIONS = 3


def read_option(heard: Heard, menu: Menu) -> Outcome:
    """The value of a `choice` question. Skip words are the caller's; a label that equals one is found here first."""
    exact = name_of(heard, menu)
    if exact is not None:
        return exact
    if heard.too_long or not heard.words:
        return UNKNOWN
    core = core_of(heard, menu)
    readers = (_several_named, _behind_fillers, _label_within, _keyword, _keyword_among_others, _mistyped)
    for reader in readers:
        outcome = reader(heard, core, menu)
        if outcome is not None:
            return outcome
    if heard.says(menu.languages.unsure):
        return _half_said(heard, menu)
    number = menu.number(core)
    return UNKNOWN if number is None else NotUnderstood(Reason.OUT_OF_RANGE)


def _half_said(heard: Heard, menu: Menu) -> Outcome:
    """ "twee, denk ik": what is left without the doubt is something to ask about."""
    rest = heard.without(menu.languages.unsure)
    outcome = read_option(rest, menu) if rest.words else UNKNOWN
    return NotUnderstood(Reason.UNSURE, (outcome.value,)) if isinstance(outcome, Understood) else outcome


def name_of(heard: Heard, menu: Menu) -> Outcome | None:
    """The option whose name was heard, and nothing else."""
    named = menu.named(heard.words)
    if named is None:
        return None
    sound = heard.medium is Medium.SPEECH and _is_hardly_a_word(heard.words, menu)
    return _decided(named.positions, menu, min(named.confidence, CONTESTED) if sound else named.confidence)


def _is_hardly_a_word(words: tuple[str, ...], menu: Menu) -> bool:
    """A letter or "een" by itself may as well have been a sigh."""
    return len(words) == 1 and (words[0] in menu.languages.articles or (len(words[0]) == 1 and words[0].isalpha()))


def core_of(heard: Heard, menu: Menu) -> tuple[str, ...]:
    """The words that may carry an answer. Where only small words are left, one may be a letter or the number one."""
    fillers = menu.languages.fillers
    words = tuple(word for at, word in enumerate(heard.words) if word not in fillers or denies(heard.words, at, menu))
    if words:
        return words
    small = tuple(w for w in heard.words if (len(w) == 1 or w in menu.languages.articles) and menu.named((w,)))
    return small if len(small) == 1 else heard.words


def denies(words: tuple[str, ...], at: int, menu: Menu) -> bool:
    """Whether a word is a negation. "no. 1" is a number and denies nothing; "no trees" does."""
    return words[at] in menu.languages.negations and not (at + 1 < len(words) and words[at + 1].isdecimal())


def _decided(positions: frozenset[int], menu: Menu, confidence: float) -> Outcome:
    keys = tuple(menu.keys[position] for position in sorted(positions))
    if len(keys) == 1:
        return Understood(keys[0], confidence)
    return NotUnderstood(Reason.AMBIGUOUS, keys[:_MOST_SUGGESTIONS] if len(keys) < menu.size else ())


def _suggested(positions: frozenset[int], menu: Menu) -> NotUnderstood:
    keys = tuple(menu.keys[position] for position in sorted(positions))
    return NotUnderstood(Reason.UNSURE if len(keys) == 1 else Reason.AMBIGUOUS, keys[:_MOST_SUGGESTIONS])


def _denied(heard: Heard, menu: Menu) -> bool:
    return heard.says(menu.languages.negations) or heard.says(menu.languages.unsure)


def _behind_fillers(heard: Heard, core: tuple[str, ...], menu: Menu) -> Outcome | None:
    """ "optie 2", "doe maar b", "de tweede graag"."""
    named = menu.named(core)
    if named is None or heard.says(menu.languages.unsure):
        return None
    return _decided(named.positions, menu, min(named.confidence, 0.9))


def _label_within(heard: Heard, core: tuple[str, ...], menu: Menu) -> Outcome | None:
    """A whole label inside a sentence; a label inside a longer label that was also said does not count."""
    found = [(label.position, at, at + len(label.words)) for label in menu.labels for at in _places(label.words, heard)]
    widest = [
        (position, start, end)
        for position, start, end in found
        if not any(s <= start and end <= e and (s, e) != (start, end) for _, s, e in found)
    ]
    positions = frozenset(position for position, _, _ in widest)
    if not positions:
        return None
    outside = [w for at, w in enumerate(heard.words) if not any(start <= at < end for _, start, end in widest)]
    rest = heard.part(tuple(outside))
    others = _numbers_in(outside, menu) | _positions_of_any(core_of(rest, menu), menu)
    if others - positions:
        return _suggested(positions | others, menu)
    if len(positions) == 1 and rest.says(menu.languages.negations):
        return UNKNOWN
    strange = any(_says_something_else(word, positions, menu) for word in outside)
    if len(positions) == 1 and (strange or _denied(rest, menu) or len(heard.words) > SHORT_SENTENCE):
        return _suggested(positions, menu)
    return _decided(positions, menu, IN_A_SENTENCE)


def _says_something_else(word: str, positions: frozenset[int], menu: Menu) -> bool:
    """Whether a word beside a label is neither a small one nor about the same option."""
    small = menu.languages.fillers | menu.languages.list_words
    return word not in small and not word.isdecimal() and _positions_of_any((word,), menu) != positions


def _places(words: tuple[str, ...], heard: Heard) -> list[int]:
    width = len(words)
    return [at for at in range(len(heard.words) - width + 1) if heard.words[at : at + width] == words]


def _keyword(heard: Heard, core: tuple[str, ...], menu: Menu) -> Outcome | None:
    """Words that all belong to one label: "bomen" for "meer bomen", "bank" for "bankjes"."""
    words = [word for word in core if not word.isdecimal()]
    together = " ".join(words)
    positions = frozenset(
        position
        for position, keywords, label in menu.keywords
        if words and (_begins(label, together) or all(_belongs(word, keywords) for word in words))
    )
    numbers = _numbers_in(core, menu)
    if positions and ((numbers and numbers != positions) or menu.languages.inexact.issuperset(words)):
        return _suggested(positions | numbers, menu)
    return _decided(positions, menu, IN_A_SENTENCE) if positions else None


def _numbers_in(words: Sequence[str], menu: Menu) -> frozenset[int]:
    """The options whose numbers stand among `words` in digits."""
    numbers = (int(word) for word in words if word.isdecimal() and len(word) < 4)
    return frozenset(number - 1 for number in numbers if 1 <= number <= menu.size)


def _belongs(word: str, keywords: frozenset[str]) -> bool:
    return word in keywords or any(_begins(keyword, word) for keyword in keywords)


def _begins(whole: str, word: str) -> bool:
    return len(word) >= _SHORTEST_PREFIX and whole.startswith(word)


def _akin(word: str, keywords: frozenset[str]) -> bool:
    """Another form of a keyword ("speelplaats"), a compound with it ("verlichting"), or one without its article."""
    bare = _bare(word)
    return any(
        min(len(bare), len(other)) >= _SHORTEST_PREFIX
        and (bare[:_SHORTEST_PREFIX] == other[:_SHORTEST_PREFIX] or (len(other) > _SHORTEST_PREFIX and other in bare))
        for other in map(_bare, keywords)
    )


def _bare(word: str) -> str:
    """An Arabic word without the article and the "and" that are written as part of it."""
    return _ARABIC_PREFIX.sub("", word) if len(word) > _SHORTEST_PREFIX else word


def _several_named(heard: Heard, core: tuple[str, ...], menu: Menu) -> Outcome | None:
    """ "1 of 3", "a en b": more than was asked for."""
    small = menu.languages.fillers | menu.languages.list_words
    parts = [
        word
        for at, word in enumerate(heard.words)
        if word not in small
        or (len(word) == 1 and word not in menu.languages.list_words)
        or (word in menu.languages.articles and not menu.languages.is_article(heard.words, at))
    ]
    named = [menu.named((word,)) for word in parts]
    if len(named) < 2 or None in named:
        return None
    positions = frozenset[int]().union(*(one.positions for one in named if one))
    return _decided(positions, menu, IN_A_SENTENCE)


def _keyword_among_others(heard: Heard, core: tuple[str, ...], menu: Menu) -> Outcome | None:
    """A keyword beside words that we do not know: something to ask about."""
    positions = _positions_of_any(core, menu)
    if not positions or len(positions) == menu.size:
        return None
    if heard.says(menu.languages.negations):
        return UNKNOWN
    return _suggested(positions, menu)


def _positions_of_any(words: Sequence[str], menu: Menu) -> frozenset[int]:
    return frozenset(
        position
        for position, keywords, _ in menu.keywords
        if any(_belongs(word, keywords) or _akin(word, keywords) for word in words)
    )


def _mistyped(heard: Heard, core: tuple[str, ...], menu: Menu) -> Outcome | None:
    """The nearest labels, if any are near enough for their length."""
    together = " ".join(core)
    best: dict[int, int] = {}
    for position, keywords, label in menu.keywords:
        targets = (label, *keywords) if len(core) == 1 else (label, " ".join(w for w in label.split() if w in keywords))
        for target in targets:
            allowed = errors_allowed(min(len(together), len(target)))
            distance = OSA.distance(together, target, score_cutoff=allowed)
            if 0 < distance <= allowed:
                best[position] = min(distance, best.get(position, distance))
    if not best:
        return None
    nearest = min(best.values())
    return _suggested(frozenset(position for position, distance in best.items() if distance == nearest), menu)


def errors_allowed(length: int) -> int:
    """Typing errors (a letter more, less, other or swapped) that leave a word of this length recognisable."""
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 10 else 3
