"""A consultation file made from an enquête on OpenStad. What no door can ask is named, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from channels.understanding.folding import fold
from intake.openstad.fields import YES_NO
from intake.openstad.html import plain

KEY = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_OPTION_KEY = 40
SCALE = (1, 5)
"""The only scale that an enquête has."""
OPEN_FOR = timedelta(days=60)
NOTICE = "Wij gebruiken uw antwoorden alleen voor deze raadpleging."
WANTING = {
    "map": "a place on a map",
    "imageUpload": "a picture",
    "documentUpload": "a document",
    "matrix": "a table of questions",
    "sort": "an order",
    "swipe": "a stack of cards",
    "dilemma": "a dilemma in pictures",
    "images": "a choice by pictures",
}
"""Questions that the telephone, a text message and paper cannot ask."""
SILENT = frozenset({"none", "pagination", "video"})
"""Parts that ask nothing."""


@dataclass(frozen=True, slots=True)
class Made:
    """The file's text, and what of the enquête is not in it, each in words."""

    text: str
    left_out: Sequence[str]


def consultation_from(
    widget: Mapping[str, Any], config: Mapping[str, Any], *, project: int, organisation: str, today: date
) -> Made:
    """A file that `inloop consultation load` takes, once its `code` is chosen.

    :param widget: the enquête as OpenStad tells it.
    :param config: the project's settings.
    """
    told = widget.get("config") or {}
    questions: list[dict[str, Any]] = []
    left_out: list[str] = []
    for at, item in enumerate(told.get("items") or [], start=1):
        if item.get("questionType") in SILENT:
            continue
        name = plain(str(item.get("title") or "")) or f"question {at}"
        if (why := _why_not(item, [one["key"] for one in questions])) is not None:
            left_out.append(f"{name}: {why}")
            continue
        questions.append(_question(item, name))
        if item.get("routingInitiallyHide"):
            left_out.append(f"{name}: is shown only after another answer there; write its ask_if by hand")
    ends = str((config.get("project") or {}).get("endDate") or "")[:10]
    source = {
        "code": "0000",
        "organisation": organisation,
        "title": plain(str(told.get("title") or "")) or str(widget.get("description") or "Enquête"),
        **({"intro": intro} if (intro := plain(str(told.get("description") or ""))) else {}),
        "languages": ["nl"],
        "opens": today,
        "closes": date.fromisoformat(ends) if ends > today.isoformat() else today + OPEN_FOR,
        "privacy": {"notice": NOTICE},
        "questions": questions,
        "publish": {"to": "openstad", "project": project, "as": "submission", "widget": widget["id"]},
    }
    head = "# Made from an enquête on OpenStad. Choose a code of 4 to 6 digits, and write the notice that is yours.\n"
    notes = "".join(f"# Not in it: {one}\n" for one in left_out)
    return Made(head + notes + yaml.safe_dump(source, allow_unicode=True, sort_keys=False, width=120), left_out)


def _why_not(item: Mapping[str, Any], taken: Sequence[str]) -> str | None:
    kind, key = str(item.get("questionType") or ""), str(item.get("fieldKey") or "")
    if kind in WANTING:
        return f"asks for {WANTING[kind]}, which no telephone, text message or paper can give"
    if kind not in ("multiplechoice", "multiple", "scale", "open"):
        return f"is a '{kind}', which Inloop does not know"
    if not KEY.fullmatch(key):
        return f"its field key '{key}' must be small letters, digits and _ here; change it on OpenStad"
    if key in taken:
        return f"its field key '{key}' is another question's as well; change it on OpenStad"
    if kind in ("multiplechoice", "multiple") and len(labels_of(item)) < 2:
        return "has fewer than two options"
    return None


def labels_of(item: Mapping[str, Any]) -> list[str]:
    """The options of a question as people see them, with what may be written in one's own words left out."""
    titles = [title for option in item.get("options") or [] for title in option.get("titles") or []]
    return [text for title in titles if (text := plain(str(title.get("text") or "")))]


def _question(item: Mapping[str, Any], ask: str) -> dict[str, Any]:
    kind, labels = item["questionType"], labels_of(item)
    made: dict[str, Any] = {"key": item["fieldKey"], "ask": ask}
    if not item.get("fieldRequired"):
        made["required"] = False
    if kind == "open":
        return {**made, "type": "text"}
    if kind == "scale":
        return {**made, "type": "scale", "from": SCALE[0], "to": SCALE[1]}
    if kind == "multiplechoice" and [fold(one) for one in labels] == [fold(one) for one in YES_NO.values()]:
        return {**made, "type": "yes_no"}
    made["options"] = _options(labels)
    if kind == "multiplechoice":
        return {**made, "type": "choice"}
    return {**made, "type": "choices", "most": most_of(item)}


def most_of(item: Mapping[str, Any]) -> int:
    """How many options may be chosen; all of them where the enquête sets no limit."""
    limit = str(item.get("maxChoices") or "")
    options = len(labels_of(item))
    return min(int(limit), options) if limit.isdigit() and int(limit) else options


def _options(labels: Sequence[str]) -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    for at, label in enumerate(labels, start=1):
        key = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:LONGEST_OPTION_KEY].strip("_")
        taken = {one["key"] for one in made}
        made.append({"key": key if KEY.fullmatch(key) and key not in taken else f"option_{at}", "label": label})
    return made
