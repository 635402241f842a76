"""A code from an app after the password: for who wants it, and for whom an organisation demands it."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import Flask

from models import second_factor, staff
from models.vocabulary import Role
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

CLERK = "clerk@zaandijk.example"


def set_up(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """The app, and the recovery codes."""
    secret = re.search(r'class="secret">([A-Z2-7]{32})<', visitor.get("/tweede-stap").text)
    assert secret
    app = pyotp.TOTP(secret[1])
    page = visitor.post("/tweede-stap", {"code": app.now()}).text
    return app, re.findall(r"<code>([0-9a-f]{6}-[0-9a-f]{6})</code>", page)


@pytest.fixture
def demanded(town: Town) -> None:
    organisation_id = town.version().organisation_id
    staff.demand_second_factor(town.services.store, organisation_id, [Role.CLERK])


@pytest.fixture
def with_app(app: Flask, clerk: Visitor) -> tuple[Visitor, pyotp.TOTP, list[str]]:
    """Somebody who has an app and gave only the password so far."""
    codes, recovery = set_up(clerk)
    fresh = Visitor(app.test_client())
    fresh.sign_in(CLERK)
    return fresh, codes, recovery


def test_with_an_app_the_password_alone_opens_nothing(with_app: tuple[Visitor, pyotp.TOTP, list[str]]) -> None:
    visitor, _, _ = with_app
    for path in ("/", "/inzendingen", "/wachtwoord", "/tweede-stap", "/organisatie", "/huisstijl.css"):
        assert visitor.get(path).location == "/aanmelden/code", path


def test_a_code_opens_the_desk_and_counts_once(
    app: Flask, town: Town, with_app: tuple[Visitor, pyotp.TOTP, list[str]]
) -> None:
    visitor, codes, _ = with_app
    with town.services.store.write() as connection:
        connection.execute(second_factor.FACTOR.update().values(last_step=0))
    code = codes.now()
    assert visitor.post("/aanmelden/code", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert visitor.get("/").status_code == 200
    overseer = Visitor(app.test_client())
    overseer.sign_in(CLERK)
    assert overseer.post("/aanmelden/code", {"code": code}).status_code == 400
    assert overseer.get("/").location == "/aanmelden/code"


def test_a_recovery_code_opens_the_desk_once(app: Flask, with_app: tuple[Visitor, pyotp.TOTP, list[str]]) -> None:
    visitor, _, recovery = with_app
    assert len(recovery) == second_factor.RECOVERY_CODES
    assert visitor.post("/aanmelden/code", {"code": recovery[3].upper()}).status_code == 302
    assert visitor.get("/").status_code == 200
    again = Visitor(app.test_client())
    again.sign_in(CLERK)
    assert again.post("/aanmelden/code", {"code": recovery[3]}).status_code == 400


def test_codes_cannot_be_tried_without_end(with_app: tuple[Visitor, pyotp.TOTP, list[str]]) -> None:
    visitor, _, recovery = with_app
    tried = [visitor.post("/aanmelden/code", {"code": "000000"}).status_code for _ in range(6)]
    assert tried == [400] * 5 + [429]
    assert visitor.post("/aanmelden/code", {"code": recovery[0]}).status_code == 429


def test_who_must_have_an_app_sets_it_up_before_anything_else(demanded: None, clerk: Visitor) -> None:
    assert clerk.get("/").location == "/tweede-stap"
    set_up(clerk)
    assert clerk.get("/").status_code == 200


def test_it_is_demanded_of_the_roles_that_were_chosen_only(demanded: None, coordinator: Visitor) -> None:
    assert coordinator.get("/").status_code == 200


def test_the_secret_is_encrypted_and_recovery_codes_are_hashed(town: Town, clerk: Visitor) -> None:
    codes, recovery = set_up(clerk)
    with town.services.store.read() as connection:
        secret = connection.execute(second_factor.FACTOR.select()).one().secret
        kept = {row.code_hash for row in connection.execute(second_factor.RECOVERY.select())}
    assert town.services.vault.decrypt(secret) == codes.secret
    assert codes.secret.encode() not in secret
    assert len(kept) == len(recovery)
    assert not kept & set(recovery)


def test_another_telephone_needs_the_old_one_or_a_recovery_code(
    with_app: tuple[Visitor, pyotp.TOTP, list[str]],
) -> None:
    visitor, codes, recovery = with_app
    visitor.post("/aanmelden/code", {"code": recovery[0]})
    assert "otpauth" not in visitor.get("/tweede-stap").text
    assert visitor.post("/tweede-stap", {"code": "123456"}).status_code == 400
    assert visitor.post("/tweede-stap", {"code": recovery[1]}).location == "/tweede-stap"
    fresh, _ = set_up(visitor)
    assert fresh.secret != codes.secret
