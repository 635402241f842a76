"""Whether somebody said that they do not want to answer.

Only an explicit word is a skip, and only if nothing else was said. "Weet ik niet" is no skip: to an open question it is
an answer, to another it is a reason to ask once more and to say how one can skip.
"""

from __future__ import annotations

from channels.understanding.folding import fold, words_of
from channels.understanding.hearing import Heard, Languages, without_courtesy
from channels.understanding.outcome import Medium

_EMPTY_CELLS = frozenset({"", "nvt", "n v t", "n a", "na"})
"""What people put into a cell to show that it was not forgotten; "" is a dash, a point or a question mark."""


def is_skip(heard: Heard, languages: Languages) -> bool:
    if heard.medium is Medium.CELL and heard.plain in _EMPTY_CELLS and not _is_symbol(heard):
        return True
    return _skips(heard.words, languages)


def _is_symbol(heard: Heard) -> bool:
    """Emoji and ticks have no words either, but say something."""
    return any(ord(character) > 0x2190 for character in heard.folded)


def skip_word(text: str, languages: Languages) -> bool:
    """Whether all of `text` is a skip word; for open text, whose other readings are all content."""
    return len(text) < 60 and _skips(words_of(fold(text)), languages)


def _skips(words: tuple[str, ...], languages: Languages) -> bool:
    return " ".join(words) in languages.skip or " ".join(without_courtesy(words, languages.polite)) in languages.skip
