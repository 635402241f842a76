"""The languages whose words we know, one file each."""

from __future__ import annotations

from channels.understanding.languages import en, nl
from channels.understanding.lexicon import Lexicon

LEXICONS: dict[str, Lexicon] = {"nl": nl.WORDS, "en": en.WORDS}
