"""Signing in at an organisation's own provider: OpenID Connect with discovery, PKCE, state and nonce.

What the provider says is believed only for the organisation that trusts it. The one file that knows Authlib.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import redirect, render_template, url_for
from joserfc.errors import JoseError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from intake.desk import session
from intake.desk.visit import services
from models import audit, sign_on
from models.audit import Deed, Doer
from models.errors import Rejected
from models.sign_on import Claimed, Provider, Trusting
from models.tables.audit import Act, By

LOG = logging.getLogger("inloop.sign_on")

DISCOVERY = "/.well-known/openid-configuration"
SECONDS = 10
"""Within which a provider has to answer."""

_AWAY = (requests.RequestException, RuntimeError, KeyError, ValueError)
"""The provider cannot be reached, or what it publishes about itself is no description of a provider."""


def sign_in_elsewhere(slug: str) -> Response | tuple[str, int]:
    """To the provider's own sign-in page."""
    organisation, provider = _trusting(slug)
    back = f"{services().settings.public_url}{url_for('desk.signed_in_elsewhere', slug=slug)}"
    try:
        return _client(organisation, provider).authorize_redirect(back)  # type: ignore[no-any-return]
    except (AuthlibBaseError, *_AWAY) as error:
        return _refused(organisation, "away", error)


def signed_in_elsewhere(slug: str) -> Response | tuple[str, int]:
    """Back from the provider, with a code that only we can turn into who it is."""
    organisation, provider = _trusting(slug)
    client = _client(organisation, provider)
    try:
        token = client.authorize_access_token(claims_options={"iss": {"essential": True, "values": [provider.issuer]}})
        claims = dict(token.get("userinfo") or {})
        if claims and provider.roles_claim not in claims:
            told = client.userinfo(token=token)
            claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
    except (AuthlibBaseError, JoseError) as error:
        return _refused(organisation, "refused", error)
    except _AWAY as error:
        return _refused(organisation, "away", error)
    role = provider.role_for(_said(claims.get(provider.roles_claim)))
    if not claims.get("sub"):
        return _refused(organisation, "refused", Rejected("no ID token", code="no_token"))
    if role is None:
        return _refused(organisation, "no_role", Rejected("no role of ours in the claim", code="no_role"))
    claimed = Claimed(str(claims["sub"]), str(claims.get("email", "")), claims.get("email_verified") is True, role)
    return _let_in(organisation, provider, claimed)


def _let_in(organisation: Trusting, provider: Provider, claimed: Claimed) -> Response | tuple[str, int]:
    kit = services()
    try:
        with kit.store.write() as connection:
            user_id = sign_on.admit(connection, organisation.organisation_id, provider.issuer, claimed)
            audit.begin(Doer(By.STAFF, user_id))
            deed = Deed(
                act=Act.SIGNED_IN, organisation_id=organisation.organisation_id, subject="staff", subject_id=user_id
            )
            audit.note(connection, deed)
    except Rejected as error:
        return _refused(organisation, error.code, error)
    session.begin_session(kit.store, user_id, second_factor=True, issuer=provider.issuer)
    session.work_for(organisation.organisation_id)
    return redirect(session.wanted_path() or url_for("desk.overview"))


def _trusting(slug: str) -> tuple[Trusting, Provider]:
    kit = services()
    with kit.store.read() as connection:
        found = next((one for one in sign_on.trusting(connection) if one.slug == slug), None)
        if found is None:
            raise NotFound
        return found, sign_on.provider_of(connection, kit.vault, found.organisation_id)


def _client(organisation: Trusting, provider: Provider) -> Any:
    """Made anew each time: what a provider publishes about itself may have changed since."""
    name = f"sign_on_{organisation.slug}"
    return FlaskOAuth2App(
        FlaskIntegration(name),
        name=name,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.issuer.rstrip("/") + DISCOVERY,
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
            "token_endpoint_auth_method": "client_secret_basic" if provider.client_secret else "none",
        },
    )


def _said(claim: object) -> Iterable[str]:
    """A claim of roles is a list, or one word."""
    if isinstance(claim, str):
        return [claim]
    return [one for one in claim if isinstance(one, str)] if isinstance(claim, list) else []


def _refused(organisation: Trusting, why: str, error: Exception) -> tuple[str, int]:
    LOG.warning("nobody was let in at %s: %s (%s)", organisation.slug, why, type(error).__name__)
    return render_template("desk/not_let_in.html", why=why, organisation=organisation), 502 if why == "away" else 403
