"""From a question's type to its reader."""

from __future__ import annotations

import re

from channels.understanding.folding import says_nothing
from channels.understanding.hearing import Heard, Languages, languages_of
from channels.understanding.menu import menu_of
from channels.understanding.numbers import read_number
from channels.understanding.options import name_of, read_option
from channels.understanding.outcome import EXACT, UNKNOWN, Medium, NotUnderstood, Outcome, Reason, Skipped, Understood
from channels.understanding.postcodes import read_postcode
from channels.understanding.scale import read_scale
from channels.understanding.several import read_options
from channels.understanding.skipping import is_skip, skip_word
from channels.understanding.yes_no import read_yes_no
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Question, Scale, YesNo
from models.normalization import LONGEST_TEXT, clean_text

_FLOAT = re.compile(r"\s*(\d+)\.0+\s*")
"""How a spreadsheet program gives back a whole number that it keeps as a fraction."""


def understand(definition: Definition, question: Question, heard: str, *, language: str, medium: Medium) -> Outcome:
    """What `heard` says in answer to `question`, in the dialogue's `language` or another of the consultation's.

    A value is always one that `models.normalization.normalize` accepts unchanged. What is not sure comes back as
    NotUnderstood, with suggestions where there is something to ask about.
    """
    if says_nothing(heard):
        return Skipped() if medium is Medium.CELL else NotUnderstood(Reason.EMPTY)
    languages = languages_of(language, definition.languages)
    if isinstance(question, OpenText):
        return _text(heard, languages, medium)
    if medium is Medium.CELL and (whole := _FLOAT.fullmatch(heard)):
        heard = whole[1]
    said = Heard.of(heard, medium)
    if isinstance(question, Choice | Choices):
        menu = menu_of(question, languages)
        named = name_of(said, menu)
        if named is None and is_skip(said, languages):
            return Skipped()
        if isinstance(question, Choices):
            return read_options(said, menu, question.most)
        return named or read_option(said, menu)
    if is_skip(said, languages):
        return Skipped()
    match question:
        case Scale():
            return read_scale(said, question, languages)
        case Number():
            asked = Heard.of(definition.text(question.ask, language), medium).words
            return read_number(said, languages, question.min, question.max, frozenset(asked))
        case YesNo():
            return read_yes_no(said, languages)
        case Postcode():
            return read_postcode(said, question, languages)


def _text(heard: str, languages: Languages, medium: Medium) -> Outcome:
    text = clean_text(heard)
    if skip_word(text, languages) or (medium is Medium.CELL and is_skip(Heard.of(text, medium), languages)):
        return Skipped()
    if not text or len(text) > LONGEST_TEXT:
        return UNKNOWN
    return Understood(text, EXACT)
