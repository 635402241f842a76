"""A consultation file made from an enquête that is on OpenStad: it loads, and then the two are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.openstad.check import compare
from models.consultation_file import parse_definition
from tests.commands import inloop
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform
from tests.openstad_double import ADMIN, WIDGET, OpenStadDouble


def asked(key: str, kind: str, title: str, *options: str, **more: Any) -> dict[str, Any]:
    titles = [{"trigger": str(n), "titles": [{"text": one, "key": f"t{n}"}]} for n, one in enumerate(options)]
    return {"fieldKey": key, "questionType": kind, "title": title, "options": titles, "fieldRequired": True, **more}


ITEMS = [
    {"questionType": "none", "title": "Welkom", "fieldKey": "welkom"},
    asked("komt", "multiplechoice", "<p>Wat moet er <b>zeker</b> komen?</p>", "Meer bomen &amp; gras", "10 bankjes"),
    asked("ook", "multiple", "Wat nog meer?", "licht", "een toilet", "kunst", maxChoices="2"),
    asked("veilig", "scale", "Hoe veilig is het?"),
    asked("weer", "multiplechoice", "Praat u weer mee?", "Ja", "Nee"),
    asked("waarom", "open", "Waardoor komt dat?", fieldRequired=False),
]
NO_DOOR = [asked("waar", "map", "Wijs aan waar."), asked("Mijn foto", "open", "Vertel erbij.")]


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, double: OpenStadDouble) -> Iterator[Municipality]:
    made = settled(sqlite_url, tmp_path, Platform(double.url, token=ADMIN))
    made.publishes()
    yield made
    made.inloop.close()


def made_from(beside: Municipality, double: OpenStadDouble, items: list[dict[str, Any]], file: Path) -> Any:
    double.widgets[WIDGET]["config"] = {"title": "Het plein", "items": items}
    settings = beside.inloop.settings
    given = {"database_url": settings.database_url, "openstad_url": beside.platform.url, "openstad_token": ADMIN}
    return inloop(settings.home, "openstad", "questions", str(WIDGET), "-o", str(file), **given)


def test_the_file_loads_and_asks_what_the_enquete_asks(
    beside: Municipality, double: OpenStadDouble, tmp_path: Path
) -> None:
    file = tmp_path / "plein.yaml"
    done = made_from(beside, double, ITEMS, file)
    assert (done.returncode, done.stderr) == (0, "")
    definition = parse_definition(file.read_bytes())
    assert [(one.key, one.type, one.required) for one in definition.questions] == [
        ("komt", "choice", True), ("ook", "choices", True), ("veilig", "scale", True), ("weer", "yes_no", True),
        ("waarom", "text", False),
    ]  # fmt: skip
    assert definition.question("komt").ask == {"nl": "Wat moet er zeker komen?"}
    assert [one.text for one in compare(definition, ITEMS) if not one.is_good] == []


def test_what_no_door_can_ask_is_named_and_the_rest_is_made(
    beside: Municipality, double: OpenStadDouble, tmp_path: Path
) -> None:
    file = tmp_path / "plein.yaml"
    done = made_from(beside, double, [*ITEMS, *NO_DOOR], file)
    assert done.returncode == 1
    assert "Wijs aan waar.: asks for a place on a map" in done.stderr
    assert "its field key 'Mijn foto'" in done.stderr
    assert len(parse_definition(file.read_bytes()).questions) == 5


def test_what_was_changed_there_afterwards_is_told_in_plain_words(
    beside: Municipality, double: OpenStadDouble, tmp_path: Path
) -> None:
    file = tmp_path / "plein.yaml"
    made_from(beside, double, ITEMS, file)
    changed = [dict(item) for item in ITEMS]
    changed[2]["maxChoices"] = "3"
    changed[5]["fieldRequired"] = True
    told = [one.text for one in compare(parse_definition(file.read_bytes()), changed) if not one.is_good]
    assert told == ["ook: at most 2 here and 3 there", "waarom: may be skipped here and must be answered there"]


def test_a_file_is_never_written_over(beside: Municipality, double: OpenStadDouble, tmp_path: Path) -> None:
    file = tmp_path / "plein.yaml"
    file.write_text("mijn eigen bestand\n")
    assert made_from(beside, double, ITEMS, file).returncode == 2
    assert file.read_text() == "mijn eigen bestand\n"
