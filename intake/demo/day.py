"""One day: a text dialogue, a call, a form, the post, two meetings and a counter, all through their real doors."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import requests

from channels.paper.form import make_form
from intake.demo.pen import fill_and_scan
from intake.jobs import run_due
from intake.meeting_files import take_in_meeting_file
from intake.scanned_files import take_in_scan
from intake.services import Services, open_services
from intake.settings import PREFIX, PROJECT, Settings, load_settings
from intake.simulator import sound
from intake.simulator.company import company
from intake.simulator.texter import Texter
from intake.simulator.walker import Call
from models import accounts, consultations, normalized
from models.errors import TryAgain
from models.normalized import NormalizedSubmission, Wanted
from models.vocabulary import Scope

EXAMPLES = PROJECT / "docs" / "examples"
LETTERS = "post-van-vandaag.pdf"
LINE, MOBILE, LANDLINE = "+31750000000", "+31611111111", "+31750000002"
PATIENCE_SECONDS = 60

TEXTS = (
    "MEEDOEN 4821",
    "2",
    "3 en 5",
    "twee",
    "Het is er 's avonds te donker",
    "ja",
    "82",
    "1506",
    "overslaan",
    "a",
    "ja",
)
KEYS = ("1", "1", "35#", "2", None, "1", "1", "47#", "1506#", "#", "2", "2")
"""What the caller presses; None: speaks after the beep."""
ON_PAPER = {
    "first": "stalls",
    "also": ("bikes", "light"),
    "safe": "4",
    "again": "no",
    "age": "35",
    "where": "1544",
    "role": "worker",
}
AT_THE_COUNTER = {"first": "play", "safe": 5, "again": True, "role": "visitor"}


@dataclass(frozen=True, slots=True)
class Day:
    """What came of it."""

    submissions: tuple[NormalizedSubmission, ...]
    call: str
    texts: str


def play() -> Day:
    """Play the day on an Inloop of its own, which is gone afterwards.

    :raises TryAgain: the web server does not start.
    """
    with tempfile.TemporaryDirectory(prefix="inloop-demo-") as home:
        settings = load_settings({PREFIX + "HOME": home, PREFIX + "PORT": str(_free_port())})
        services = open_services(settings)
        services.store.upgrade()
        token = _prepare(services)
        try:
            with _web(settings):
                texts, call = _text(settings), _call(settings)
                _post(services)
                _meet(services)
                _counter(settings, token)
                run_due(services)
            with services.store.read() as connection:
                found = tuple(normalized.submissions(connection, Wanted()))
        finally:
            services.store.close()
    return Day(found, call, texts)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(services: Services) -> str:
    accounts.add_organisation(services.store, "zaandijk", "Gemeente Zaandijk (voorbeeld)")
    code, _ = consultations.load_definition(services.store, (EXAMPLES / "plein.yaml").read_bytes())
    consultations.assign_line(services.store, LINE, code=code)
    return accounts.add_token(services.store, "zaandijk", Scope.WRITE)


@contextmanager
def _web(settings: Settings) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {PREFIX + "HOME": str(settings.home), PREFIX + "PORT": str(settings.port)}
    command = [str(Path(sys.executable).with_name("inloop")), "web"]
    web = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    try:
        _await(f"http://127.0.0.1:{settings.port}/healthz", web)
        yield
    finally:
        web.terminate()
        web.wait()


def _await(url: str, web: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends and web.poll() is None:
        try:
            if requests.get(url, timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise TryAgain("the web server did not start; its own output says why", code="demo")


def _text(settings: Settings) -> str:
    texter = Texter(company(settings), MOBILE, LINE)
    for text in TEXTS:
        texter.send(text)
    return str(texter.transcript)


def _call(settings: Settings) -> str:
    call = Call(company(settings), LANDLINE, LINE)
    call.dial()
    for keys in KEYS:
        if keys is None:
            call.record(sound.silence(4), finish="#")
        else:
            call.press(keys)
    return str(call.transcript)


def _post(services: Services) -> None:
    """A form that was printed, filled in and scanned, and two letters."""
    with services.store.read() as connection:
        version = consultations.latest(services.store, connection, "4821")
    if version is None:
        raise TryAgain("the sample consultation was not loaded", code="demo")
    form = make_form(version.definition, version.number, language="nl")
    take_in_scan(services, fill_and_scan(form, ON_PAPER), "formulier.pdf")
    take_in_scan(services, (EXAMPLES / LETTERS).read_bytes(), LETTERS)


def _meet(services: Services) -> None:
    """The minutes of an evening, and rough notes of an afternoon."""
    for name, day in (("verslag-bewonersavond.docx", None), ("notities-inloop.txt", date(2026, 11, 9))):
        take_in_meeting_file(services, (EXAMPLES / name).read_bytes(), name, consultation="4821", held_on=day)


def _counter(settings: Settings, token: str) -> None:
    answer = requests.post(
        f"http://127.0.0.1:{settings.port}/v1/consultations/4821/submissions",
        json={"answers": AT_THE_COUNTER},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "demo"},
        timeout=30,
    )
    answer.raise_for_status()
