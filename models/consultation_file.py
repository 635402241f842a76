"""YAML → `Definition`, or every fault of the file at once, each with its path.

The format is the public one (docs/consultation.md). What one door could not ask as well as the others is a fault here,
before anyone prints or dials.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from models.definition import (
    AskIf,
    Choice,
    Choices,
    Definition,
    Number,
    OpenText,
    Option,
    Postcode,
    Privacy,
    Question,
    Scale,
    YesNo,
)
from models.field_checks import FieldChecks, shown
from models.publish_checks import check_votes, read_publish
from models.strict_yaml import InvalidDefinition, load_mapping

LANGUAGES = ("nl", "en", "fy", "tr", "ar", "pl", "uk")
"""Languages in which every door can speak."""

KEY = re.compile(r"[a-z][a-z0-9_]*")
BETWEEN = "must be a number from {low} to {high}"
KEY_WANTED = "must be small letters, digits and _ beginning with a letter, not {value}"
CODE = re.compile(r"\d{4,6}")
RESERVED_KEYS = frozenset({"supporters", "table", "remark", "statement"})
"""Columns of the meeting sheet, and the implicit question of letters and notes."""

MOST_OPTIONS = 40
MOST_STEPS = 21
LONGEST_MESSAGE = 1500
"""Characters of one question with its options: a text message holds 1600, and we add how to answer."""

LONGEST_KEPT = 100
"""Characters of the name of a street or a square."""

MOST_ADDRESS_LINES = 5
LONGEST_ADDRESS_LINE = 38
"""Characters: so much of 12 points shows in the window of an envelope."""


def parse_definition(source: bytes, *, organisation_exists: Callable[[str], bool] | None = None) -> Definition:
    """The definition in a consultation file.

    :param organisation_exists: tells whether an organisation has that slug; None leaves it unchecked.
    :raises InvalidDefinition: with every fault.
    """
    checker = _Checker()
    definition = checker.definition(load_mapping(source))
    slug = checker.organisation
    if slug and organisation_exists is not None and not organisation_exists(slug):
        unknown = "there is no organisation '{slug}'; add it with: inloop organisation add {slug}"
        checker.fault("organisation", unknown, slug=slug)
    if checker.faults or definition is None:
        raise InvalidDefinition(checker.faults)
    return definition


class _Checker(FieldChecks):
    """Walks the loaded file, builds what is sound, and notes every fault."""

    def __init__(self) -> None:
        super().__init__()
        self.organisation: str | None = None

    def definition(self, raw: dict[str, Any]) -> Definition | None:
        required = ("code", "organisation", "title", "languages", "opens", "closes", "privacy", "questions")
        self.keys("", raw, required, ("intro", "participation", "contact", "return_address", "publish"))
        self.languages = self._languages(raw.get("languages"))
        code = self.matching("code", raw, CODE, '4 to 6 digits in quotes, such as "4821"')
        self.organisation = self.matching(
            "organisation", raw, re.compile(r"[a-z0-9][a-z0-9-]*"), "an organisation's slug"
        )
        title = self.text("title", raw.get("title"), longest=300) if "title" in raw else {}
        intro = self.text("intro", raw["intro"], longest=LONGEST_MESSAGE) if raw.get("intro") is not None else {}
        opens, closes = self.date("opens", raw), self.date("closes", raw)
        if opens and closes and closes < opens:
            self.fault("closes", "lies before 'opens'")
        participation = self.one_of("participation", raw, ("open", "code"), "open")
        contact = self.one_of("contact", raw, ("none", "optional"), "none")
        address = self._address(raw["return_address"]) if raw.get("return_address") is not None else ()
        privacy = self._privacy(raw.get("privacy")) if "privacy" in raw else None
        publish = read_publish(self, raw["publish"]) if raw.get("publish") is not None else None
        questions = self._questions(raw.get("questions")) if "questions" in raw else ()
        if publish is not None:
            check_votes(self, publish, questions, participation)
        if self.faults or code is None or self.organisation is None or not opens or not closes or privacy is None:
            return None
        return Definition(
            code=code, organisation=self.organisation, title=title, intro=intro, languages=self.languages, opens=opens,
            closes=closes, participation=participation, contact=contact, return_address=address,
            privacy=privacy, questions=questions, publish=publish,
        )  # fmt: skip

    def _languages(self, raw: object) -> tuple[str, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list) or not raw:
            self.fault("languages", "must be a list of languages, such as [nl, en]")
            return ()
        sound: list[str] = []
        for at, language in enumerate(raw):
            if language not in LANGUAGES:
                self.fault(
                    f"languages[{at}]",
                    "must be one of {known}; write {value} in quotes if it is meant as text",
                    known=", ".join(LANGUAGES),
                    value=shown(language),
                )
            elif language in sound:
                self.fault(f"languages[{at}]", "'{language}' stands there twice", language=language)
            else:
                sound.append(language)
        return tuple(sound)

    def _address(self, raw: object) -> tuple[str, ...]:
        lines = raw if isinstance(raw, list) else []
        fits = all(isinstance(line, str) and 0 < len(line.strip()) <= LONGEST_ADDRESS_LINE for line in lines)
        if not fits or not 2 <= len(lines) <= MOST_ADDRESS_LINES:
            self.fault(
                "return_address",
                "must be a list of 2 to {most} lines, each a text of at most {longest} characters: so much fits the "
                "window of an envelope",
                most=MOST_ADDRESS_LINES,
                longest=LONGEST_ADDRESS_LINE,
            )
            return ()
        return tuple(" ".join(line.split()) for line in lines)

    def _privacy(self, raw: object) -> Privacy | None:
        if not isinstance(raw, dict):
            self.fault("privacy", "must hold 'notice'")
            return None
        self.keys("privacy", raw, ("notice",), ("contact_days", "evidence_days", "rest_days", "keep"))
        notice = self.text("privacy.notice", raw["notice"], longest=1000) if raw.get("notice") is not None else {}
        terms = Privacy(
            notice=notice,
            contact_days=self.whole("privacy.contact_days", raw, 365, 1, 36_500),
            evidence_days=self.whole("privacy.evidence_days", raw, 730, 1, 36_500),
            rest_days=self.whole("privacy.rest_days", raw, None, 1, 36_500) if "rest_days" in raw else None,
            keep=self._kept(raw["keep"]) if raw.get("keep") is not None else (),
        )
        if terms.rest_days is not None and terms.rest_days < max(terms.contact_days, terms.evidence_days):
            self.fault("privacy.rest_days", "must not be less than contact_days and evidence_days: the rest goes last")
        return terms

    def _kept(self, raw: object) -> tuple[str, ...]:
        phrases = [one for one in raw if isinstance(one, str)] if isinstance(raw, list) else []
        if not isinstance(raw, list) or len(phrases) < len(raw) or not all(_is_phrase(one) for one in phrases):
            wanted = "must be a list of names, each a text of 2 to {longest} characters"
            self.fault("privacy.keep", wanted, longest=LONGEST_KEPT)
            return ()
        return tuple(" ".join(one.split()) for one in phrases)

    def _questions(self, raw: object) -> tuple[Question, ...]:
        if not isinstance(raw, list) or not raw:
            self.fault("questions", "must be a list with at least one question")
            return ()
        earlier: dict[str, Question | None] = {}
        groups = 0
        for at, item in enumerate(raw):
            path = f"questions[{at}]"
            if not isinstance(item, dict):
                self.fault(path, "must be a question with 'key', 'type' and 'ask'")
                continue
            question = self._question(path, item, earlier)
            key = item.get("key")
            if isinstance(key, str):
                if key in earlier:
                    self.fault(f"{path}.key", "'{key}' is the key of an earlier question too", key=key)
                earlier[key] = question
            if isinstance(question, Choice) and question.group:
                groups += 1
                if groups > 1:
                    self.fault(f"{path}.group", "only one question can say which group a person belongs to")
        return tuple(question for question in earlier.values() if question is not None)

    def _question(self, path: str, raw: dict[str, Any], earlier: dict[str, Question | None]) -> Question | None:
        own = _KEYS_BY_TYPE.get(raw["type"]) if isinstance(raw.get("type"), str) else None
        if own is None:
            if raw.get("type") is None:
                self.fault(f"{path}.type", "is missing")
            else:
                self.one_of(f"{path}.type", raw, tuple(_KEYS_BY_TYPE), "")
            own = tuple(key for keys in _KEYS_BY_TYPE.values() for key in keys)
            known_type = False
        else:
            known_type = True
        needed = ("key", "ask", *(k for k in ("options", "from", "to") if known_type and k in own))
        self.keys(path, raw, needed, ("type", "required", "ask_if", *own))
        before = len(self.faults)
        common: dict[str, Any] = {
            "key": self._question_key(path, raw.get("key")),
            "ask": self.text(f"{path}.ask", raw["ask"], longest=LONGEST_MESSAGE) if raw.get("ask") is not None else {},
            "required": self.flag(f"{path}.required", raw, True),
            "ask_if": self._ask_if(f"{path}.ask_if", raw["ask_if"], earlier) if raw.get("ask_if") is not None else None,
        }
        specific = self._specific(path, raw) if known_type else None
        if specific is None or len(self.faults) > before or common["key"] is None:
            return None
        built = specific(common)
        self._fits_a_message(path, built)
        return built

    def _question_key(self, path: str, key: object) -> str | None:
        if key is None:
            return None
        if not isinstance(key, str) or not KEY.fullmatch(key):
            self.fault(f"{path}.key", KEY_WANTED, value=shown(key))
            return None
        if key in RESERVED_KEYS:
            self.fault(f"{path}.key", "'{key}' has a meaning of its own; choose another", key=key)
            return None
        return key

    def _specific(self, path: str, raw: dict[str, Any]) -> Callable[[dict[str, Any]], Question] | None:
        match raw["type"]:
            case "choice":
                options, group = self._options(path, raw), self.flag(f"{path}.group", raw, False)
                return lambda common: Choice(**common, options=options, group=group)
            case "choices":
                options = self._options(path, raw)
                most = self.whole(f"{path}.most", raw, max(len(options), 1), 1, max(len(options), 1))
                return lambda common: Choices(**common, options=options, most=most)
            case "scale":
                return self._scale(path, raw)
            case "yes_no":
                return lambda common: YesNo(**common)
            case "number":
                low = self.whole(f"{path}.min", raw, 0, 0, 999_999_999)
                high = self.whole(f"{path}.max", raw, 999_999_999, 0, 999_999_999)
                if high <= low:
                    self.fault(f"{path}.max", "must be larger than 'min'")
                return lambda common: Number(**common, min=low, max=high)
            case "postcode":
                digits = raw.get("digits", 4)
                if digits not in (4, 6) or isinstance(digits, bool):
                    self.fault(f"{path}.digits", "must be 4 or 6, not {value}", value=shown(digits))
                return lambda common: Postcode(**common, digits=digits)
            case _:
                lines = self.whole(f"{path}.lines", raw, 6, 1, 25)
                seconds = self.whole(f"{path}.seconds", raw, 120, 5, 3600)
                return lambda common: OpenText(**common, lines=lines, seconds=seconds)

    def _scale(self, path: str, raw: dict[str, Any]) -> Callable[[dict[str, Any]], Question]:
        low = self.whole(f"{path}.from", raw, None, 0, 1000)
        high = self.whole(f"{path}.to", raw, None, 0, 1000)
        if raw.get("from") is not None and raw.get("to") is not None and not 1 <= high - low < MOST_STEPS:
            wanted = "must be above 'from', with at most {most} steps: each is a box on paper"
            self.fault(f"{path}.to", wanted, most=MOST_STEPS)
        ends = {
            end: self.text(f"{path}.{end}", raw[end], longest=100)
            for end in ("low", "high")
            if raw.get(end) is not None
        }
        return lambda common: Scale.model_validate({**common, "from": low, "to": high, **ends})

    def _options(self, path: str, raw: dict[str, Any]) -> tuple[Option, ...]:
        items = raw.get("options")
        if items is None:
            return ()
        if not isinstance(items, list) or not 2 <= len(items) <= MOST_OPTIONS:
            self.fault(f"{path}.options", "must be a list of 2 to {most} options", most=MOST_OPTIONS)
            return ()
        options: list[Option] = []
        labels: set[tuple[str, str]] = set()
        for at, item in enumerate(items):
            where = f"{path}.options[{at}]"
            if not isinstance(item, dict):
                self.fault(where, "must be an option with 'key' and 'label'")
                continue
            self.keys(where, item, ("key", "label"), ())
            key = item.get("key")
            if key is not None and (not isinstance(key, str) or not KEY.fullmatch(key)):
                self.fault(
                    f"{where}.key",
                    KEY_WANTED + "; write it in quotes if it is meant as text",
                    value=shown(key),
                )
            elif key is not None and key in {option.key for option in options}:
                self.fault(f"{where}.key", "'{key}' is the key of an earlier option too", key=key)
            label = self.text(f"{where}.label", item["label"], longest=160) if item.get("label") is not None else {}
            for language, text in label.items():
                if (language, text.casefold()) in labels:
                    self.fault(
                        f"{where}.label.{language}",
                        "an earlier option has the same label; nobody could tell them apart",
                    )
                labels.add((language, text.casefold()))
            if isinstance(key, str) and label:
                options.append(Option(key=key, label=label))
        return tuple(options)

    def _ask_if(self, path: str, raw: object, earlier: dict[str, Question | None]) -> AskIf | None:
        if not isinstance(raw, dict):
            self.fault(path, "must hold 'question' and 'in'")
            return None
        self.keys(path, raw, ("question", "in"), ())
        key, values = raw.get("question"), raw.get("in")
        if key is None or values is None:
            return None
        if not isinstance(key, str) or key not in earlier:
            self.fault(f"{path}.question", "{value} is not an earlier question", value=shown(key))
            return None
        if not isinstance(values, list) or not values:
            self.fault(f"{path}.in", "must be a list with at least one value")
            return None
        question = earlier[key]
        for at, value in enumerate(values):
            if question is not None and (problem := _impossible(question, value)):
                self.fault(f"{path}.in[{at}]", problem[0], **problem[1])
        if any(not isinstance(value, bool | int | str) for value in values):
            return None
        return AskIf.model_validate({"question": key, "in": tuple(values)})

    def _fits_a_message(self, path: str, question: Question) -> None:
        for language in self.languages:
            texts = [question.ask.get(language, "")]
            if isinstance(question, Choice | Choices):
                texts += [f"10 {option.label.get(language, '')}" for option in question.options]
            if (length := len("\n".join(texts))) > LONGEST_MESSAGE:
                self.fault(
                    path,
                    "is {length} characters long in '{language}' with its options; a text message holds {most}",
                    length=length,
                    language=language,
                    most=LONGEST_MESSAGE,
                )


_KEYS_BY_TYPE: dict[str, tuple[str, ...]] = {
    "choice": ("options", "group"),
    "choices": ("options", "most"),
    "scale": ("from", "to", "low", "high"),
    "yes_no": (),
    "number": ("min", "max"),
    "postcode": ("digits",),
    "text": ("lines", "seconds"),
}


def _is_phrase(one: str) -> bool:
    return 1 < len(one.strip()) <= LONGEST_KEPT


def _impossible(question: Question, value: object) -> tuple[str, dict[str, object]] | None:
    """What is wrong with a value in a condition, and what fills in its places."""
    match question:
        case Choice() | Choices():
            keys = [option.key for option in question.options]
            named: dict[str, object] = {"value": shown(value), "question": question.key, "options": ", ".join(keys)}
            return None if value in keys else ("{value} is not an option of '{question}' ({options})", named)
        case YesNo():
            return None if isinstance(value, bool) else ("must be true or false", {})
        case Scale():
            sound = isinstance(value, int) and not isinstance(value, bool) and value in question.steps
            return None if sound else (BETWEEN, {"low": question.lowest, "high": question.highest})
        case Number():
            sound = isinstance(value, int) and not isinstance(value, bool) and question.min <= value <= question.max
            return None if sound else (BETWEEN, {"low": question.min, "high": question.max})
        case Postcode():
            return None if isinstance(value, str) else ("must be a postcode in quotes", {})
        case OpenText():
            open_question = "'{question}' is an open question; a condition needs one with fixed answers"
            return open_question, {"question": question.key}
