"""Telephone keys → what they mean as an answer. Keys are exact, so nothing here is looked up in words."""

from __future__ import annotations

from dataclasses import dataclass

from channels.prompts import key_by_key, takes_one_key
from channels.understanding import NotUnderstood, Outcome, Reason, Skipped, Understood
from models.definition import Choice, Choices, OpenText, Question


@dataclass(frozen=True, slots=True)
class Unfinished:
    """More keys must come; `digits` are those so far."""

    digits: str


def keyed(question: Question, keys: str) -> Outcome | Unfinished | str:
    """What `keys` (digits and `#`, no `*`) answer.

    :return: an outcome; Unfinished where each number has its own `#` and the last is not there; or the digits of an
        entry, for the question's own reading.
    """
    if isinstance(question, OpenText):
        return Skipped() if keys.startswith("#") else NotUnderstood(Reason.UNKNOWN)
    if isinstance(question, Choices) and key_by_key(question):
        return _number_by_number(question, keys)
    entry, _, _ = keys.partition("#")
    if entry == "":
        return Skipped()
    if isinstance(question, Choices):
        return _options(question, [int(digit) for digit in entry])
    if takes_one_key(question):
        entry = entry[:1]
    if isinstance(question, Choice):
        return _option(question, int(entry))
    return entry


def _number_by_number(question: Choices, keys: str) -> Outcome | Unfinished:
    """`1#12##`: a number and its `#`, over and over; `#` alone when done. Without a last `#` the pause ended it."""
    numbers, _, _ = keys.partition("##") if "##" in keys else (keys, "", "")
    done = "##" in keys or keys == "#"
    entries = [part for part in numbers.split("#") if part]
    if not done:
        return Unfinished("".join(f"{entry}#" for entry in entries))
    return _options(question, [int(entry) for entry in entries]) if entries else Skipped()


def _option(question: Choice, number: int) -> Outcome:
    if not 1 <= number <= len(question.options):
        return NotUnderstood(Reason.OUT_OF_RANGE)
    return Understood(question.options[number - 1].key, 1.0)


def _options(question: Choices, numbers: list[int]) -> Outcome:
    if any(not 1 <= number <= len(question.options) for number in numbers):
        return NotUnderstood(Reason.OUT_OF_RANGE)
    if len(set(numbers)) > question.most:
        return NotUnderstood(Reason.TOO_MANY)
    return Understood([option.key for n, option in enumerate(question.options, start=1) if n in numbers], 1.0)
