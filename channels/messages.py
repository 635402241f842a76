"""What is to be written, as text messages: one where one holds it, else a few that each end where one can pause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_MESSAGE = 1500
"""UTF-16 units. Twilio refuses a message above 1600."""

_SENTENCE_END = re.compile(r"(?<=[^\d\s][.?!؟…])\s+")
"""Not behind a number: "1. meer bomen" is an option, and stays together."""


def messages(lines: Iterable[str], longest: int = LONGEST_MESSAGE) -> list[str]:
    """The lines as few messages of at most `longest` units. No lines, or empty ones: no message.

    A message ends at the end of a line, so that an option stays whole and beside its number; and the last one is filled
    first, so that a question stays together and what goes before it makes room. Only a line that no message holds is
    cut: at the end of a sentence, else between words; a word only where it is itself too long.
    """
    made: list[str] = []
    joint = ""
    for piece, before in reversed([piece for line in lines if line for piece in _pieces(line, longest)]):
        if made and _units(piece) + len(joint) + _units(made[0]) <= longest:
            made[0] = f"{piece}{joint}{made[0]}"
        else:
            made.insert(0, piece)
        joint = before
    return made


def _pieces(line: str, longest: int) -> Iterator[tuple[str, str]]:
    """Parts of a line that each fit, with what joins each to the part before it."""
    if _units(line) <= longest:
        yield line, "\n"
        return
    joint = "\n"
    for sentence in _SENTENCE_END.split(line):
        for word in [sentence] if _units(sentence) <= longest else sentence.split():
            for part in [word] if _units(word) <= longest else _cut(word, longest // 2):
                yield part, joint
                joint = ""
            joint = " "


def _cut(word: str, size: int) -> list[str]:
    return [word[start : start + size] for start in range(0, len(word), size)]


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
