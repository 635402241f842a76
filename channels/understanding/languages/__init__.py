"""The languages whose words we know, one file each."""

from __future__ import annotations

from channels.understanding.languages import ar, en, fy, nl, pl, tr, uk
from channels.understanding.lexicon import Lexicon

LEXICONS: dict[str, Lexicon] = {
    "nl": nl.WORDS,
    "en": en.WORDS,
    "fy": fy.WORDS,
    "tr": tr.WORDS,
    "ar": ar.WORDS,
    "pl": pl.WORDS,
    "uk": uk.WORDS,
}
