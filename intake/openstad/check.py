"""Whether a consultation and its OpenStad fit each other, in plain words, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from channels.understanding.folding import fold
from intake.deliveries.registry import openstad_access
from intake.deliveries.target import Length, LineHeld, NotThere
from intake.openstad.client import OpenStad, check_account
from intake.openstad.fields import label_of
from intake.openstad.questions import labels_of, most_of
from intake.openstad.target import limits_of
from intake.openstad.unique_codes import auth_access, unique_codes
from intake.openstad.votes import check_votes
from intake.settings import Settings
from models.clock import now
from models.consultations import Version
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Publish, Question, Scale, YesNo

FITTING: Mapping[type, frozenset[str]] = {
    Choice: frozenset({"multiplechoice", "images"}),
    Choices: frozenset({"multiple"}),
    Scale: frozenset({"scale"}),
    YesNo: frozenset({"multiplechoice"}),
    Number: frozenset({"open", "number"}),
    Postcode: frozenset({"open"}),
    OpenText: frozenset({"open"}),
}
"""Which kinds of question of an enquête hold the answers of ours."""
NO_QUESTION = frozenset({"none", "pagination", "video"})
"""Parts of an enquête that ask nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `is_good` False: it says what to mend."""

    is_good: bool
    text: str


def check(settings: Settings, found: Version) -> Iterator[Finding]:
    """Findings in the order in which they were made; the first that nothing can follow ends them."""
    publish = found.definition.publish
    if publish is None or publish.to != "openstad":
        yield Finding(False, f"consultation {found.code} is not published to OpenStad; add 'publish' to its file")
        return
    try:
        url, token = openstad_access(settings)
        api = OpenStad(url, token, publish.project or 0)
        account = api.account()
        yield Finding(True, f"OpenStad answers at {url}")
        check_account(account)
    except LineHeld as why:
        yield Finding(False, why.message)
        return
    yield Finding(True, f"the token belongs to user {account.id}, with the role '{account.role}'")
    if account.role == "superuser":
        yield Finding(
            False,
            "a superuser does not see concepts of others, so what was withdrawn may be missed; take a user "
            f"with the role 'admin' in project {publish.project}",
        )
    try:
        yield from _project(api, found.definition, publish)
        if settings.openstad_auth_url is not None or publish.as_ == "vote":
            yield from _auth_server(settings, api)
    except LineHeld as why:
        yield Finding(False, why.message)


def _project(api: OpenStad, definition: Definition, publish: Publish) -> Iterator[Finding]:
    config = api.config()
    yield Finding(True, f"project {publish.project} is there")
    limits = limits_of(config, publish)
    if limits.is_open:
        yield Finding(True, "it takes contributions")
    else:
        yield Finding(False, "the project is closed for new contributions; open it on OpenStad before publishing")
    for name, length in (("title", limits.title), ("summary", limits.summary), ("text", limits.body)):
        if length is not None:
            yield Finding(True, f"the {name} must have {_in_words(length)}: the desk asks for it when approving")
    yield from _dates(config, definition)
    if publish.as_ == "submission":
        yield from _widget(api, definition, publish.widget or 0)
    if publish.as_ == "vote":
        yield from _votes(api, config, publish)
    if publish.as_ == "comment":
        try:
            idea = api.one("resource", str(publish.resource))
        except NotThere:
            yield Finding(False, f"idea {publish.resource} is not there; mend publish.resource")
            return
        if idea.get("publishDate"):
            yield Finding(True, f"idea {publish.resource} is there and public")
        else:
            yield Finding(False, f"idea {publish.resource} is a concept, which nobody can comment on; publish it first")


def _votes(api: OpenStad, config: Mapping[str, Any], publish: Publish) -> Iterator[Finding]:
    try:
        check_votes(config.get("votes") or {})
        yield Finding(True, "the project takes votes that can be passed on")
    except LineHeld as why:
        yield Finding(False, why.message)
    ideas, named = (
        (list(publish.resources.values()), "publish.resources")
        if publish.resources
        else ([publish.resource], "publish.resource")
    )
    for idea in ideas:
        try:
            api.one("resource", str(idea))
            yield Finding(True, f"idea {idea} is there")
        except NotThere:
            yield Finding(False, f"idea {idea} is not there; mend {named}")


def _auth_server(settings: Settings, api: OpenStad) -> Iterator[Finding]:
    try:
        codes = unique_codes(*auth_access(settings, api))
    except LineHeld as why:
        yield Finding(False, why.message)
        return
    yield Finding(True, f"the auth server answers at {settings.openstad_auth_url} and has {len(codes)} unique codes")


def _in_words(length: Length) -> str:
    return f"{length.least} to {length.most} characters"


def _dates(config: Mapping[str, Any], definition: Definition) -> Iterator[Finding]:
    project = config.get("project") or {}
    if project.get("projectHasEnded"):
        yield Finding(False, "the project has ended on OpenStad; take that mark away, or choose another project")
    ends = str(project.get("endDate") or "")[:10]
    if ends and ends < definition.closes.isoformat():
        yield Finding(False, f"the project ends on {ends}, before the consultation closes on {definition.closes}")
    elif ends:
        yield Finding(True, f"the project ends on {ends}, not before the consultation closes")
    if definition.closes < now().date():
        yield Finding(True, f"the consultation closed on {definition.closes}: what came before can still be published")


def _widget(api: OpenStad, definition: Definition, number: int) -> Iterator[Finding]:
    known = api.widgets()
    if number not in known:
        listed = ", ".join(f"{one} ({text})" for one, text in sorted(known.items())) or "none"
        yield Finding(False, f"there is no enquête {number}; mend publish.widget. There is: {listed}")
        return
    yield Finding(True, f"enquête {number} is there: {known[number]}")
    items = (api.widget(number).get("config") or {}).get("items") or []
    yield from compare(definition, items)


def compare(definition: Definition, items: list[dict[str, Any]]) -> Iterator[Finding]:
    """Each question of ours with the enquête's question that has its key as field key, and the other way round."""
    asked = {item["fieldKey"]: item for item in items if item.get("fieldKey")}
    for question in definition.questions:
        item = asked.get(question.key)
        if item is None:
            yield Finding(False, f"{question.key}: the enquête has no question with the field key '{question.key}'")
        else:
            yield from _question(definition, question, item)
    for key, item in asked.items():
        if not definition.has(key) and item.get("questionType") not in NO_QUESTION:
            yield Finding(False, f"{key}: the enquête asks this and the consultation does not; it is not taken over")


def _question(definition: Definition, question: Question, item: Mapping[str, Any]) -> Iterator[Finding]:
    kind = str(item.get("questionType") or "")
    if kind not in FITTING[type(question)]:
        fitting = " or ".join(sorted(FITTING[type(question)]))
        yield Finding(False, f"{question.key}: is '{question.type}' here and '{kind}' there; make it {fitting} there")
        return
    if isinstance(question, Choice | Choices):
        ours = [label_of(definition, option.label) for option in question.options]
        theirs = labels_of(item)
        missing = [one for one in ours if fold(one) not in map(fold, theirs)]
        unknown = [one for one in theirs if fold(one) not in map(fold, ours)]
        if missing:
            yield Finding(False, f"{question.key}: not an option there: {', '.join(missing)}")
        if unknown:
            yield Finding(False, f"{question.key}: not an option here: {', '.join(unknown)}")
        if isinstance(question, Choices) and most_of(item) != question.most:
            yield Finding(False, f"{question.key}: at most {question.most} here and {most_of(item)} there")
            return
        if missing or unknown:
            return
    if item.get("fieldRequired", question.required) is not question.required:
        here, there = ("must be answered", "may be skipped")[:: 1 if question.required else -1]
        yield Finding(False, f"{question.key}: {here} here and {there} there")
        return
    yield Finding(True, f"{question.key}: the same on both sides")
