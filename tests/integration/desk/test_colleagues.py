"""The administrator's page of staff, and where its power ends."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from models import accounts
from models.vocabulary import Role
from tests.integration.desk.town import PASSWORD, Town
from tests.integration.desk.visitor import Visitor

NEW = "nieuw@zaandijk.example"


@pytest.fixture
def admin(at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    return at_the_desk(Role.ADMIN)


def user_id(town: Town, email: str) -> str:
    with town.services.store.read() as connection:
        found = accounts.user_id(connection, email)
    assert found
    return found


def password_on(page: str) -> str:
    found = re.search(r'class="secret">([0-9a-f]{6}-[0-9a-f]{6}-[0-9a-f]{6})<', page)
    assert found
    return found[1]


def test_somebody_new_gets_a_one_time_password_that_is_shown_once(app: Flask, admin: Visitor) -> None:
    page = admin.post("/medewerkers/nieuw", {"email": NEW, "role": "clerk"})
    assert page.headers["Cache-Control"] == "no-store"
    password = password_on(page.text)
    assert password not in admin.get("/medewerkers").text
    somebody = Visitor(app.test_client())
    somebody.sign_in(NEW, password)
    assert somebody.get("/").location == "/wachtwoord"


def test_who_serves_elsewhere_keeps_the_password_they_have(town: Town, admin: Visitor, app: Flask) -> None:
    page = admin.post("/medewerkers/nieuw", {"email": "clerk@meerdam.example", "role": "clerk"}, follow=True).text
    assert "werkt nu ook hier" in page
    somebody = Visitor(app.test_client())
    assert somebody.sign_in("clerk@meerdam.example", PASSWORD).status_code == 302
    theirs = user_id(town, "clerk@meerdam.example")
    assert admin.post(f"/medewerkers/{theirs}/opnieuw").status_code == 409
    assert Visitor(app.test_client()).sign_in("clerk@meerdam.example", PASSWORD).status_code == 302


def test_a_role_counts_from_the_next_page_on(town: Town, admin: Visitor, clerk: Visitor) -> None:
    assert clerk.get("/publiceren").status_code == 403
    admin.post(f"/medewerkers/{user_id(town, 'clerk@zaandijk.example')}/rol", {"role": "coordinator"})
    assert clerk.get("/publiceren").status_code == 200


def test_who_is_let_go_is_out_at_once(town: Town, admin: Visitor, clerk: Visitor) -> None:
    admin.post(f"/medewerkers/{user_id(town, 'clerk@zaandijk.example')}/weg")
    assert clerk.get("/").location == "/aanmelden"


def test_starting_over_ends_every_session(town: Town, admin: Visitor, clerk: Visitor, app: Flask) -> None:
    page = admin.post(f"/medewerkers/{user_id(town, 'clerk@zaandijk.example')}/opnieuw").text
    assert clerk.get("/").location == "/aanmelden"
    assert Visitor(app.test_client()).sign_in("clerk@zaandijk.example").status_code == 400
    assert Visitor(app.test_client()).sign_in("clerk@zaandijk.example", password_on(page)).status_code == 302


@pytest.mark.parametrize(("way", "form"), [("weg", {}), ("rol", {"role": "clerk"})])
def test_there_is_always_an_administrator(town: Town, admin: Visitor, way: str, form: dict[str, str]) -> None:
    own = user_id(town, "admin@zaandijk.example")
    answer = admin.post(f"/medewerkers/{own}/{way}", form)
    assert answer.status_code == 409
    assert "altijd één beheerder" in answer.text
    assert admin.get("/medewerkers").status_code == 200


@pytest.mark.parametrize("way", ["weg", "rol", "opnieuw"])
def test_staff_of_another_organisation_are_not_there(town: Town, admin: Visitor, way: str) -> None:
    theirs = user_id(town, "clerk@meerdam.example")
    assert admin.post(f"/medewerkers/{theirs}/{way}", {"role": "clerk"}).status_code == 404
    assert "meerdam" not in admin.get("/medewerkers").text
