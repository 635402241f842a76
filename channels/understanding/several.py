"""Several options at once, for the question type `choices`: `1 3`, `1,3`, `13`, "a en c", "bankjes en meer licht".

"13" is option 13 where there is one, else options 1 and 3. "1-3" may mean two options or three, and "1 of 3" one or
two, so these are asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from channels.understanding.hearing import Heard
from channels.understanding.menu import LETTERS, Menu
from channels.understanding.options import core_of, denies, name_of, read_option
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
_ARABIC_AND = re.compile(r"(?<= )(و)(?=\w{3})")
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
    if heard.plain in menu.languages.all_of_them | menu.languages.both:
        return _all(heard, menu, most)
    if heard.too_long or not heard.words:
        return UNKNOWN
    span = _RANGE.fullmatch(heard.folded.strip(" .!"))
    if span:
        return _range(int(span[1]), int(span[2]), menu, most)
    if all(word.isdecimal() for word in heard.words):
        return _digits(heard.words, menu, most)
    heard = _spaced(heard, menu)
    counted = _first_or_last(heard, menu, most) or _spoken_range(heard, menu, most)
    if counted is not None:
        return counted
    outcome = None if _has_single_article(heard, menu) else _listed(heard, menu, most)
    outcome = outcome or _part_by_part(heard, menu, most)
    if isinstance(outcome, Understood) and isinstance(outcome.value, list) and len(outcome.value) > 1:
        return NotUnderstood(Reason.AMBIGUOUS, (outcome.value,)) if heard.says(menu.languages.or_words) else outcome
    return _run_together(heard, menu, most) if outcome == UNKNOWN else outcome


def _all(heard: Heard, menu: Menu, most: int) -> Outcome:
    """ "allemaal"; "allebei" and "alle drie" only where there are so many."""
    counts = [number for word in heard.words if (number := menu.languages.number((word,))) is not None]
    said = 2 if heard.plain in menu.languages.both else counts[0] if counts else menu.size
    return _chosen(range(menu.size), menu, most, CLEAR) if said == menu.size else NotUnderstood(Reason.AMBIGUOUS)


def _first_or_last(heard: Heard, menu: Menu, most: int) -> Outcome | None:
    """ "de eerste drie", "the last two": so many from one end, or is it the first and the third? Asked about."""
    said = [word for word in heard.words if word not in menu.languages.fillers or word in menu.languages.articles]
    if len(said) != 2:
        return None
    first = menu.languages.ordinal(said[0]) == 1
    count = menu.number((said[1],))
    if not (first or said[0] in menu.languages.last) or count is None or not 1 < count <= menu.size:
        return None
    value = _chosen(range(count) if first else range(menu.size - count, menu.size), menu, most, CONTESTED)
    return NotUnderstood(Reason.UNSURE, (value.value,)) if isinstance(value, Understood) else value


def _spoken_range(heard: Heard, menu: Menu, most: int) -> Outcome | None:
    """ "1 t/m 3" is a range; "1 tot 3" may leave out the last, and is asked about."""
    words = heard.words
    for between, inclusive in ((menu.languages.through, True), (menu.languages.up_to, False)):
        for phrase in sorted(between, key=len, reverse=True):
            width = len(phrase.split())
            for at in range(1, len(words) - width):
                if " ".join(words[at : at + width]) != phrase:
                    continue
                first, last = _end_of_range(words[:at], menu), _end_of_range(words[at + width :], menu)
                if first is None or last is None or first >= last:
                    continue
                value = _chosen(range(first, last + 1), menu, most, CLEAR)
                if inclusive or not isinstance(value, Understood):
                    return value
                return NotUnderstood(Reason.UNSURE, (value.value,))
    return None


def _end_of_range(words: tuple[str, ...], menu: Menu) -> int | None:
    """The one option that is named by all that stands at one side of a range, small words aside."""
    for said in (words, tuple(word for word in words if word not in menu.languages.fillers), words[-1:]):
        named = (
            menu.named(said)
            if said and set(words) - set(said) <= menu.languages.fillers | menu.languages.up_to
            else None
        )
        if named is not None and len(named.positions) == 1:
            return next(iter(named.positions))
    return None


def _has_single_article(heard: Heard, menu: Menu) -> bool:
    """Whether a part between commas is nothing but an article, which is then the number: "een, drie"."""
    parts = [Heard.of(piece, heard.medium).words for piece in _SEPARATORS.split(heard.folded)]
    return len(parts) > 1 and any(len(part) == 1 and part[0] in menu.languages.articles for part in parts)


def _spaced(heard: Heard, menu: Menu) -> Heard:
    """ "1en3" with its spaces, and the Arabic "and", which is written as part of the word behind it, by itself."""
    spaced = _GLUED.sub(
        lambda glued: f"{glued[1]} {glued[2]} " if glued[2] in menu.languages.list_words else glued[0], heard.folded
    )
    spaced = _ARABIC_AND.sub(r"\1 ", spaced)
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
    small_words = longer_names = skipped_one = False
    while at < len(words):
        width, found, sureness = _name_at(words, at, menu)
        if found is not None:
            positions.add(found)
            small_words |= words[at] in menu.languages.fillers and len(words[at]) == width == 1
            longer_names |= width > 1 or (len(words[at]) > 1 and not words[at].isdecimal())
            confidence = min(confidence, sureness)
        elif words[at] in menu.languages.list_words:
            pass
        elif words[at] in menu.languages.fillers and not denies(words, at, menu):
            skipped_one |= _may_be_one(words, at, menu)
            confidence = min(confidence, CLEAR)
        else:
            return None
        at += width
    if small_words and longer_names:
        return None
    if skipped_one:
        with_one = _chosen(positions | {0}, menu, most, CONTESTED)
        return NotUnderstood(Reason.UNSURE, (with_one.value,)) if isinstance(with_one, Understood) else with_one
    return _chosen(positions, menu, most, confidence) if positions else None


def _may_be_one(words: tuple[str, ...], at: int, menu: Menu) -> bool:
    """Whether an article before a number word may be the number one: "een twee drie"."""
    following = words[at + 1 : at + 2]
    return words[at] in menu.languages.articles and bool(following) and menu.number(following) is not None


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
