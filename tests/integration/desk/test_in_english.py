"""Reading the desk in English: chosen once, kept with the account."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from models.vocabulary import Role
from tests.integration.desk.pages import pages
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


def test_every_page_opens_in_english(town: Town, at_the_desk: Callable[[Role], Visitor], visitor: Visitor) -> None:
    visitors: dict[Role | None, Visitor] = {None: visitor}
    visitor.post("/taal", {"language": "en"})
    for page in pages(town):
        if page.role is not None and page.role not in visitors:
            visitors[page.role] = at_the_desk(page.role)
            visitors[page.role].post("/taal", {"language": "en"})
        answer = visitors[page.role].get(page.path)
        assert answer.status_code < 500, page
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert '<html lang="en"' in answer.text, page
            assert "the walk-in door beside taking part online" in answer.text, page


def test_the_language_goes_with_the_account(app: Flask, clerk: Visitor) -> None:
    clerk.post("/taal", {"language": "en"})
    elsewhere = Visitor(app.test_client())
    assert "Sign in" not in elsewhere.get("/aanmelden").text
    elsewhere.sign_in("clerk@zaandijk.example")
    assert "Submissions" in elsewhere.get("/").text


def test_who_is_not_signed_in_can_choose_too(visitor: Visitor) -> None:
    visitor.post("/taal", {"language": "en"})
    page = visitor.get("/aanmelden").text
    assert "Sign in" in page
    assert "Aanmelden" not in page
    visitor.post("/taal", {"language": "nl"})
    assert "Aanmelden" in visitor.get("/aanmelden").text


def test_a_language_that_is_not_there_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/taal", {"language": "xx"}).status_code == 404


def test_what_is_stored_is_in_dutch_for_everybody(clerk: Visitor, town: Town) -> None:
    clerk.post("/taal", {"language": "en"})
    assert "Telephone" in clerk.get("/inzendingen").text
    assert "Een nieuw plein voor Zaandijk" in clerk.get("/balie").text
