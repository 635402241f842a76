"""`publish` of a consultation file: where its submissions go, checked by itself and against the questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.definition import Choice, Choices, Publish, Question, YesNo
from models.field_checks import FieldChecks

KINDS = ("resource", "submission", "comment", "vote")
HIGHEST = 2**31


def read_publish(checks: FieldChecks, raw: object) -> Publish | None:
    """What `publish` says; None where there is no telling."""
    if not isinstance(raw, dict):
        checks.fault("publish", "must hold 'to', 'project' and 'as'")
        return None
    if checks.one_of("publish.to", raw, ("openstad", "cloudevents"), "openstad") == "cloudevents":
        checks.keys("publish", raw, ("to",), ())
        return Publish(to="cloudevents")
    kind = checks.one_of("publish.as", raw, KINDS, "resource")
    own = ("question", "resources", "resource") if kind == "vote" else ("widget", "resource")
    checks.keys("publish", raw, ("to", "project", "as"), own)
    given: dict[str, Any] = {"to": "openstad", "as": kind, "project": _number(checks, "project", raw)}
    if kind == "submission" and raw.get("widget") is None:
        checks.fault("publish.widget", "is missing: an enquête submission needs its widget's number")
    if kind == "comment" and raw.get("resource") is None:
        checks.fault("publish.resource", "is missing: a comment needs the number of the idea that it is about")
    given |= {name: _number(checks, name, raw) for name in ("widget", "resource") if raw.get(name) is not None}
    if kind == "vote":
        question = raw.get("question")
        given |= {"question": question if isinstance(question, str) else None}
        given |= {"resources": _resources(checks, raw.get("resources"))}
    return Publish.model_validate(given)


def check_votes(checks: FieldChecks, publish: Publish, questions: Sequence[Question], participation: str) -> None:
    """A vote is one person's, and answers a question whose options are ideas that are there."""
    if publish.as_ != "vote":
        return
    if participation != "code":
        checks.fault("publish.as", "votes need 'participation: code': a vote is given with its person's own code")
    asked = next((one for one in questions if one.key == publish.question), None)
    if isinstance(asked, Choice | Choices):
        if publish.resource is not None or not publish.resources:
            checks.fault("publish.resources", "must name the idea of each option that is a vote")
        known = {option.key for option in asked.options}
        for option in publish.resources:
            if option not in known:
                checks.fault(f"publish.resources.{option}", "is no option of that question")
    elif isinstance(asked, YesNo):
        if publish.resource is None or publish.resources:
            checks.fault("publish.resource", "must name the idea that is voted for or against")
    else:
        checks.fault("publish.question", "must be the key of a question of type choice, choices or yes_no")


def _resources(checks: FieldChecks, raw: object) -> dict[str, int]:
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
        checks.fault("publish.resources", "must name the idea of each option that is a vote")
        return {}
    numbers = {key: _number(checks, f"resources.{key}", raw) for key in raw}
    if len(set(numbers.values())) < len(numbers):
        checks.fault("publish.resources", "names one idea for two options")
    return numbers


def _number(checks: FieldChecks, name: str, raw: dict[str, Any]) -> int:
    return checks.whole(f"publish.{name}", raw, None, 1, HIGHEST)
