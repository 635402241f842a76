"""The walker, the company and the page against the real app over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from intake.app import create_app
from intake.settings import load_settings
from intake.simulator.shelf import ACCOUNT
from intake.simulator.sound import silence, tone
from tests.installation import LINE, TOKEN
from tests.unit.simulator.running import OWN_PAGE, Running, running

NUMBER = "+31 6 12345678"
ANSWERS = {
    "first": "benches",
    "also": ["light", "art"],
    "safe": 2,
    "why": None,
    "again": True,
    "age": 71,
    "where": "1506",
    "role": "resident",
}


@pytest.fixture
def here(tmp_path: Path, sqlite_url: str) -> Iterator[Running]:
    with running(tmp_path / "home", sqlite_url) as inloop:
        yield inloop


def ask(here: Running, path: str, **asked: Any) -> requests.Response:
    return requests.post(f"{here.address}/simulator/{path}", json=asked, headers=OWN_PAGE, timeout=20)


def dialled(here: Running) -> dict[str, Any]:
    answer = ask(here, "calls", **{"from": NUMBER, "to": LINE})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_call_goes_through_a_whole_consultation(here: Running) -> None:
    call = here.call()
    call.dial()
    call.press("1")
    call.say("bankjes")
    call.press("13#")
    assert call.press("2").records
    call.record(tone(3))
    call.press("1")
    call.press("1")
    call.press("71#")
    call.press("1506#")
    call.press("1")
    assert call.wait().over
    assert len(here.recordings) == 1
    here.inloop.work()
    assert here.inloop.values() == ANSWERS
    assert here.recordings == [], "fetched, kept, and deleted at the company"
    assert {piece.kind for piece in here.inloop.only().evidence} >= {"recording", "keys", "speech", "call"}


def test_a_thread_of_messages_goes_through_a_whole_consultation(here: Running) -> None:
    texter = here.texter()
    for text in ("MEEDOEN 4821", "bankjes", "1 3", "2", "Het is er donker.", "ja", "71", "1506", "1"):
        assert texter.send(text)
    assert here.inloop.values() == {**ANSWERS, "why": "Het is er donker."}


@pytest.mark.parametrize("public", ["https://meepraten.example", "https://meepraten.example/deur"])
def test_webhooks_are_signed_for_the_public_address_and_brought_to_this_machine(
    tmp_path: Path, sqlite_url: str, public: str
) -> None:
    with running(tmp_path / "home", sqlite_url, public_url=public) as here:
        call = here.call()
        call.dial()
        assert call.state.url == f"{public}/twilio/voice"
        assert not call.press("1").over
        assert call.state.url.startswith(f"{public}/twilio/voice/step?")


def test_a_call_of_the_page_goes_on_in_any_process(here: Running) -> None:
    other = create_app(here.inloop.settings).test_client()
    call = dialled(here)
    assert call["awaits"]["numDigits"] == 1
    path = f"/simulator/calls/{call['call']}/press"
    then = other.post(path, json={"step": call["step"], "keys": "1"}, headers=OWN_PAGE).json
    assert any("Wat moet er zeker komen?" in line["text"] for line in then["heard"])


def test_a_move_that_comes_twice_is_made_once(here: Running) -> None:
    call = dialled(here)
    path = f"calls/{call['call']}/press"
    first = ask(here, path, step=call["step"], keys="1").json()
    assert ask(here, path, step=call["step"], keys="1").json() == first
    assert ask(here, path, step=first["step"], keys="2").json() != first


def test_the_page_records_and_hangs_up(here: Running) -> None:
    call = dialled(here)
    for keys in ("1", "1", "#", "1"):
        call = ask(here, f"calls/{call['call']}/press", step=call["step"], keys=keys).json()
    address = f"{here.address}/simulator/calls/{call['call']}/record?step={call['step']}&finish=hangup"
    call = requests.post(address, data=tone(2), headers=OWN_PAGE, timeout=20).json()
    assert call["awaits"] is None
    here.inloop.work()
    assert here.inloop.only().complete is False
    assert here.inloop.values()["why"] is None
    assert "recording" in {piece.kind for piece in here.inloop.only().evidence}


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("calls", {"from": NUMBER, "to": "nobody"}, 400),
        ("calls", {"from": "", "to": LINE}, 400),
        ("calls", {"from": 1, "to": LINE}, 400),
        ("calls/CA00/press", {"step": 1, "keys": "1"}, 404),
        (f"calls/CA{'0' * 32}/wait", {"step": 1}, 404),
        (f"calls/CA{'0' * 32}/wait", {"step": "one"}, 400),
        ("messages", {"from": NUMBER, "to": LINE}, 400),
        ("messages", {"from": NUMBER, "to": LINE, "text": "a" * 1601}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(here: Running, path: str, asked: dict[str, Any], status: int) -> None:
    answer = ask(here, path, **asked)
    assert answer.status_code == status
    assert answer.json()["message"].endswith(".")


def test_a_recording_must_be_sound(here: Running) -> None:
    call = dialled(here)
    address = f"{here.address}/simulator/calls/{call['call']}/record?step={call['step']}"
    assert requests.post(address, data=b"no sound", headers=OWN_PAGE, timeout=20).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**OWN_PAGE, "Origin": "https://elsewhere.example"},
        {**OWN_PAGE, "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["calls", "messages", "calls/CA/press", "calls/CA/record"])
def test_other_pages_cannot_use_the_telephone(here: Running, headers: dict[str, str], path: str) -> None:
    asked = {"from": NUMBER, "to": LINE, "text": "MEEDOEN", "step": 1, "keys": "1"}
    answer = requests.post(f"{here.address}/simulator/{path}", json=asked, headers=headers, timeout=20)
    assert answer.status_code == 403
    assert here.inloop.submissions() == []


def test_the_page_lists_the_numbers_and_never_holds_the_token(here: Running) -> None:
    page = requests.get(f"{here.address}/simulator", timeout=20)
    assert LINE in page.text
    assert "Een nieuw plein" in page.text
    assert TOKEN not in page.text
    assert TOKEN not in str(dialled(here))
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("auth", [None, (ACCOUNT, "wrong"), ("AC1", TOKEN)])
def test_recordings_are_for_who_has_the_token(here: Running, auth: tuple[str, str] | None) -> None:
    reference = "RE" + "a" * 32
    here.company.keep(reference, silence(1))
    address = here.company.recording_url(reference)
    assert requests.get(address, auth=auth, timeout=20).status_code == 401
    assert requests.delete(f"{address}.json", auth=auth, timeout=20).status_code == 401
    assert len(here.recordings) == 1


def test_a_recording_stays_until_it_is_deleted(here: Running) -> None:
    reference = "RE" + "a" * 32
    here.company.keep(reference, silence(1))
    address, auth = here.company.recording_url(reference), (ACCOUNT, TOKEN)
    for _ in range(2):
        assert requests.get(address, auth=auth, timeout=20).content == silence(1)
    assert requests.get(f"{address}.wav", auth=auth, timeout=20).content == silence(1)
    assert requests.delete(f"{address}.json", auth=auth, timeout=20).status_code == 204
    assert requests.get(address, auth=auth, timeout=20).status_code == 404
    assert requests.delete(f"{address}.json", auth=auth, timeout=20).status_code == 404


def test_an_installation_with_a_telephone_company_has_no_simulator(tmp_path: Path, sqlite_url: str) -> None:
    account = {"INLOOP_TWILIO_ACCOUNT_SID": ACCOUNT, "INLOOP_TWILIO_AUTH_TOKEN": TOKEN}
    settings = load_settings({"INLOOP_HOME": str(tmp_path), "INLOOP_DATABASE_URL": sqlite_url, **account})
    client = create_app(settings).test_client()
    assert client.get("/simulator").status_code == 404
    assert client.post("/simulator/messages", json={}, headers=OWN_PAGE).status_code == 404


def test_a_web_server_that_does_not_answer_is_told_in_words(tmp_path: Path, sqlite_url: str) -> None:
    with running(tmp_path / "home", sqlite_url) as here:
        client = create_app(here.inloop.settings).test_client()
    asked = {"from": NUMBER, "to": LINE}
    answer = client.post("/simulator/calls", json=asked, headers=OWN_PAGE)
    assert (answer.status_code, answer.json["message"]) == (503, "Inloop antwoordt niet. Probeer het zo nog eens.")
