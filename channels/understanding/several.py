"""Several options at once, for the question type `choices`: `1 3`, `1,3`, `13`, "a en c", "bankjes en meer licht".

"13" is option 13 where there is one, else options 1 and 3. "1-3" may mean two options or three, and "1 of 3" one or
two, so these are asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from channels.understanding.hearing import Heard
from channels.understanding.menu import LETTERS, Menu
from channels.understanding.options import core_of, name_of, read_option
from channels.understanding.outcome import (
    CLEAR,
    CONTESTED,
    EXACT,
    UNKNOWN,
    NotUnderstood,
    Outcome,
    Reason,
    Skipped,
    Understood,
)
from models.reading import Value

_SEPARATORS = re.compile(r"[,;/+&\n|]+")
_GLUED = re.compile(r"(\d+)([^\W\d_]+)(?=\d)")
_RANGE = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})")
_KEYPAD_OPTIONS = 9
"""With up to nine options each is one digit, so that a row of digits needs no separators."""


def read_options(heard: Heard, menu: Menu, most: int) -> Outcome:
    """The value of a `choices` question: option keys in definition order, each once, at most `most`."""
    exact = name_of(heard, menu)
    if isinstance(exact, Understood):
        return _chosen([menu.keys.index(str(exact.value))], menu, most, exact.confidence)
    if heard.plain in menu.languages.none:
        option = read_option(heard, menu)
        if not isinstance(option, Understood):
            return Skipped()
    if heard.plain in menu.languages.all_of_them:
        return _chosen(range(menu.size), menu, most, CLEAR)
    if heard.too_long or not heard.words:
        return UNKNOWN
    span = _RANGE.fullmatch(heard.folded.strip(" .!"))
    if span:
        return _range(int(span[1]), int(span[2]), menu, most)
    if all(word.isdecimal() for word in heard.words):
        return _digits(heard.words, menu, most)
    heard = _spaced(heard, menu)
    outcome = _listed(heard, menu, most) or _part_by_part(heard, menu, most)
    if isinstance(outcome, Understood) and isinstance(outcome.value, list) and len(outcome.value) > 1:
        return NotUnderstood(Reason.AMBIGUOUS, (outcome.value,)) if heard.says(menu.languages.or_words) else outcome
    return _run_together(heard, menu, most) if outcome == UNKNOWN else outcome


def _spaced(heard: Heard, menu: Menu) -> Heard:
    """ "1en3" with its spaces."""
    spaced = _GLUED.sub(
        lambda glued: f"{glued[1]} {glued[2]} " if glued[2] in menu.languages.list_words else glued[0], heard.folded
    )
    return heard if spaced == heard.folded else Heard.of(spaced, heard.medium)


def _chosen(positions: Iterable[int], menu: Menu, most: int, confidence: float) -> Outcome:
    value = [menu.keys[position] for position in sorted(set(positions))]
    return Understood(value, confidence) if len(value) <= most else NotUnderstood(Reason.TOO_MANY)


def _range(first: int, last: int, menu: Menu, most: int) -> Outcome:
    if not (1 <= first <= menu.size and 1 <= last <= menu.size):
        return NotUnderstood(Reason.OUT_OF_RANGE)
    ends, all_between = [menu.keys[first - 1], menu.keys[last - 1]], menu.keys[first - 1 : last]
    if first >= last or ends == all_between:
        return _chosen((first - 1, last - 1), menu, most, CLEAR)
    suggestions: tuple[Value, ...] = tuple(value for value in (ends, all_between) if len(value) <= most)
    return NotUnderstood(Reason.AMBIGUOUS, suggestions)


def _digits(groups: tuple[str, ...], menu: Menu, most: int) -> Outcome:
    positions: list[int] = []
    confidence = EXACT
    for group in groups:
        if len(group) < 4 and 1 <= int(group) <= menu.size:
            positions.append(int(group) - 1)
            continue
        splits = menu.size <= _KEYPAD_OPTIONS or len(group) == 2
        if not splits or len(group) > 2 * menu.size or not all(1 <= int(digit) <= menu.size for digit in group):
            return NotUnderstood(Reason.OUT_OF_RANGE)
        positions += (int(digit) - 1 for digit in group)
        confidence = min(confidence, CLEAR if menu.size <= _KEYPAD_OPTIONS else CONTESTED)
    return _chosen(positions, menu, most, confidence)


def _run_together(heard: Heard, menu: Menu, most: int) -> NotUnderstood:
    """ "ac" may be options a and c, or the beginning of a word: something to ask about."""
    letters = heard.plain
    positions = [LETTERS.find(letter) for letter in letters]
    if (
        not letters.isascii()
        or positions != sorted(set(positions))
        or not 0 <= positions[0] <= positions[-1] < menu.size
    ):
        return UNKNOWN
    value = _chosen(positions, menu, most, CONTESTED)
    return NotUnderstood(Reason.UNSURE, (value.value,)) if isinstance(value, Understood) else UNKNOWN


def _listed(heard: Heard, menu: Menu, most: int) -> Outcome | None:
    """Names of options and nothing else but list words and fillers; the longest name at each place.

    The "a" of "a bench and a tree" is no letter, while that of "a and c" is; where it may be either, parts decide.
    """
    words, positions, confidence, at = heard.words, set[int](), EXACT, 0
    small_words = longer_names = False
    while at < len(words):
        width, found, sureness = _name_at(words, at, menu)
        if found is not None:
            positions.add(found)
            small_words |= words[at] in menu.languages.fillers and len(words[at]) == width == 1
            longer_names |= width > 1 or (len(words[at]) > 1 and not words[at].isdecimal())
            confidence = min(confidence, sureness)
        elif words[at] in menu.languages.list_words:
            pass
        elif words[at] in menu.languages.fillers:
            confidence = min(confidence, CLEAR)
        else:
            return None
        at += width
    if small_words and longer_names:
        return None
    return _chosen(positions, menu, most, confidence) if positions else None


def _name_at(words: tuple[str, ...], at: int, menu: Menu) -> tuple[int, int | None, float]:
    """How many words from `at` on name an option, which, and how sure that is. An article alone names none."""
    for end in range(min(len(words), at + max(menu.longest_name, 3)), at, -1):
        run = words[at:end]
        if len(run) == 1 and (run[0] in menu.languages.list_words or menu.languages.is_article(words, at)):
            continue
        named = menu.named(run)
        if named is not None and len(named.positions) == 1:
            return end - at, next(iter(named.positions)), named.confidence
    return 1, None, EXACT


def _part_by_part(heard: Heard, menu: Menu, most: int) -> Outcome:
    """Each part of a list read as one option; every one must be understood."""
    positions: set[int] = set()
    confidence = EXACT
    unsure: list[set[int]] = []
    for part in _parts(heard, menu):
        if name_of(part, menu) is None and not set(core_of(part, menu)) - menu.languages.fillers:
            continue
        outcome = read_option(part, menu)
        if isinstance(outcome, Understood):
            positions.add(menu.keys.index(str(outcome.value)))
            confidence = min(confidence, outcome.confidence)
        elif isinstance(outcome, NotUnderstood) and outcome.suggestions:
            unsure.append({menu.keys.index(str(key)) for key in outcome.suggestions})
        else:
            return outcome
    if unsure:
        return _asked(positions, unsure, menu, most)
    return _chosen(positions, menu, most, confidence) if positions else UNKNOWN


def _asked(positions: set[int], unsure: list[set[int]], menu: Menu, most: int) -> NotUnderstood:
    """A suggestion if every doubtful part has one likely meaning."""
    if any(len(maybe) > 1 for maybe in unsure):
        return NotUnderstood(Reason.AMBIGUOUS)
    value = _chosen(positions.union(*unsure), menu, most, CONTESTED)
    return NotUnderstood(Reason.UNSURE, (value.value,)) if isinstance(value, Understood) else UNKNOWN


def _parts(heard: Heard, menu: Menu) -> list[Heard]:
    parts: list[list[str]] = []
    for piece in _SEPARATORS.split(heard.folded):
        parts.append([])
        for word in Heard.of(piece, heard.medium).words:
            if word in menu.languages.list_words:
                parts.append([])
            else:
                parts[-1].append(word)
    return [heard.part(tuple(words)) for words in parts if words]
