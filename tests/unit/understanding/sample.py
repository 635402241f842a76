"""A consultation in seven languages, and short ways to say what was heard and what it should mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from channels.understanding import Medium, NotUnderstood, Outcome, Skipped, Understood, understand
from models.definition import Choice, Choices, Definition, Number, OpenText, Option, Postcode, Privacy, Scale, YesNo
from models.reading import Value

LANGUAGES = ("nl", "en", "fy", "tr", "ar", "pl", "uk")


def texts(*labels: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, labels, strict=True))


def options(*entries: tuple[str, dict[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(key=key, label=label) for key, label in entries)


FIRST = Choice(
    key="first",
    ask=texts(
        "Wat moet er komen?",
        "What should come?",
        "Wat moat der komme?",
        "Ne olmalı?",
        "ماذا تريد؟",
        "Co ma być?",
        "Що?",
    ),
    options=options(
        (
            "trees",
            texts(
                "meer bomen",
                "more trees",
                "mear beammen",
                "daha fazla ağaç",
                "المزيد من الأشجار",
                "więcej drzew",
                "більше дерев",
            ),
        ),
        ("benches", texts("bankjes", "benches", "bankjes", "banklar", "مقاعد", "ławki", "лавки")),
        (
            "play",
            texts(
                "een speelplek",
                "a playground",
                "in boartersplak",
                "oyun alanı",
                "ملعب",
                "plac zabaw",
                "дитячий майданчик",
            ),
        ),
        (
            "light",
            texts(
                "meer licht",
                "more light",
                "mear ljocht",
                "daha fazla ışık",
                "إضاءة أكثر",
                "więcej światła",
                "більше світла",
            ),
        ),
    ),
)
ALSO = Choices(key="also", ask=FIRST.ask, options=FIRST.options, most=3)
SAFE = Scale.model_validate(
    {
        "key": "safe", "from": 1, "to": 5, "ask": texts(*"abcdefg"),
        "low": texts(
            "heel onveilig", "very unsafe", "hiel ûnfeilich", "çok güvensiz", "غير آمن أبدا", "bardzo niebezpiecznie",
            "дуже небезпечно",
        ),
        "high": texts(
            "heel veilig", "very safe", "hiel feilich", "çok güvenli", "آمن جدا", "bardzo bezpiecznie", "дуже безпечно"
        ),
    }
)  # fmt: skip
AGAIN = YesNo(key="again", ask=texts(*"abcdefg"))
AGE = Number(
    key="age",
    max=120,
    ask=texts(
        "Hoe oud bent u?",
        "How old are you?",
        "Hoe âld binne jo?",
        "Kaç yaşındasınız?",
        "كم عمرك؟",
        "Ile ma Pan/Pani lat?",
        "Скільки вам років?",
    ),
)
MANY = Number(key="many", max=999_999, ask=AGE.ask)
WHERE = Postcode(key="where", ask=texts(*"abcdefg"))
EXACTLY = Postcode(key="exactly", digits=6, ask=texts(*"abcdefg"))
WHY = OpenText(key="why", ask=texts(*"abcdefg"))

QUESTIONS = (FIRST, ALSO, SAFE, AGAIN, AGE, MANY, WHERE, EXACTLY, WHY)


def consultation(languages: Sequence[str] = LANGUAGES) -> Definition:
    return Definition(
        code="4821",
        organisation="zaandijk",
        title=texts(*"abcdefg"),
        languages=tuple(languages),
        opens=date(2026, 11, 1),
        closes=date(2027, 2, 1),
        privacy=Privacy(notice={"nl": "Veilig."}),
        questions=QUESTIONS,
    )


IN_ALL = consultation()


def hear(
    question: object,
    said: str,
    language: str = "nl",
    medium: Medium = Medium.TEXT,
    others: Sequence[str] = ("nl", "en"),
) -> Outcome:
    """What `said` is understood as, in a consultation in `language` and `others`."""
    assert isinstance(question, Choice | Choices | Scale | YesNo | Number | Postcode | OpenText)
    definition = consultation(tuple(dict.fromkeys((language, *others))))
    return understand(definition, question, said, language=language, medium=medium)


def meant(outcome: Outcome) -> Value | str:
    """The value; or "skip"; or the reason, with the suggestions behind it: "unsure: trees"."""
    match outcome:
        case Understood():
            return outcome.value
        case Skipped():
            return "skip"
        case NotUnderstood():
            asked = " or ".join(str(suggestion) for suggestion in outcome.suggestions)
            return f"{outcome.reason}: {asked}" if asked else str(outcome.reason)


def cases(table: str) -> list[tuple[str, str]]:
    """Lines "said; said; said → meaning" as pairs of what was said and what it means."""
    found: list[tuple[str, str]] = []
    for line in filter(str.strip, table.splitlines()):
        said, meaning = line.rsplit("→", 1)
        found += ((one.strip(), meaning.strip()) for one in said.split(";"))
    return found


def spoken(table: str) -> list[tuple[str, str, str]]:
    """As `cases`, with a language in front of each line: "nl: said; said → meaning"."""
    found: list[tuple[str, str, str]] = []
    for line in filter(str.strip, table.splitlines()):
        language, rest = line.strip().split(": ", 1)
        found += ((language, said, meaning) for said, meaning in cases(rest))
    return found
