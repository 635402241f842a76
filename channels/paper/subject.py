"""Which consultation a letter seems to be about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category, digit

from rapidfuzz import fuzz

from channels.paper.correspondence import reference_in
from models.definition import Definition

_NEAR = re.compile(
    r"\b(?:nummer|nr|numer|nûmer|numara|номер|тема|консультаці\w*|temat|dotyczy|konsultac\w*|konu|رقم|الموضوع|استشارة|الاستشارة|traject\w*|project\w*|code|kode|kenmerk|reference|number|onderwerp|betreft|zaak\w*|dossier|subject|meedoen)\b",
    re.IGNORECASE,
)

HEAD_LINES = 14
"""A letter's subject stands in its first lines."""

SUBJECT_LINES = 2 * HEAD_LINES
"""A line that says that it is the subject may stand lower, below two addresses."""

SAME = 90
"""Of 100: how like the title a subject must be that has nothing else; forgives a letter in ten."""

SHORTEST_WORD = 4
LITTLE_WORDS = frozenset(
    ("voor", "over", "naar", "door", "onze", "deze", "with", "from", "about", "your", "this", "foar", "için", "для")
)
"""Say nothing about a subject."""

ALIKE = 84
"""Of 100: how like a word of the title a word of the letter must be; lets "nieuwe" be "nieuw" and forgives a letter."""


def propose(texts: Sequence[str], consultations: Sequence[Definition]) -> str | None:
    """The code of the one consultation that the letter names, by its code, or else by its title in a line that says
    what it is about, or in its first lines; None if unclear."""
    for candidates in (_by_code_near_word(texts, consultations), _by_code(texts, consultations)):
        if len(candidates) == 1:
            return candidates.pop()
        if candidates:
            return None
    subjects = [subject for text in texts[:SUBJECT_LINES] if (subject := reference_in(text))]
    about = {one.code for one in consultations if any(_is_subject(subjects, title) for title in one.title.values())}
    if len(about) == 1:
        return about.pop()
    titled = {one.code for one in consultations if any(_named(texts, title) for title in one.title.values())}
    return titled.pop() if len(titled) == 1 else None


def _is_subject(subjects: Sequence[str], title: str) -> bool:
    """Whether a subject is the title and no more, however few words it has."""
    wanted = " ".join(re.findall(r"\w+", title.lower()))
    return any(fuzz.ratio(" ".join(re.findall(r"\w+", one.lower())), wanted) >= SAME for one in subjects)


def _by_code_near_word(texts: Sequence[str], consultations: Sequence[Definition]) -> set[str]:
    """Codes on a line that says what the number is."""
    return _codes([text for text in texts if _NEAR.search(text)], consultations)


def _by_code(texts: Sequence[str], consultations: Sequence[Definition]) -> set[str]:
    """Codes anywhere, but not as part of a postcode, an amount, a date or a longer number."""
    return _codes(texts, consultations)


def _codes(texts: Sequence[str], consultations: Sequence[Definition]) -> set[str]:
    plain = [_plain(text) for text in texts]
    found: set[str] = set()
    for one in consultations:
        alone = re.compile(rf"(?<![\d.,/\-€])(?<!€ ){one.code}(?![\d/\-]|[.,]\d|\s?[A-Z]{{2}}\b)")
        found |= {one.code for text in plain if alone.search(text)}
    return found


def _plain(text: str) -> str:
    """With figures as 0 to 9, whatever script they are in, and without marks that say which way to read."""
    figures = (str(digit(c)) if c.isdecimal() else c for c in text if category(c) != "Cf")
    return "".join(figures)


def _named(texts: Sequence[str], title: str) -> bool:
    """Whether all the weighty words of a title stand in the first lines, much alike."""
    wanted = [
        word for word in re.findall(r"\w+", title.lower()) if len(word) >= SHORTEST_WORD and word not in LITTLE_WORDS
    ]
    there = re.findall(r"\w+", " ".join(texts[:HEAD_LINES]).lower())
    return len(wanted) >= 2 and all(
        any(fuzz.ratio(word, other) >= ALIKE or (other.startswith(word) and len(word) >= 5) for other in there)
        for word in wanted
    )
