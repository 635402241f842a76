"""What a facilitator reads on the sheet, in Dutch and in English."""

from __future__ import annotations

from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Question, Scale, YesNo

DUTCH_READERS = frozenset({"nl", "fy"})


def _pick(language: str, nl: str, en: str) -> str:
    return nl if language in DUTCH_READERS else en


def heading(definition: Definition, question: Question, language: str) -> str:
    """A question's text with its numbered options or limits and how to fill it in."""
    lines = [definition.text(question.ask, language), *_options(definition, question, language)]
    return "\n".join([*lines, f"→ {accepted(definition, question, language)}"])


def _options(definition: Definition, question: Question, language: str) -> list[str]:
    match question:
        case Choice() | Choices():
            labels = [definition.text(option.label, language) for option in question.options]
            return [f"{n} = {label}" for n, label in enumerate(labels, 1)]
        case Scale():
            ends = ((question.lowest, question.low), (question.highest, question.high))
            return [f"{n} = {definition.text(label, language)}" for n, label in ends if label]
        case _:
            return []


def accepted(definition: Definition, question: Question, language: str) -> str:
    """What may be written in a cell of this question, with an example."""
    match question:
        case Choice():
            return _pick(language, "één nummer, of de tekst van het antwoord", "one number, or the answer's text")
        case Choices():
            example = ", ".join(str(n) for n in range(1, min(question.most, len(question.options)) + 1))
            return _pick(
                language,
                f"hoogstens {question.most} nummers, zoals: {example}",
                f"{question.most} numbers at most, such as: {example}",
            )
        case Scale():
            return _pick(
                language,
                f"een getal van {question.lowest} tot en met {question.highest}",
                f"a number from {question.lowest} to {question.highest}",
            )
        case YesNo():
            return _pick(language, "ja of nee (of 1 of 2)", "yes or no (or 1 or 2)")
        case Number():
            return _pick(
                language,
                f"een heel getal van {question.min} tot en met {question.max}",
                f"a whole number from {question.min} to {question.max}",
            )
        case Postcode():
            example = "1506" if question.digits == 4 else "1506AB"
            return _pick(language, f"een postcode, zoals: {example}", f"a postcode, such as: {example}")
        case OpenText():
            return _pick(language, "in eigen woorden", "in their own words")


OWN_TEXTS = {
    "supporters": (
        "Hoeveel mensen zeggen dit?\n→ een heel getal; leeg = 1",
        "How many people say this?\n→ a whole number; empty = 1",
    ),
    "table": ("Tafel of groep\n→ zoals: 2", "Table or group\n→ such as: 2"),
    "remark": (
        "Opmerking van u als begeleider\n→ geen namen, adressen of telefoonnummers",
        "Your own remark as a facilitator\n→ no names, addresses or telephone numbers",
    ),
}


def own_heading(key: str, language: str) -> str:
    return _pick(language, *OWN_TEXTS[key])


def instructions_title(language: str) -> str:
    return _pick(language, "Uitleg", "Explanation")


def sheet_title(language: str) -> str:
    return _pick(language, "Bijdragen", "Contributions")


INSTRUCTIONS = (
    ("Uitleg", True),
    ("Ga terug naar het eerste blad. Eén regel is één bijdrage. Begin op regel 3.", False),
    ("Een antwoord mag leeg blijven. Dat telt als overgeslagen.", False),
    ("Zeggen meer mensen hetzelfde? Vul het aantal in bij ‘supporters’.", False),
    ("Verander niets aan regel 1. De kolommen mogen wel op een andere plek staan.", False),
    ("Schrijf geen namen, adressen of telefoonnummers op.", False),
    ("Staat er een fout in een regel? Dan hoort u welke. De goede regels zijn dan al binnen. "
     "Verbeter de fout en lever het hele bestand opnieuw in.", False),
    ("", False),
    ("Explanation", True),
    ("Go back to the first sheet. One row is one contribution. Begin at row 3.", False),
    ("An answer may stay empty. That counts as skipped.", False),
    ("Do several people say the same? Write how many under ‘supporters’.", False),
    ("Change nothing in row 1. You may move the columns.", False),
    ("Write down no names, addresses or telephone numbers.", False),
    ("Is there a fault in a row? Then you'll hear which one. The good rows are in by then. "
     "Correct the fault and hand in the whole file again.", False),
)  # fmt: skip
"""Lines of the second worksheet, and whether each is a heading."""
