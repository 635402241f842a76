"""Which texts of a consultation are too long, hard to follow, or not translated: said before anybody is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from channels import prompts
from channels.messages import messages
from channels.printed.fonts import printable
from channels.segments import fits_gsm7, segments
from channels.turns import Mode
from models.definition import Definition

MOST_WORDS = 15
"""Of a sentence that is heard once."""
MOST_LETTERS = 17
"""Of a word. Dutch joins words; longer ones are rare in texts at level B1, and voices stumble over them."""

HARD = {
    "nl": "aangaande aldaar alsmede alvorens betreffende bewerkstelligen conform contacteren derhalve desbetreffende "
    "dienaangaande dienen dient doch evenals evenzeer faciliteren geschieden gelieve hetgeen hieromtrent "
    "implementeren indien ingevolge inzake jegens krachtens middels mits momenteel nadien nochtans omtrent "
    "onderhavige optimaliseren participatie participeren reeds respondent respectievelijk teneinde tevens thans "
    "uitgezonderd uiterlijk verstrekken verzoeken voornoemde wederom zodoende zulks",
    "en": "aforementioned ascertain commence endeavour facilitate furthermore henceforth hereby implement "
    "notwithstanding pertaining prior pursuant respondent subsequently terminate thereby thereof utilise utilize",
}
"""Words of officialese with a plain one beside them. Chosen by us after the government's guide to clear language."""

_SENTENCE_END = re.compile(r"[.?!؟…:;\n]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Concern(StrEnum):
    """Why somebody should look at a text again."""

    UNTRANSLATED = "untranslated"
    UNPRINTABLE = "unprintable"
    """`detail`: a character that no font of the form has."""
    LONG_SENTENCE = "long_sentence"
    """`detail`: the sentence; `number`: its words."""
    LONG_WORD = "long_word"
    HARD_WORD = "hard_word"
    LONG_MESSAGE = "long_message"
    """With its options, in a text message. `number`: segments, each of which is paid for."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One concern about a text. `path` as in the consultation file."""

    path: str
    language: str
    concern: Concern
    detail: str = ""
    number: int = 0
    plain: bool = True
    """Whether the message fits GSM-7, of which one segment holds 160 characters instead of 70."""


def warnings(definition: Definition) -> Iterator[Warned]:
    """Every concern, text by text and language by language."""
    for path, text in definition.texts():
        for language in definition.languages:
            if language not in text:
                yield Warned(path, language, Concern.UNTRANSLATED, detail=definition.text(text, language))
            else:
                yield from _unclear(path, text[language], language)
    for position, question in enumerate(definition.questions):
        for language in definition.languages:
            lines = [line.text for line in prompts.ask(definition, question, language, Mode.SMS)]
            sent = messages(lines)
            if (cost := sum(map(segments, sent))) > 1:
                plain = all(map(fits_gsm7, sent))
                yield Warned(f"questions[{position}]", language, Concern.LONG_MESSAGE, number=cost, plain=plain)


def _unclear(path: str, text: str, language: str) -> Iterator[Warned]:
    for sentence in _SENTENCE_END.split(text):
        words = _WORD.findall(sentence)
        if len(words) > MOST_WORDS:
            yield Warned(path, language, Concern.LONG_SENTENCE, sentence.strip(), len(words))
    for character in dict.fromkeys(text):
        if printable(character) != character:
            yield Warned(path, language, Concern.UNPRINTABLE, character)
    hard = HARD.get(language, "").split()
    for word in dict.fromkeys(_WORD.findall(text)):
        if word.casefold() in hard:
            yield Warned(path, language, Concern.HARD_WORD, word)
        elif len(word) > MOST_LETTERS:
            yield Warned(path, language, Concern.LONG_WORD, word, len(word))
