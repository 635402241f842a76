"""What the forms of a draft send back → keys and values of its file. Kept as typed: checks come later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from models.consultation_file import LANGUAGES, RESERVED_KEYS
from models.drafts import Removed

Form = MultiDict[str, str]
Raw = dict[str, Any]

OWN: Mapping[str, tuple[str, ...]] = {
    "choice": ("options", "group"),
    "choices": ("options", "most"),
    "scale": ("from", "to", "low", "high"),
    "yes_no": (),
    "number": ("min", "max"),
    "postcode": ("digits",),
    "text": ("lines", "seconds"),
}
"""What a question of a type has beside what every question has."""

LONGEST_SLUG = 40
NOWHERE = "none"
"""What the form sends where approved contributions go nowhere."""


def texts(form: Form, name: str, languages: Iterable[str]) -> dict[str, str]:
    """A text by language, without those that were left empty."""
    given = {language: form.get(f"{name}.{language}", "").replace("\r\n", "\n").strip() for language in languages}
    return {language: text for language, text in given.items() if text}


def whole(text: str) -> int | str | None:
    """A number if it is one; else as it was typed, so that the check can say what is wrong with it."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text


def day(text: str) -> date | str | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text.strip() or None


def general(form: Form, before: Raw, slug: str) -> Raw:
    """A draft with its general part as it was sent, for the organisation of that slug."""
    shown = languages_of(before)
    ticked = [language for language in LANGUAGES if language in form.getlist("languages")]
    first = form.get("first", "")
    chosen = sorted(ticked, key=lambda language: language != first) if first in ticked else ticked
    privacy = {
        "notice": texts(form, "privacy.notice", shown),
        **{name: whole(form.get(f"privacy.{name}", "")) for name in ("contact_days", "evidence_days", "rest_days")},
        "keep": _lines(form.get("privacy.keep", "")),
    }
    made: Raw = {
        "code": form.get("code", "").strip(),
        "organisation": slug,
        "title": texts(form, "title", shown),
        "intro": texts(form, "intro", shown),
        "languages": chosen,
        "opens": day(form.get("opens", "")),
        "closes": day(form.get("closes", "")),
        "participation": form.get("participation", "open"),
        "contact": form.get("contact", "none"),
        "return_address": _lines(form.get("return_address", "")),
        "privacy": _without_empty(privacy),
        "questions": before.get("questions", []),
        "publish": _publish(form),
    }
    kept: Raw = _only_in(_without_empty(made), chosen or shown)
    return kept


def question(form: Form, before: Raw, languages: Iterable[str], others: Collection[str]) -> Raw:
    """A question as it was sent. Keys that nobody chose are made from the text in the first language.

    :param others: keys of the other questions.
    """
    languages = list(languages)
    ask = texts(form, "ask", languages)
    kind = form.get("type", "")
    key = form.get("key", "").strip() or unused(slug_of(ask.get(languages[0], "")), {*others, *RESERVED_KEYS})
    made: Raw = {"key": key, "type": kind, "ask": ask} if key else {"type": kind, "ask": ask}
    if form.get("required") != "ja":
        made["required"] = False
    if on := form.get("ask_if.question", ""):
        made["ask_if"] = {"question": on, "in": _condition(form, before, on)}
    specific: dict[str, Callable[[], object]] = {
        "options": lambda: options(form, languages),
        "group": lambda: True if form.get("group") else None,
        **{name: lambda name=name: texts(form, name, languages) for name in ("low", "high")},  # type: ignore[misc]
        **{
            name: lambda name=name: whole(form.get(name, ""))  # type: ignore[misc]
            for name in ("most", "from", "to", "min", "max", "digits", "lines", "seconds")
        },
    }
    shown = OWN.get(form.get("shown_type", kind), ())
    for name in OWN.get(kind, ()):
        value = specific[name]() if name in shown else before.get(name)
        if value not in (None, {}, []):
            made[name] = value
    if kind in ("choice", "choices"):
        made.setdefault("options", [])
    return made


def options(form: Form, languages: Iterable[str]) -> list[Raw]:
    """The options in the order of the form; a row with nothing in it is none."""
    languages = list(languages)
    made: list[Raw] = []
    for at in range(int(form.get("rows", "0")) if form.get("rows", "0").isdigit() else 0):
        label, key = texts(form, f"options[{at}].label", languages), form.get(f"options[{at}].key", "").strip()
        if not label and not key:
            continue
        taken = {str(one.get("key")) for one in made}
        made.append({"key": key or unused(slug_of(label.get(languages[0], "")) or "optie", taken), "label": label})
        if len(made) > 200:
            break
    return made


def blank_question(kind: str) -> Raw:
    """A question of a type to begin with. It is called after its text, once it has one."""
    made: Raw = {"type": kind, "ask": {}}
    if kind in ("choice", "choices"):
        made["options"] = []
    if kind == "scale":
        made |= {"from": 1, "to": 5}
    return made


def moved(items: list[Any], at: int, by: int) -> list[Any]:
    """With the item at `at` moved `by` places; as it was where that is not possible."""
    if not (0 <= at < len(items) and 0 <= at + by < len(items)):
        return items
    left = [*items[:at], *items[at + 1 :]]
    return [*left[: at + by], items[at], *left[at + by :]]


def put_back(items: list[Any], removed: Removed) -> list[Any]:
    """With what was taken out at its old place, or at the end of a list that became shorter."""
    return [*items[: removed.at], removed.what, *items[removed.at :]]


def renamed(questions: list[Any], old: object, new: object) -> list[Any]:
    """With every condition on the question that was called `old` looking at `new`."""

    def one(raw: Any) -> Any:
        condition = raw.get("ask_if") if isinstance(raw, dict) else None
        if not isinstance(condition, dict) or condition.get("question") != old or old == new:
            return raw
        return raw | {"ask_if": condition | {"question": new}}

    return [one(raw) for raw in questions]


def languages_of(raw: Raw) -> list[str]:
    """The languages of a draft that we speak; Dutch where it has none yet."""
    given = raw.get("languages")
    known = [language for language in given if language in LANGUAGES] if isinstance(given, list) else []
    return list(dict.fromkeys(known)) or [LANGUAGES[0]]


def questions_of(raw: Raw) -> list[Raw]:
    """The questions of a draft; what is none is shown as one without anything in it."""
    given = raw.get("questions")
    return [one if isinstance(one, dict) else {} for one in given] if isinstance(given, list) else []


def slug_of(text: str) -> str:
    """A key out of a text: its letters without accents, in small, joined by `_`; empty if it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[:LONGEST_SLUG].rstrip("_")


def unused(key: str, taken: Collection[str]) -> str:
    """The key, with a number behind it where it is taken."""
    number, made = 2, key
    while made and made in taken:
        made, number = f"{key}_{number}", number + 1
    return made


def _condition(form: Form, before: Raw, on: str) -> list[object]:
    """The values that were ticked or typed; none yet for a question that was chosen just now."""
    earlier = before.get("ask_if")
    if not isinstance(earlier, dict) or earlier.get("question") != on:
        return []
    typed = [part.strip() for part in form.get("ask_if.typed", "").split(",") if part.strip()]
    return [_condition_value(one, form.get("ask_if.kind", "")) for one in [*form.getlist("ask_if.in"), *typed]]


def _condition_value(text: str, kind: str) -> object:
    if kind == "yes_no":
        return {"true": True, "false": False}.get(text, text)
    return whole(text) if kind in ("scale", "number") else text


def _publish(form: Form) -> Raw | None:
    to = form.get("publish.to", NOWHERE)
    if to != "openstad":
        return None if to == NOWHERE else {"to": to}
    kind = form.get("publish.as", "submission")
    own = ("resource",) if kind == "vote" else ("widget", "resource")
    made: Raw = {"to": to, "as": kind, **{name: whole(form.get(f"publish.{name}", "")) for name in ("project", *own)}}
    if kind == "vote":
        pairs = (line.replace(":", " ").rsplit(maxsplit=1) for line in _lines(form.get("publish.resources", "")))
        made["question"] = form.get("publish.question", "").strip()
        made["resources"] = {pair[0].strip(): whole(pair[-1]) if len(pair) > 1 else None for pair in pairs}
    return _without_empty(made)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _without_empty(raw: Raw) -> Raw:
    kept = ("languages", "questions")
    return {key: value for key, value in raw.items() if key in kept or value not in (None, "", {}, [])}


def _only_in(raw: Any, languages: Collection[str]) -> Any:
    """Without texts in languages that were taken out."""
    if isinstance(raw, list):
        return [_only_in(one, languages) for one in raw]
    if not isinstance(raw, dict):
        return raw
    if raw and all(key in LANGUAGES for key in raw):
        return {language: text for language, text in raw.items() if language in languages}
    return {key: _only_in(value, languages) for key, value in raw.items()}
