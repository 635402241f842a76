"""In which language a text is, told by its little words, or by its script; also of print read in another language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

FEWEST, CLEARLY = 4, 1.4
"""Little words of a language that must be there, and times as many as of any other one."""

_SCRIPTS = {"uk": re.compile(r"[\u0400-\u04ff]"), "ar": re.compile(r"[\u0600-\u06ff]")}
OTHER_SCRIPTS = frozenset(_SCRIPTS)
"""Languages in another script than Latin."""

_WORDS = {
    "nl": "de het een van dat ik niet is in op te zijn met voor die er aan om ook als maar wij naar bij nog wel en",
    "en": "the and to of is for that with not are have this on as at was they you be we my in it",
    "fy": "it en fan dat ik net is yn op te mei foar dy der oan om ek as mar wy nei by noch binne ha",
    "tr": "ve bir icin bu cok da ile daha ama gibi olarak var yok kadar cunku de hic",
    "pl": "i w na sie nie z do jest ze to jak dla po przez od oraz ale jest za ich",
}
"""Without accents: whoever reads Polish as Dutch leaves them out."""

_LITTLE = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_PLAIN = str.maketrans({"ı": "i", "ł": "l"})


def language_of(text: str, among: Sequence[str]) -> str | None:
    """The one of `among` (ISO 639-1) that a text surely is in; None if that is not clear."""
    letters = sum(c.isalpha() for c in text)
    for language, script in _SCRIPTS.items():
        if language in among and len(script.findall(text)) > letters / 2:
            return language
    words = re.findall(r"[^\W\d_]+", _folded(text))
    counts = {one: sum(word in _LITTLE[one] for word in words) for one in among if one in _LITTLE}
    ordered = sorted(counts, key=lambda one: counts[one], reverse=True)
    if not ordered or counts[ordered[0]] < FEWEST:
        return None
    clear = len(ordered) == 1 or counts[ordered[0]] >= CLEARLY * counts[ordered[1]]
    return ordered[0] if clear else None


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
