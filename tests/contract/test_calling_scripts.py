"""Whole calls over real HTTP, as scripts that can be read aloud: tests/golden/calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.simulator.sound import tone
from intake.simulator.walker import Call
from models.vocabulary import Status
from tests import golden
from tests.contract.test_texting_scripts import CONSULTATION
from tests.unit.simulator.running import Running, running

SHOWN_RECEIPT = "48271936"
"""In place of the receipt, which is another one at each run."""

KEYS = {"nl": "1", "en": "2", "fy": "3", "tr": "4", "ar": "5", "pl": "6", "uk": "7"}
WIDTH = 110
TO_THE_END = ("1", "23#", "1506#", "2", "1")
"""From the yes-or-no question on; at last that they want to hear the outcome."""


@pytest.fixture
def town(tmp_path: Path, sqlite_url: str) -> Iterator[Running]:
    with running(tmp_path / "home", sqlite_url) as here:
        here.inloop.load(CONSULTATION)
        yield here


def press(call: Call, *keys: str) -> Call:
    for each in keys:
        call.press(each)
    return call


def dial(town: Running) -> Call:
    call = town.call()
    call.dial()
    return call


def compare(name: str, town: Running, *calls: Call) -> None:
    """The calls one after another, with the one receipt that was given in the form of another."""
    script = f"\n\n{'-' * WIDTH}\n\n".join(call.transcript.script(WIDTH) for call in calls)
    receipt = town.inloop.only().receipt
    digits = re.compile(r",\s+".join(receipt))
    shown = digits.sub(", ".join(SHOWN_RECEIPT), script).replace(receipt, SHOWN_RECEIPT)
    golden.compare(f"calls/{name}.txt", shown.replace(" ".join(receipt), " ".join(SHOWN_RECEIPT)))


def test_a_call_with_every_type_of_question(town: Running) -> None:
    call = press(dial(town), "1")
    call.say("bankjes")
    press(call, "13#", "2")
    call.record(tone(6))
    press(call, "2", "3")
    call.record(tone(4))
    press(call, "1", *TO_THE_END)
    call.wait()
    assert call.instruction.over
    compare("nl", town, call)


def test_a_call_in_which_nothing_goes_smoothly(town: Running) -> None:
    """Silence, repeats, a person, keys that mean nothing, and a recording that is left out."""
    call = dial(town)
    call.wait()
    press(call, "1", "*")
    call.wait()
    press(call, "8", "0", "2", "3", "9#", "9#", "1", "#", "1", "7")
    call.wait()
    press(call, "#")
    call.say("bankjes", confidence=0.3)
    press(call, "1", "999#", "23#", "#", "*", "*", "2", "2")
    press(call, "2")
    assert call.instruction.over
    compare("nl-patience", town, call)


def test_a_call_that_is_broken_off_and_gone_on_with(town: Running) -> None:
    before = press(dial(town), "1", "1", "#", "1")
    before.record(tone(3), finish="hangup")
    after = press(dial(town), "1", "1", *TO_THE_END)
    after.wait()
    assert town.inloop.only().complete
    compare("nl-resumed", town, before, after)


def test_a_call_of_somebody_who_took_part_before(town: Running) -> None:
    press(dial(town), "1", "1", "#", "4", *TO_THE_END).hang_up()
    receipt = town.inloop.only().receipt
    call = press(dial(town), "2", f"{receipt}#", "3", f"{receipt}#")
    call.record(tone(5))
    press(call, "1", "4", f"{receipt}#", "1", "#")
    assert town.inloop.only().status is Status.WITHDRAWN
    compare("nl-main-menu", town, call)


def test_a_call_in_which_nothing_is_said(town: Running) -> None:
    call = press(dial(town), "1", "1")
    while not call.instruction.over:
        call.wait()
    compare("nl-silent", town, call)


@pytest.mark.parametrize("language", [language for language in KEYS if language != "nl"])
def test_a_call_in_another_language(town: Running, language: str) -> None:
    call = press(dial(town), KEYS[language], "2", "1#", "1")
    call.record(tone(5))
    call.wait()
    press(call, "1", "*", "47#", "1506#", "0", "1", "1", "1")
    call.wait()
    assert call.instruction.over
    assert town.inloop.only().language == language
    compare(language, town, call)
