"""Somebody with a plain browser, without scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

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
        page = self.client.get(path)
        if (
            path == "/aanmelden" and page.location == "/"
        ):  # signed in already; any page will do, the first is a long one
            page = self.client.get("/wachtwoord")
        if page.location:
            page = self.client.get(page.location, follow_redirects=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
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


def form_fields(page: str, form_id: str) -> dict[str, list[str]]:
    """What a browser sends of that form if somebody changes nothing, without the token and what was seen."""
    reader = _Fields(form_id)
    reader.feed(page)
    return {name: values for name, values in reader.found.items() if name not in ("csrf_token", "gezien")}


class _Fields(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.found: dict[str, list[str]] = {}
        self.area: str | None = None
        self.choice: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = given["name"]
            self.found[self.area] = [""]
        elif tag == "select":
            self.choice = given["name"]
        elif tag == "option" and self.choice and ("selected" in given or self.choice not in self.found):
            self.found[self.choice] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.found[self.area][0] = self.found[self.area][0].removeprefix("\n")
            self.area = None
        if tag == "select":
            self.choice = None
        if tag == "form":
            self.inside = False
