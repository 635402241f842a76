"""Somebody with a plain browser, without scripts."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.integration.desk.town import PASSWORD


class Visitor:
    """Opens pages and sends forms, with the token that the pages carry."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def token(self, path: str = "/aanmelden") -> str:
        page = self.client.get(path, follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, path
        return found[1]

    def post(self, path: str, data: dict[str, object] | None = None, *, follow: bool = False) -> TestResponse:
        """Send a form with a good token."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, follow_redirects=follow)

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/aanmelden", {"email": email, "password": password})


def hidden(page: str, action: str, name: str = "gezien") -> str:
    """The hidden field of the form that posts to `action`."""
    form = re.search(rf'action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    found = re.search(rf'name="{name}" value="([^"]*)"', form[0])
    assert found, name
    return found[1]
