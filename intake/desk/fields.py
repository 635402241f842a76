"""What a form sends back → a JSON value for a question, and Dutch words for what is wrong with it."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from models.definition import Choice, Choices, Number, OpenText, Postcode, Question, Scale, YesNo
from models.errors import Rejected

NO_ANSWER = "-"
"""What a radio button sends for "geen antwoord"; no option key looks like it."""

_YES_NO = {"yes": True, "no": False}


def given_value(question: Question, form: MultiDict[str, str], name: str) -> object:
    """The value of the controls called `name`; None if nothing was given. Not checked yet."""
    if isinstance(question, Choices):
        return form.getlist(name)
    text = form.get(name, "").strip()
    if text in ("", NO_ANSWER):
        return None
    if isinstance(question, YesNo):
        return _YES_NO.get(text, text)
    if isinstance(question, Scale | Number):
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text
    return text


def skipped(question: Question, form: MultiDict[str, str], name: str) -> bool:
    """Whether somebody chose "geen antwoord"."""
    return not isinstance(question, Choices) and form.get(name) == NO_ANSWER


def problem_in_words(question: Question, refused: Rejected) -> str:
    """What to do about a value that was refused."""
    match question:
        case Choices() if refused.code == "too_many":
            return f"Kies er hoogstens {question.most}."
        case Choice() | Choices() | YesNo():
            return "Kies een van de antwoorden die er staan."
        case Scale():
            return f"Kies een getal van {question.lowest} tot en met {question.highest}."
        case Number():
            return f"Vul een heel getal in, van {question.min} tot en met {question.max}."
        case Postcode():
            return f"Vul een postcode in, zoals {'1506' if question.digits == 4 else '1506 AB'}."
        case OpenText():
            return "Deze tekst is te lang. Maak hem korter."
