"""What a form sends back → a JSON value for a question, and words for what is wrong with it."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from intake.desk.language import _
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
            return _("Kies er hoogstens {most}.", most=question.most)
        case Choice() | Choices() | YesNo():
            return _("Kies een van de antwoorden die er staan.")
        case Scale():
            return _("Kies een getal van {low} tot en met {high}.", low=question.lowest, high=question.highest)
        case Number():
            return _("Vul een heel getal in, van {low} tot en met {high}.", low=question.min, high=question.max)
        case Postcode():
            return _("Vul een postcode in, zoals {one}.", one="1506" if question.digits == 4 else "1506 AB")
        case OpenText():
            return _("Deze tekst is te lang. Maak hem korter.")
