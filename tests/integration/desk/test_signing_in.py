"""Signing in, replacing a one-time password, and how a session ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from intake.desk import desk
from intake.desk.attempts import MOST_AT_ONE_PLACE, WINDOW
from models import accounts
from models.clock import now
from models.sessions import LONGEST, LONGEST_IDLE, SESSION
from models.tables import SignInAttempt
from models.vocabulary import Role
from tests.integration.desk.town import PASSWORD, Town, add_staff
from tests.integration.desk.visitor import Visitor

NEW = "een heel ander wachtwoord"


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/").status_code == 200


def test_the_right_password_leads_to_the_page_that_was_asked_for(visitor: Visitor) -> None:
    assert visitor.get("/inzendingen?kanaal=sms").location == "/aanmelden"
    assert visitor.sign_in("clerk@zaandijk.example").location == "/inzendingen?kanaal=sms"


@pytest.mark.parametrize("email", ["clerk@zaandijk.example", "nobody@zaandijk.example"])
def test_a_wrong_password_and_an_unknown_address_hear_the_same(visitor: Visitor, email: str) -> None:
    answer = visitor.sign_in(email, "verkeerd")
    assert answer.status_code == 400
    assert "horen niet bij elkaar" in answer.text
    assert not is_in(visitor)


def test_a_one_time_password_has_to_be_replaced_before_anything_else(visitor: Visitor, town: Town) -> None:
    one_time = accounts.add_user(town.services.store, "nieuw@zaandijk.example", "zaandijk", Role.CLERK)
    visitor.sign_in("nieuw@zaandijk.example", one_time)
    assert visitor.get("/inzendingen").location == "/wachtwoord"
    for new, again, problem in (
        ("kort", "kort", "te kort"),
        (NEW, NEW + "!", "twee verschillende"),
        (one_time, one_time, "dat u al had"),
    ):
        answer = visitor.post("/wachtwoord", {"new": new, "again": again})
        assert answer.status_code == 400
        assert problem in answer.text
    assert visitor.post("/wachtwoord", {"new": NEW, "again": NEW}).status_code == 302
    assert is_in(visitor)
    assert accounts.sign_in(town.services.store, "nieuw@zaandijk.example", NEW) is not None


def test_changing_a_password_asks_for_the_old_one_and_ends_other_sessions(app: Flask, clerk: Visitor) -> None:
    elsewhere = Visitor(app.test_client())
    elsewhere.sign_in("clerk@zaandijk.example")
    assert is_in(elsewhere)
    assert clerk.post("/wachtwoord", {"current": "verkeerd", "new": NEW, "again": NEW}).status_code == 400
    assert clerk.post("/wachtwoord", {"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 302
    assert is_in(clerk)
    assert not is_in(elsewhere)


def test_signing_out_ends_the_session(clerk: Visitor) -> None:
    assert clerk.post("/afmelden").location == "/aanmelden"
    assert not is_in(clerk)


@pytest.mark.parametrize(("moment", "longest"), [("began_at", LONGEST), ("seen_at", LONGEST_IDLE)])
def test_a_session_ends_by_itself(clerk: Visitor, town: Town, moment: str, longest: timedelta) -> None:
    assert is_in(clerk)
    with town.services.store.write() as connection:
        connection.execute(SESSION.update().values({moment: now() - longest - timedelta(seconds=1)}))
    assert not is_in(clerk)


def test_signing_out_ends_it_for_a_copy_of_the_cookie_too(app: Flask, clerk: Visitor) -> None:
    copied = clerk.client.get_cookie("inloop_desk")
    assert copied is not None
    clerk.post("/afmelden")
    thief = Visitor(app.test_client())
    thief.client.set_cookie("inloop_desk", copied.value)
    assert not is_in(thief)


def test_somebody_who_no_longer_works_here_is_out_at_once(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        connection.execute(accounts.STAFF.update().values(disabled_at=accounts.now()))
    assert not is_in(clerk)


def test_too_many_attempts_are_stopped_over_all_web_processes(town: Town, app: Flask) -> None:
    other_process = Flask("other", static_folder=None)
    other_process.config["SECRET_KEY"] = town.services.settings.secret_key
    other_process.register_blueprint(desk(town.services))
    visitors = [Visitor(app.test_client()), Visitor(other_process.test_client())]
    for attempt in range(MOST_AT_ONE_PLACE):
        assert visitors[attempt % 2].sign_in("clerk@zaandijk.example", "verkeerd").status_code == 400
    for visitor in visitors:
        assert visitor.sign_in("clerk@zaandijk.example").status_code == 429
    assert visitors[0].sign_in("coordinator@zaandijk.example").status_code == 302
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert Visitor(elsewhere).sign_in("clerk@zaandijk.example").status_code == 302


def test_attempts_count_for_a_while_and_not_after_a_success(town: Town, app: Flask) -> None:
    attempts = SignInAttempt.__table__  # type: ignore[attr-defined]
    visitor = Visitor(app.test_client())
    for _ in range(MOST_AT_ONE_PLACE):
        visitor.sign_in("clerk@zaandijk.example", "verkeerd")
    with town.services.store.write() as connection:
        connection.execute(attempts.update().values(at=accounts.now() - 2 * WINDOW))
    assert visitor.sign_in("clerk@zaandijk.example").status_code == 302
    with town.services.store.read() as connection:
        assert connection.execute(attempts.select()).first() is None


def test_who_serves_several_organisations_chooses_one(app: Flask, town: Town) -> None:
    add_staff(town.services.store, "clerk@zaandijk.example", "meerdam", Role.PRIVACY)
    visitor = Visitor(app.test_client())
    visitor.sign_in("clerk@zaandijk.example")
    assert visitor.get("/").location == "/organisatie"
    zaandijk, meerdam = town.version().organisation_id, town.version("7310").organisation_id
    assert visitor.post("/organisatie", {"organisation": "iets anders"}).status_code == 404
    visitor.post("/organisatie", {"organisation": meerdam})
    page = visitor.get("/").text
    assert "Waterschap Meerdam" in page
    assert "privacyfunctionaris" in page
    visitor.post("/organisatie", {"organisation": zaandijk})
    assert "Gemeente Zaandijk" in visitor.get("/").text


def test_nobody_chooses_an_organisation_they_do_not_work_for(clerk: Visitor, town: Town) -> None:
    other = town.version("7310").organisation_id
    assert clerk.post("/organisatie", {"organisation": other}).status_code == 404


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = visitor.sign_in("clerk@zaandijk.example").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(("address", "secure"), [("https://inloop.example", True), ("http://localhost:8000", False)])
def test_the_cookie_is_secure_where_the_address_is(town: Town, address: str, secure: bool) -> None:
    app = Flask("somewhere", static_folder=None)
    app.register_blueprint(desk(replace(town.services, settings=replace(town.services.settings, public_url=address))))
    assert app.config["SESSION_COOKIE_SECURE"] is secure
