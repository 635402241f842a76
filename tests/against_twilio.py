"""Our requests to Twilio against its published description, and webhooks from an emulator that is none of ours.

Run by `scripts/check-twilio`, not by pytest: it needs Node packages and Twilio's OpenAPI file, which are not part of
Inloop. Prism answers as the description says and refuses a request that does not fit it; `emulate` keeps messages and
calls, and posts signed webhooks.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import requests
import sqlalchemy as sa

from channels.outgoing.gateway import Refused
from channels.outgoing.later import REPLY
from channels.twilio import TwilioGateway
from models.clock import now
from models.store import Store
from models.submissions import DIALOGUE
from models.tables.replies import ReplyState, ReplyWay
from models.vocabulary import Channel
from tests.contract.test_outgoing import never_quiet, write
from tests.installation import ACCOUNT, LINE, TOKEN, Installation
from tests.unit.simulator.running import running
from tests.waiting import eventually

NUMBER = "+31612345678"
STARTS_WITHIN = 60
"""Seconds. The description has two megabytes."""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _program(*arguments: str, port: int, log: Path) -> Iterator[str]:
    """A Node program that listens on `port`; its address."""
    with log.open("wb") as out:
        process = subprocess.Popen(["node", *arguments], stdout=out, stderr=out)
    try:

        def listens() -> bool:
            assert process.poll() is None, log.read_text()
            with socket.socket() as there:
                return there.connect_ex(("127.0.0.1", port)) == 0

        eventually(listens, f"{arguments[0]} listens", seconds=STARTS_WITHIN)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _ok(what: str) -> None:
    click.echo(f"  ok    {what}")


def against_the_description(spec: Path, modules: Path, log: Path) -> None:
    """Every request of ours passes; one that is wrong does not, so that passing says something."""
    port = _free_port()
    prism = str(modules / "@stoplight" / "prism-cli" / "dist" / "index.js")
    with _program(prism, "mock", "-h", "127.0.0.1", "-p", str(port), str(spec), port=port, log=log) as address:
        gateway = TwilioGateway(address, ACCOUNT, TOKEN)
        back = "https://inloop.voorbeeldstad.example/twilio/status"
        assert gateway.send_message(LINE, NUMBER, "Er komen bankjes.", f"{back}/sms?reply=1&attempt=1").startswith("SM")
        _ok("a message")
        reference = gateway.place_call(LINE, NUMBER, "Er komen bankjes.", "nl", f"{back}/voice?reply=1&attempt=1")
        assert reference.startswith("CA")
        _ok("a call")
        for way in ReplyWay:
            gateway.find(way, LINE, NUMBER, "Er komen bankjes.", now() - timedelta(hours=1))
            _ok(f"looking for what was taken ({way})")
        try:
            gateway.send_message(LINE, NUMBER, "Er komen bankjes.", "no address")
        except Refused:
            _ok("a request that does not fit the description is refused")
        else:
            raise AssertionError("the mock takes anything: nothing was checked")


def against_the_emulator(modules: Path, folder: Path, log: Path) -> None:
    """Messages and calls, in and out, with the emulator's own signatures."""
    store = Store(f"sqlite:///{folder / 'inloop.sqlite'}")
    store.upgrade()
    store.close()
    port = _free_port()
    with running(
        folder / "home",
        f"sqlite:///{folder / 'inloop.sqlite'}",
        twilio_api_url=_address(port),
        messages_per_second="100",
    ) as here:
        never_quiet(here.inloop)
        seed = folder / "seed.json"
        line = {
            "phone_number": LINE,
            "sms_url": f"{here.address}/twilio/sms",
            "voice_url": f"{here.address}/twilio/voice",
        }
        account = {"sid": ACCOUNT, "auth_token": TOKEN}
        seed.write_text(json.dumps({"twilio": {"account": account, "phone_numbers": [line]}}))
        emulate = str(modules / "emulate" / "dist" / "index.js")
        arguments = ("start", "--service", "twilio", "--port", str(port), "--seed", str(seed))
        with _program(emulate, *arguments, port=port, log=log) as address:
            _inward(here.inloop, address)
            _outward(here.inloop, address)


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _simulate(address: str, what: str, **fields: str) -> dict[str, Any]:
    answer = requests.post(f"{address}/_twilio/simulate/{what}", data=fields, auth=(ACCOUNT, TOKEN), timeout=20)
    assert answer.ok, answer.text
    return dict(answer.json())


def _inward(inloop: Installation, address: str) -> None:
    for text in ("MEEDOEN 4821", "2"):
        _simulate(address, "inbound-message", To=LINE, From=NUMBER, Body=text)
    assert [one.value for one in inloop.only().answers] == ["benches"]
    _ok("a signed message begins a conversation, and a second one answers")
    _simulate(address, "inbound-call", To=LINE, From=NUMBER)
    query = sa.select(sa.func.count()).where(DIALOGUE.c.channel == Channel.PHONE)
    with inloop.services.store.read() as connection:
        assert connection.execute(query).scalar_one() == 1
    _ok("a signed call begins a conversation")


def _outward(inloop: Installation, address: str) -> None:
    def state(reply_id: str) -> sa.Row[Any]:
        with inloop.services.store.read() as connection:
            return connection.execute(sa.select(REPLY).where(REPLY.c.id == reply_id)).one()

    for way, simulate, name, status in (
        (ReplyWay.SMS, "message-status", "MessageSid", "delivered"),
        (ReplyWay.CALL, "call-status", "CallSid", "completed"),
    ):
        reply_id = write(inloop, "Er komen bankjes.", number=NUMBER, way=way)
        inloop.work()
        sent = state(reply_id)
        assert sent.state == ReplyState.SENT, sent.state
        _simulate(address, simulate, **{name: sent.reference, "Status": status})
        assert state(reply_id).state == ReplyState.DELIVERED
        _ok(f"a reply is taken, and its signed callback tells that it arrived ({way})")
        moment = now() - timedelta(hours=1)
        gateway = TwilioGateway(address, ACCOUNT, TOKEN)
        assert gateway.find(way, LINE, NUMBER, "Er komen bankjes.", moment) == [sent.reference]
        _ok(f"it is found among what was taken ({way})")


def main() -> None:
    spec, modules = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        click.echo("Twilio's published description:")
        against_the_description(spec, modules, Path(folder) / "prism.log")
        click.echo("An emulator of Twilio:")
        against_the_emulator(modules, Path(folder), Path(folder) / "emulate.log")


if __name__ == "__main__":
    main()
