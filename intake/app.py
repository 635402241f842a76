"""The composition root: settings in, a Flask app with every door out."""

from __future__ import annotations

import gc
import logging

import flask
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from channels.phone.playing import playing
from channels.phone.recordings import recordings
from channels.phone.webhook import phone
from channels.sms.webhook import sms
from channels.twilio import Rest, Signatures
from channels.webhooks import Doorstep
from intake.api.blueprint import api
from intake.api.problems import from_http
from intake.desk.blueprint import desk
from intake.health import ARRIVALS, REFUSED, health
from intake.late_rule import LateRule
from intake.services import Services, open_services
from intake.settings import Settings, load_settings
from intake.simulator.blueprint import simulator
from models import arrivals
from models.arrivals import Effect, Response
from models.errors import TryAgain

LOG = logging.getLogger("inloop.web")

COLLECT_AFTER = (20_000, 20, 50)
"""Objects between two collections of garbage: a request makes thousands, and keeps none in a cycle for long."""

PLAYED_WITHIN = 8
"""Seconds to get a recording that a caller wants to hear back. Twilio waits for 15."""

LARGEST_UPLOAD = 1024 * 1024 * 1024
"""Bytes. The largest file that is taken in."""


def create_app(settings: Settings) -> flask.Flask:
    """The web process. Call it after a fork, never before.

    :raises Rejected: a setting names something that cannot be used.
    """
    services = open_services(settings)
    app = flask.Flask("intake", static_folder=None)
    app.url_rule_class = LateRule
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
    )
    app.extensions["inloop"] = services
    doorstep = _doorstep(services)
    rest = Rest(
        settings.twilio_api_url,
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        timeout_seconds=PLAYED_WITHIN,
    )
    heard_back = playing(doorstep, services.evidence, rest)
    for door in (phone(doorstep), recordings(doorstep), heard_back, sms(doorstep)):
        app.register_blueprint(door)
    app.register_blueprint(health(services))
    app.register_blueprint(api(services))
    app.register_blueprint(desk(services))
    if settings.simulator:
        app.register_blueprint(simulator(services))
    app.register_error_handler(TryAgain, _unavailable)
    app.register_error_handler(HTTPException, _plain)
    return app


def _doorstep(services: Services) -> Doorstep:
    settings = services.settings

    def receive(provider: str, reference: str, effect: Effect) -> Response:
        response, first = arrivals.receive(services.store, provider, reference, effect)
        ARRIVALS.labels(provider, first).inc()
        return response

    return Doorstep(
        store=services.store,
        vault=services.vault,
        signatures=Signatures(settings.twilio_auth_token),
        receive=receive,
        public_url=settings.public_url if settings.public_url_given else None,
        refused=REFUSED.inc,
    )


def _unavailable(problem: TryAgain) -> tuple[str, int, dict[str, str]]:
    """Nothing was stored: whoever brought it keeps it and tries again."""
    LOG.error("%s", problem.message)
    return "Try again in a moment.\n", ServiceUnavailable.code, {"Content-Type": "text/plain", "Retry-After": "5"}


def _plain(error: HTTPException) -> flask.Response:
    """No stack trace, no path: the name of what happened, in the form of the door that was knocked at."""
    if f"{flask.request.path}/".startswith("/v1/"):
        return from_http(error)
    code = error.code or InternalServerError.code
    return flask.Response(f"{error.name}\n", status=code, mimetype="text/plain")


def wsgi() -> flask.Flask:
    """For a WSGI server that loads the app in each of its processes."""
    app = create_app(load_settings())
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return app
