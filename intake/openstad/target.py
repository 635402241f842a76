"""OpenStad as a target: a submission becomes an idea (resource), an enquête submission, or a comment on an idea."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

from intake.deliveries.target import Item, ItemRefused, Length, Limits, LineHeld, Unclear
from intake.openstad.client import Account, OpenStad, check_account, closed
from intake.openstad.fields import REFERENCE, submitted_data
from intake.openstad.html import plain
from models.definition import Publish

CLOCKS_DIFFER = timedelta(days=1)
"""A list is read until rows that are so much older than our first attempt: their clock is not ours."""

NO_SENTIMENT = "no sentiment"
DEFAULTS = {"title": (10, 50), "summary": (20, 140), "description": (140, 5000), "comment": (30, 500)}
"""OpenStad's own limits where a project sets none."""


class OpenStadTarget:
    """`intake.deliveries.target.Target` for one project."""

    def __init__(self, url: str, token: str, project: int) -> None:
        self.api = OpenStad(url, token, project)
        self._account = Account(None, None)

    def prepare(self, publish: Publish) -> Limits:
        """An unknown widget ends OpenStad's server process: it must be in the list before anything is sent."""
        self._account = self.api.account()
        check_account(self._account)
        limits = limits_of(self.api.config(), publish)
        if publish.as_ == "submission" and publish.widget not in self.api.widgets():
            raise LineHeld(
                f"OpenStad's project {publish.project} has no enquête {publish.widget}; mend publish.widget",
                code="no_widget",
            )
        if not limits.is_open:
            raise closed()
        return limits

    def find(self, item: Item) -> str | None:
        for row in self.api.newest_first(kind_of(item.publish)):
            if self._is(row, item):
                return str(row["id"])
            if row["createdAt"] < (item.since - CLOCKS_DIFFER).isoformat():
                return None
        return None

    def _is(self, row: dict[str, Any], item: Item) -> bool:
        match item.publish.as_:
            case "resource":
                return (row.get("extraData") or {}).get("originalId") == item.reference
            case "submission":
                return (row.get("submittedData") or {}).get(REFERENCE) == item.reference
            case _:
                is_ours = (row.get("user") or {}).get("id") == self._account.id or row.get("userId") == self._account.id
                same = plain(row.get("description") or "") == plain(escape(item.body or "", quote=False))
                return is_ours and same and not item.is_taken(str(row["id"]))

    def place(self, item: Item) -> str | None:
        made = self.api.create(kind_of(item.publish), _body(item, is_new=True))
        if item.publish.as_ == "submission":
            return None
        if made.get("userId") != self._account.id:
            raise Unclear(
                "OpenStad took it as if nobody had signed in; the token does not count any more", code="bad_token"
            )
        return str(made["id"])

    def replace(self, item: Item, their_id: str) -> str:
        self.api.update(kind_of(item.publish), their_id, _body(item, is_new=False))
        return their_id

    def withdraw(self, item: Item, their_id: str) -> bool:
        """An idea becomes a concept that only its editors see, without what was said; the other two are deleted.

        Deleting an idea would take the comments of others with it.
        """
        if item.publish.as_ == "resource":
            self.api.update("resource", their_id, {"publishDate": None, "summary": "", "description": ""})
            return True
        self.api.delete(kind_of(item.publish), their_id)
        return False


def limits_of(config: dict[str, Any], publish: Publish) -> Limits:
    """What the project asks of texts. Its own figures go before OpenStad's."""
    resources, comments = config.get("resources") or {}, config.get("comments") or {}

    def length(kind: str, given: dict[str, Any], name: str) -> Length:
        least, most = DEFAULTS[kind]
        return Length(int(given.get(f"{name}MinLength") or least), int(given.get(f"{name}MaxLength") or most))

    if publish.as_ == "resource":
        return Limits(
            title=length("title", resources, "title"),
            summary=length("summary", resources, "summary"),
            body=length("description", resources, "description"),
            is_open=bool(resources.get("canAddNewResources", True)),
        )
    if publish.as_ == "comment":
        return Limits(
            body=length("comment", comments, "description"), is_open=comments.get("canComment", True) is not False
        )
    return Limits()


def kind_of(publish: Publish) -> str:
    """The list that holds what is published so."""
    if publish.as_ == "comment":
        return f"resource/{publish.resource}/comment"
    return publish.as_


def _body(item: Item, *, is_new: bool) -> dict[str, Any]:
    publish = item.publish
    if publish.as_ == "submission":
        return {"submittedData": submitted_data(item), **({"widgetId": publish.widget} if is_new else {})}
    if not item.body or (publish.as_ == "resource" and not (item.title and item.summary)):
        raise ItemRefused("a text that the platform asks for was not approved yet", code="no_text")
    if publish.as_ == "comment":
        return {"description": escape(item.body, quote=False), **({"sentiment": NO_SENTIMENT} if is_new else {})}
    return {
        "title": item.title,
        "summary": escape(item.summary or "", quote=False),
        "description": paragraphs(item.body),
        "publishDate": item.given_at.isoformat(),
        "extraData": {"originalId": item.reference},
    }


def paragraphs(text: str) -> str:
    """Plain text as OpenStad's HTML: nothing in it is markup."""
    return escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>")
