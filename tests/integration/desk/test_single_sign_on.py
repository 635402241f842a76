"""Signing in at an organisation's own provider: a real one, in a process of its own."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from models import accounts, sign_on
from models.sign_on import Provider
from models.vocabulary import Role
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor
from tests.servers import Server

START = "/aanmelden/bij/zaandijk"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    argv = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    log = tmp_path_factory.mktemp("provider") / "log"
    server = Server(argv, log, lambda: _answers(address), signal.SIGTERM)
    server.start()
    yield address
    server.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=2).ok
    except requests.ConnectionError:
        return False


@pytest.fixture
def trusted(provider: str, town: Town) -> str:
    """Zaandijk trusts it: its group `inloop-balie` are clerks, `inloop-beheer` administrators."""
    roles = (("inloop-beheer", Role.ADMIN), ("inloop-balie", Role.CLERK))
    settings = Provider(issuer=provider, client_id="inloop", client_secret="geheim", roles_claim="groups", roles=roles)
    sign_on.set_provider(town.services.store, town.services.vault, "zaandijk", settings)
    return provider


def person(provider: str, subject: str, **claims: object) -> None:
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=5).raise_for_status()


def come_in(visitor: Visitor, subject: str) -> int:
    """Through the provider's own page, as a browser does; the status of our last answer."""
    there = visitor.get(START).location
    back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return visitor.get(f"{parts.path}?{parts.query}").status_code


def test_who_has_a_role_there_comes_in_with_it(trusted: str, visitor: Visitor, town: Town) -> None:
    person(trusted, "jan-1", email="Voorbeeld@zaandijk.example", email_verified=True, groups=["x", "inloop-balie"])
    assert come_in(visitor, "jan-1") == 302
    page = visitor.get("/").text
    assert "voorbeeld@zaandijk.example" in page
    assert "medewerker" in page
    assert visitor.get("/medewerkers").status_code == 403


def test_the_link_asks_for_pkce_state_and_nonce(trusted: str, visitor: Visitor) -> None:
    asked = parse_qs(urlsplit(visitor.get(START).location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["redirect_uri"] == ["http://localhost:8000/aanmelden/bij/zaandijk/terug"]


def test_a_role_that_changes_there_changes_here(trusted: str, visitor: Visitor) -> None:
    person(trusted, "jan-2", email="j2@zaandijk.example", email_verified=True, groups=["inloop-balie"])
    come_in(visitor, "jan-2")
    assert visitor.get("/medewerkers").status_code == 403
    person(trusted, "jan-2", email="j2@zaandijk.example", email_verified=True, groups=["inloop-balie", "inloop-beheer"])
    come_in(visitor, "jan-2")
    assert visitor.get("/medewerkers").status_code == 200


def test_who_has_no_role_there_stays_out(trusted: str, visitor: Visitor, town: Town) -> None:
    person(trusted, "jan-3", email="j3@zaandijk.example", email_verified=True, groups=["kantine"])
    assert come_in(visitor, "jan-3") == 403
    assert visitor.get("/").location == "/aanmelden"
    assert not accounts.has_user(town.services.store, "j3@zaandijk.example")


def test_a_provider_cannot_take_over_an_account_of_another_organisation(
    trusted: str, visitor: Visitor, town: Town
) -> None:
    person(trusted, "jan-4", email="clerk@meerdam.example", email_verified=True, groups=["inloop-balie"])
    assert come_in(visitor, "jan-4") == 403
    assert visitor.get("/").location == "/aanmelden"


def test_an_address_that_the_provider_did_not_verify_opens_no_account(trusted: str, visitor: Visitor) -> None:
    person(trusted, "jan-5", email="clerk@zaandijk.example", email_verified=False, groups=["inloop-balie"])
    assert come_in(visitor, "jan-5") == 403
    person(trusted, "jan-5", email="clerk@zaandijk.example", email_verified=True, groups=["inloop-balie"])
    assert come_in(visitor, "jan-5") == 302


def test_a_session_ends_when_the_organisation_stops_trusting(trusted: str, visitor: Visitor, town: Town) -> None:
    person(trusted, "jan-6", email="j6@zaandijk.example", email_verified=True, groups=["inloop-balie"])
    come_in(visitor, "jan-6")
    assert visitor.get("/").status_code == 200
    sign_on.set_provider(town.services.store, town.services.vault, "zaandijk", None)
    assert visitor.get("/").location == "/aanmelden"


def test_it_opens_only_the_organisation_that_trusts_the_provider(trusted: str, visitor: Visitor, town: Town) -> None:
    person(trusted, "jan-7", email="j7@zaandijk.example", email_verified=True, groups=["inloop-balie"])
    come_in(visitor, "jan-7")
    accounts.add_user(town.services.store, "j7@zaandijk.example", "meerdam", Role.ADMIN)
    come_in(visitor, "jan-7")
    assert "Wissel van organisatie" not in visitor.get("/").text


def test_a_code_is_taken_only_from_the_browser_that_asked(trusted: str, visitor: Visitor, app: Flask) -> None:
    """Somebody who sends a link with their own code signs nobody else in."""
    person(trusted, "jan-8", email="j8@zaandijk.example", email_verified=True, groups=["inloop-balie"])
    there = visitor.get(START).location
    back = requests.post(there, data={"sub": "jan-8"}, allow_redirects=False, timeout=5).headers["Location"]
    victim = Visitor(app.test_client())
    assert victim.get(f"{START}/terug?{urlsplit(back).query}").status_code == 403
    assert victim.get("/").location == "/aanmelden"


def test_a_provider_that_is_away_is_said_to_be(town: Town, visitor: Visitor) -> None:
    gone = Provider(
        issuer=f"http://127.0.0.1:{free_port()}",
        client_id="inloop",
        client_secret=None,
        roles_claim="groups",
        roles=(("x", Role.CLERK),),
    )
    sign_on.set_provider(town.services.store, town.services.vault, "zaandijk", gone)
    answer = visitor.get(START)
    assert answer.status_code == 502
    assert "niet te bereiken" in answer.text


def test_who_trusts_nobody_has_no_such_page(visitor: Visitor) -> None:
    assert visitor.get("/aanmelden/bij/meerdam").status_code == 404
