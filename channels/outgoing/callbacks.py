"""The webhook's side of what the company tells about a message or call of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import flask
import sqlalchemy as sa

from channels.outgoing import statuses
from channels.outgoing.gateway import News
from channels.webhooks import NOTHING, Doorstep, answer, fingerprint
from models.arrivals import Response


def told(doorstep: Doorstep, provider: str, news_of: Callable[[Mapping[str, str]], News]) -> flask.Response:
    """Answer a callback and take note of it, once. `news_of` reads the company's fields."""
    fields = doorstep.parameters()
    query = {name: value.replace("\0", "") for name, value in flask.request.args.items()}
    reference = fingerprint(*(f"{name}={value}" for name, value in sorted({**query, **fields}.items())))

    def effect(connection: sa.Connection) -> Response:
        statuses.heed(connection, news_of(fields), query)
        return NOTHING

    return answer(doorstep.receive(provider, reference, effect))
