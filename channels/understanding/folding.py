"""What two spellings of the same word have in common: text without case, accents, marks and invisible characters.

Folding is for comparing only; nothing folded is ever stored or shown.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "'’‘‛`´ʼʹʻʽʾʿˈ′"
"""All the ways in which phones and keyboards write the apostrophe of "foto's" and "п'ять"."""

_SAME_LETTER = {
    "ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
    "ґ": "г", "ё": "е",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ـ": "", "ء": "",
    "№": " ", "🔟": "10", "–": "-", "—": "-", "−": "-", "،": ",", "؛": ";", "٫": ".", "٬": ".", "⁄": "/",
}  # fmt: skip

_LATIN_IN_CYRILLIC = str.maketrans("aceiopxy", "асеіорху")
_CYRILLIC_WORD = re.compile(r"[^\W\d_]*[а-яіїєґ][^\W\d_]*")
_WORD = re.compile(r"\d*[^\W\d_]+|\d+")


class _Folding(dict[int, str]):
    """For `str.translate`: each character's folded form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    if character in _SAME_LETTER:
        return _SAME_LETTER[character]
    if character in _APOSTROPHES:
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    if category[0] == "M" or category in ("Cf", "Cs", "Sk"):
        return ""
    if category[0] in "CZ":
        return " "
    if unicodedata.decomposition(character).startswith("<fraction>"):
        return "½"
    parts = unicodedata.normalize("NFKD", character).casefold()
    if parts == character:
        return character
    return "".join(_folded(part) for part in parts)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """`text` in small letters, every digit as 0-9, without accents, apostrophes and invisible characters.

    Punctuation stays, since "1,3" and "13" differ. Every vulgar fraction becomes "½", so that it is no digit. A Latin
    letter inside a Cyrillic word ("нi" with a Latin i) becomes the Cyrillic one that it was typed for.
    """
    folded = text.translate(_FOLDING)
    if not folded.isascii():
        folded = _CYRILLIC_WORD.sub(lambda word: word[0].translate(_LATIN_IN_CYRILLIC), folded)
    return folded.strip()


def words_of(folded: str) -> tuple[str, ...]:
    """The words and digit groups of a folded text, without any punctuation. "optie2" is two words, "2e" is one."""
    return tuple(_WORD.findall(folded))


def plain(text: str) -> str:
    """The words of `text`, folded, with one space between them: equal for all spellings of one phrase."""
    return " ".join(words_of(fold(text)))


def says_nothing(text: str) -> bool:
    """Whether `text` has no visible character at all."""
    return all(c.isspace() or unicodedata.category(c) in ("Cf", "Cc", "Cs", "Mn", "Zl", "Zp") for c in text)
