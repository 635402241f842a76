"""What stands on the sheet that a table fills in by hand, as plain data for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from channels.meetings.sheet_texts import DUTCH_READERS
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Question, Scale, YesNo

FIRST_ROWS = 3
"""Rows for statements that come before the counts of choices: about what fits on the first page."""

LONGEST_LINE = 70
"""Characters of a line in the head of the page."""


@dataclass(frozen=True, slots=True)
class Named:
    """The meeting as its sheet names it, so that nobody takes another's."""

    title: str
    held_on: date | None = None
    place: str | None = None


def asked_in_words(definition: Definition) -> list[tuple[int, Question]]:
    """Questions that are answered in a row, with their numbers: those without options to count."""
    return [(n, one) for n, one in _asked(definition) if isinstance(one, OpenText | Number | Postcode)]


def counted(definition: Definition) -> list[tuple[int, Question]]:
    """Questions of which a table counts who chooses what. What group somebody belongs to is of a person, not of a
    table."""
    return [(n, one) for n, one in _asked(definition) if isinstance(one, Choice | Choices | Scale | YesNo)]


def _asked(definition: Definition) -> list[tuple[int, Question]]:
    group = definition.group_question
    return [(n, one) for n, one in enumerate(definition.questions, start=1) if group is None or one.key != group.key]


def sheet_content(definition: Definition, language: str, named: Named, rows: int) -> dict[str, object]:
    """Everything the template prints, with so many rows for statements."""
    words = texts(language)
    when = [part for part in (named.held_on.strftime("%d-%m-%Y") if named.held_on else "", named.place or "") if part]
    about = [", ".join(when), f"{definition.code} {definition.text(definition.title, language)}"]
    return {
        "language": language,
        "large": False,
        "fillable": False,
        "title": _cut(named.title),
        "about": [_cut(line) for line in about if line],
        "how": [words[key] for key in _HOW if asked_in_words(definition) or key not in _OF_QUESTIONS],
        "words": words,
        "asked": [
            {"number": n, "key": one.key, "ask": definition.text(one.ask, language)}
            for n, one in asked_in_words(definition)
        ],
        "counted": [
            {
                "number": n,
                "key": one.key,
                "ask": definition.text(one.ask, language),
                "options": [{"key": key, "label": label} for key, label in options(definition, one, language)],
            }
            for n, one in counted(definition)
        ],
        "first": min(FIRST_ROWS, rows),
        "rows": rows,
    }


def options(definition: Definition, question: Question, language: str) -> list[tuple[str, str]]:
    """What can be chosen, by the key that its box carries, and what stands beside it."""
    words = texts(language)
    match question:
        case Choice() | Choices():
            return [(one.key, definition.text(one.label, language)) for one in question.options]
        case YesNo():
            return [("yes", words["yes"]), ("no", words["no"])]
        case Scale():
            ends = {question.lowest: question.low, question.highest: question.high}
            said = {step: definition.text(label, language) for step, label in ends.items() if label}
            return [(str(step), f"{said[step]}: {step}" if step in said else str(step)) for step in question.steps]
        case _:
            return []


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…"


_HOW = ("how_row", "how_people", "how_question", "how_undo", "how_names")
_OF_QUESTIONS = ("how_question", "how_undo")

_TEXTS = {
    "table": ("Tafel nummer", "Table number"),
    "from_left": ("Eén cijfer in elk hokje. Begin links.", "One digit in each box. Begin on the left."),
    "page": ("Bladzijde {page} van {pages}", "Page {page} of {pages}"),
    "question": ("Bij vraag", "Question"),
    "people": ("Hoeveel mensen?", "How many people?"),
    "how_many": ("Schrijf achter elk antwoord hoeveel mensen het kiezen.", "Write how many people choose each answer."),
    "how_row": (
        "Eén vak is voor één bijdrage. Schrijf met een zwarte of blauwe pen.",
        "One box is for one contribution. Write with a black or blue pen.",
    ),
    "how_people": (
        "Zeggen meer mensen het? Schrijf op hoeveel. Niets ingevuld is 1 mens.",
        "Do several people say it? Write how many. Nothing filled in is 1 person.",
    ),
    "how_question": (
        "Hoort het bij een van de vragen hieronder? Zet een kruisje voor het nummer. Zo niet: geen kruisje.",
        "Does it belong to one of the questions below? Tick the number. If not: tick nothing.",
    ),
    "how_undo": ("Fout gekruist? Maak het hokje helemaal zwart.", "Ticked by mistake? Black the box out wholly."),
    "how_names": (
        "Schrijf geen namen, adressen of telefoonnummers op.",
        "Write down no names, addresses or telephone numbers.",
    ),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
}


@cache
def texts(language: str) -> dict[str, str]:
    """What a facilitator reads on it, in Dutch or in English, as on the other sheet."""
    return {key: nl if language in DUTCH_READERS else en for key, (nl, en) in _TEXTS.items()}
