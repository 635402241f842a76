"""Submissions as CloudEvents by webhook, after the NL GOV profile and the webhook rules of CloudEvents.

The envelope is one JSON document (structured mode). Context attributes travel through gateways and logs, so nothing in
them says who or what: the subject is our random reference. Who receives events knows a repeat by `source` and `id`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import requests

from intake.deliveries.target import Item, ItemRefused, Limits, LineHeld, Unclear
from models.clock import now
from models.definition import Publish

TIMEOUT = (5.0, 20.0)
"""Seconds to connect, and to wait for an answer."""
MEDIA_TYPE = "application/cloudevents+json"
PLACED = "nl.overheid.inloop.inzending.goedgekeurd"
CHANGED = "nl.overheid.inloop.inzending.gewijzigd"
WITHDRAWN = "nl.overheid.inloop.inzending.ingetrokken"


class CloudEventsTarget:
    """`intake.deliveries.target.Target` for one receiver of events."""

    def __init__(self, url: str, source: str, token: str | None) -> None:
        """
        :param source: `urn:nld:oin:<oin>:systeem:<name>`.
        :param token: what the receiver gave us, sent as `Authorization: Bearer`.
        """
        self._url = url
        self._source = source
        self._session = requests.Session()
        if token is not None:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def prepare(self, publish: Publish) -> Limits:
        """A receiver asks nothing of texts, and cannot be asked whether it is there."""
        return Limits()

    def find(self, item: Item) -> str | None:
        """A receiver cannot be asked: the event is sent again under the same id, and is known by it."""
        return None

    def place(self, item: Item) -> str | None:
        self._send(PLACED, item, _data(item))
        return item.reference

    def replace(self, item: Item, their_id: str) -> str:
        self._send(CHANGED, item, _data(item))
        return their_id

    def withdraw(self, item: Item, their_id: str) -> bool:
        self._send(WITHDRAWN, item, None)
        return True

    def _send(self, kind: str, item: Item, data: dict[str, Any] | None) -> None:
        try:
            answer = self._session.post(
                self._url,
                json=self._event(kind, item, data),
                headers={"Content-Type": MEDIA_TYPE},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.ConnectTimeout as error:
            raise LineHeld(
                "the receiver of events cannot be reached; it is tried again by itself", code="away"
            ) from error
        except requests.RequestException as error:
            raise Unclear(
                "the receiver of events did not answer; the same event is sent again", code="no_answer"
            ) from error
        _judge(answer)

    def _event(self, kind: str, item: Item, data: dict[str, Any] | None) -> dict[str, Any]:
        version = f"{item.approved_at.timestamp():.0f}" if item.approved_at else "1"
        event = {
            "specversion": "1.0",
            "id": f"{item.reference}:{kind.rsplit('.', 1)[1]}:{version}",
            "source": self._source,
            "type": kind,
            "subject": item.reference,
            "time": now().isoformat(timespec="seconds"),
        }
        return event if data is None else {**event, "datacontenttype": "application/json", "data": data}


def _data(item: Item) -> dict[str, Any]:
    given: dict[str, Any] = {
        "reference": item.reference,
        "consultation": item.definition.code,
        "answers": {**item.values, **item.texts},
    }
    return given | {name: text for name in ("title", "summary", "body") if (text := getattr(item, name))}


def _judge(answer: requests.Response) -> None:
    """By the webhook rules: any 2xx is taken, 410 asks us to stop for good, 429 to wait."""
    code = answer.status_code
    if code < 300:
        return
    if code == requests.codes.too_many_requests:
        seconds = answer.headers.get("Retry-After", "")
        wait = timedelta(seconds=int(seconds) if seconds.isdigit() else 60)
        raise LineHeld("the receiver of events asks us to wait", code="pace", wait=wait, is_pace=True)
    if code in (401, 403):
        raise LineHeld("the receiver of events refuses our token; mend INLOOP_CLOUDEVENTS_TOKEN", code="bad_token")
    if code == requests.codes.gone:
        raise LineHeld("the receiver wants no more events (410); take 'publish' out of the consultation", code="gone")
    if code in (404, 405, 415) or code < 400:
        raise LineHeld(f"there is no receiver of events at that address (HTTP {code})", code="no_receiver")
    if code >= 500:
        raise Unclear(f"the receiver of events failed (HTTP {code}); the same event is sent again", code="server_error")
    raise ItemRefused(f"the receiver of events does not take it (HTTP {code})", code="refused")
