"""An organisation's look: its design tokens, over those of Inloop."""

from __future__ import annotations

import hashlib

from flask import Response, request

from intake.desk.visit import member, services
from models import staff


def house_style() -> Response:
    """A style sheet, empty for who keeps Inloop's own. Its address changes with the page's organisation."""
    with services().store.read() as connection:
        css = staff.house_style(connection, member().organisation_id) or ""
    response = Response(css, mimetype="text/css")
    response.set_etag(hashlib.sha256(css.encode()).hexdigest()[:12])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
