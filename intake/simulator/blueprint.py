"""The simulator's page, and what it asks of the server. Only mounted where there is no telephone company."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import flask
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException

from intake.services import Services
from intake.simulator.call import CallState
from intake.simulator.carrier import Carrier, What
from intake.simulator.company import company
from intake.simulator.lines import WITHHELD, choices, dialled
from intake.simulator.rest import add_rest
from intake.simulator.switchboard import Move, Switchboard, UnknownCall
from intake.simulator.texter import Texter
from intake.simulator.twiml import BadTwiml, Gather, Record
from intake.simulator.walker import CallFailed
from models.errors import InloopError, Rejected

LOG = logging.getLogger("inloop.simulator")

LARGEST_RECORDING = 32 * 1024 * 1024
"""Bytes: half an hour of telephone sound."""
LONGEST_TEXT = 1600
"""Characters, as for Twilio."""

KEYPAD = tuple(
    zip("123456789*0#", ("", "abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz", "", "", ""), strict=True)
)
KEY_NAMES = {"*": "sterretje", "#": "hekje"}

OWN_PAGE = "X-Inloop-Simulator"
"""A header that no other site's page can send along without asking first."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def simulator(services: Services) -> flask.Blueprint:
    """`/simulator` and everything below it."""
    blueprint = flask.Blueprint(
        "simulator", __name__, template_folder="templates", static_folder="static", static_url_path="/simulator/static"
    )
    settings = services.settings
    exchange = company(settings)
    switchboard = Switchboard(exchange, settings.home / "simulator" / "calls")
    carrier = Carrier(settings.home / "simulator" / "sent", exchange.deliver)
    add_rest(blueprint, exchange.shelf, carrier, settings.twilio_auth_token)

    @blueprint.get("/simulator")
    def page() -> str:
        return flask.render_template(
            "simulator/page.html", choices=choices(services.store), keys=KEYPAD, names=KEY_NAMES
        )

    @blueprint.post("/simulator/calls")
    def dial() -> dict[str, Any]:
        asked = _asked(settings.public_url)
        withheld = asked.get("withheld") is True
        from_ = WITHHELD if withheld else dialled(_text(asked, "from"))
        return _call(switchboard.dial(from_, dialled(_text(asked, "to"))))

    @blueprint.post("/simulator/calls/<sid>/<any(press, say, wait, hang_up):move>")
    def make_move(sid: str, move: str) -> dict[str, Any]:
        asked = _asked(settings.public_url)
        moves: dict[str, Move] = {
            "press": lambda call: call.press(_text(asked, "keys")),
            "say": lambda call: call.say(_text(asked, "text"), _confidence(asked)),
            "wait": lambda call: call.wait(),
            "hang_up": lambda call: call.hang_up(),
        }
        return _call(switchboard.move(sid, _step(asked.get("step")), moves[move]))

    @blueprint.post("/simulator/calls/<sid>/record")
    def record(sid: str) -> dict[str, Any]:
        _only_from_own_page(settings.public_url)
        flask.request.max_content_length = LARGEST_RECORDING
        wav, finish = flask.request.get_data(), flask.request.args.get("finish", "")
        step = _step(flask.request.args.get("step", type=int))
        return _call(switchboard.move(sid, step, lambda call: call.record(wav, finish=finish)))

    @blueprint.post("/simulator/messages")
    def text() -> dict[str, Any]:
        asked = _asked(settings.public_url)
        texter = Texter(exchange, dialled(_text(asked, "from")), dialled(_text(asked, "to")))
        return {"answers": texter.send(_text(asked, "text"))}

    @blueprint.get("/simulator/messages")
    def sent() -> dict[str, Any]:
        """What Inloop sent of its own accord from one number to another: messages, and what calls said."""
        _only_from_own_page(settings.public_url)
        asked = flask.request.args
        to, sender = dialled(asked.get("from", "")), dialled(asked.get("to", ""))
        brought = [one for what in What for one in carrier.brought(what, to=to, sender=sender)]
        brought.sort(key=lambda one: one.taken_at)
        return {"sent": [{"sid": one.sid, "call": one.what is What.CALLS, "text": one.text} for one in brought]}

    blueprint.after_request(_protect)
    blueprint.register_error_handler(InloopError, _problem)
    blueprint.register_error_handler(HTTPException, _refusal)
    return blueprint


def _asked(public_url: str) -> dict[str, Any]:
    _only_from_own_page(public_url)
    asked = flask.request.get_json()
    if not isinstance(asked, dict):
        raise BadRequest
    return asked


def _only_from_own_page(public_url: str) -> None:
    """:raises Forbidden: the request comes from another site's page."""
    headers = flask.request.headers
    origin = headers.get("Origin")
    ours = {flask.request.host, urlsplit(public_url).netloc}
    elsewhere = origin is not None and urlsplit(origin).netloc not in ours
    if OWN_PAGE not in headers or elsewhere or headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Forbidden


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadRequest
    return value


def _step(value: object) -> int:
    if not isinstance(value, int):
        raise BadRequest
    return value


def _confidence(asked: dict[str, Any]) -> float:
    value = asked.get("confidence", 0.9)
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadRequest
    return float(value)


def _call(state: CallState) -> dict[str, Any]:
    """A call as the page sees it: what is heard, and what is awaited."""
    instruction = state.instruction
    return {
        "call": state.sid,
        "step": state.step,
        "heard": [asdict(line) for line in instruction.lines],
        "awaits": _awaits(instruction.awaits),
    }


def _awaits(verb: Gather | Record | None) -> dict[str, Any] | None:
    match verb:
        case Gather():
            return {
                "kind": "gather",
                "keys": verb.hears_keys,
                "speech": verb.hears_speech,
                "timeout": verb.timeout,
                "numDigits": verb.num_digits,
                "finishOnKey": verb.finish_on_key,
            }
        case Record():
            return {
                "kind": "record",
                "timeout": verb.timeout,
                "maxLength": verb.max_length,
                "finishOnKey": verb.finish_on_key,
            }
        case None:
            return None


def _protect(response: flask.Response) -> flask.Response:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    if flask.request.endpoint != "simulator.static":
        headers["Cache-Control"] = "no-store"
    return response


def _problem(problem: InloopError) -> tuple[dict[str, str], int]:
    LOG.warning("%s", problem.message)
    if isinstance(problem, CallFailed | BadTwiml):
        return {"message": "Inloop gaf geen goed antwoord. De verbinding is verbroken."}, 502
    if isinstance(problem, UnknownCall):
        return {"message": "Dit gesprek bestaat niet meer. Bel opnieuw."}, 404
    if isinstance(problem, Rejected):
        told = {"bad_number": "Dit is geen telefoonnummer.", "no_wav": "Dit geluid kan niet worden gebruikt."}
        return {"message": told.get(problem.code, "Dat kan nu niet.")}, 400
    return {"message": "Inloop antwoordt niet. Probeer het zo nog eens."}, 503


def _refusal(error: HTTPException) -> flask.Response:
    answer = flask.jsonify(message="Dit verzoek klopt niet.")
    answer.status_code = error.code or 500
    for name, value in error.get_headers(flask.request.environ):
        if name == "WWW-Authenticate":
            answer.headers[name] = value
    return answer
