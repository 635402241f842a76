"""`inloop openstad check` says in plain words what is right and wrong, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.openstad.check import check, compare
from tests.commands import inloop
from tests.consultation import definition
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform
from tests.openstad_double import ADMIN, EDITOR, WIDGET, OpenStadDouble


def choice(key: str, *options: str, kind: str = "multiplechoice") -> dict[str, Any]:
    return {"fieldKey": key, "questionType": kind, "options": [{"titles": [{"text": one}]} for one in options]}


ENQUETE = [
    {"questionType": "none", "title": "Welkom", "fieldKey": "welkom"},
    choice("first", "meer bomen", "bankjes", "een speelplek"),
    choice("also", "meer licht", "een toilet", "kunst", kind="multiple") | {"maxChoices": "2"},
    {"fieldKey": "safe", "questionType": "scale"},
    {"fieldKey": "why", "questionType": "open"},
    choice("again", "Ja", "Nee"),
    {"fieldKey": "age", "questionType": "open"},
    {"fieldKey": "where", "questionType": "open"},
    choice("role", "ik woon hier", "ik werk hier"),
]


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path, double: OpenStadDouble) -> Iterator[Municipality]:
    double.widgets[WIDGET]["config"]["items"] = ENQUETE
    made = settled(sqlite_url, tmp_path, Platform(double.url, token=ADMIN))
    made.publishes()
    yield made
    made.inloop.close()


def wrong(beside: Municipality) -> list[str]:
    return [one.text for one in check(beside.inloop.settings, beside.version) if not one.is_good]


def test_an_enquete_that_fits_leaves_nothing_to_mend(beside: Municipality) -> None:
    assert wrong(beside) == []


def test_a_wrong_token_is_named_though_the_platform_answers_200(beside: Municipality, double: OpenStadDouble) -> None:
    double.tokens.clear()
    (told,) = wrong(beside)
    assert "INLOOP_OPENSTAD_TOKEN" in told


def test_a_role_that_may_too_little_is_named(beside: Municipality, double: OpenStadDouble) -> None:
    double.tokens[ADMIN] = double.tokens[EDITOR]
    (told,) = wrong(beside)
    assert "'editor'" in told


def test_an_address_where_nobody_answers_is_named(beside: Municipality, double: OpenStadDouble) -> None:
    double.stop()
    assert wrong(beside) == ["OpenStad cannot be reached; it is tried again by itself"]


def test_a_wrong_project_is_named(beside: Municipality) -> None:
    beside.publishes(**{"as": "resource", "project": 77})
    assert wrong(beside) == ["OpenStad has no project 77; mend publish.project"]


def test_a_wrong_enquete_is_named_with_those_that_there_are(beside: Municipality) -> None:
    beside.publishes(**{"as": "submission", "widget": 9})
    assert wrong(beside) == ["there is no enquête 9; mend publish.widget. There is: 1 (Plein)"]


def test_a_closed_project_and_one_that_ends_too_early_are_named(beside: Municipality, double: OpenStadDouble) -> None:
    beside.publishes(**{"as": "resource"})
    double.config["resources"]["canAddNewResources"] = False
    double.config["project"] = {"endDate": "2026-12-31T00:00:00.000Z", "projectHasEnded": False}
    closed, ends = wrong(beside)
    assert "is closed" in closed
    assert "ends on 2026-12-31, before the consultation closes on 2099-12-31" in ends


def test_what_the_enquete_asks_otherwise_is_named_by_question() -> None:
    items = [
        choice("first", "meer bomen", "een fontein", "bankjes"),
        {"fieldKey": "safe", "questionType": "open"},
        {"fieldKey": "naam", "questionType": "open"},
        *(item for item in ENQUETE if item["fieldKey"] not in ("first", "safe", "role")),
    ]
    assert [one.text for one in compare(definition(), items) if not one.is_good] == [
        "first: not an option there: een speelplek",
        "first: not an option here: een fontein",
        "safe: is 'scale' here and 'open' there; make it scale there",
        "role: the enquête has no question with the field key 'role'",
        "naam: the enquête asks this and the consultation does not; it is not taken over",
    ]


def test_the_command_ends_with_one_when_something_is_wrong(beside: Municipality, double: OpenStadDouble) -> None:
    settings = beside.inloop.settings
    given = {"database_url": settings.database_url, "openstad_url": beside.platform.url, "openstad_token": ADMIN}
    good = inloop(settings.home, "openstad", "check", "--consultation", "4821", **given)
    assert (good.returncode, "WRONG" in good.stdout) == (0, False), good.stderr
    double.tokens.clear()
    bad = inloop(settings.home, "openstad", "check", "--consultation", "4821", **given)
    assert (bad.returncode, "WRONG OpenStad does not know the token" in bad.stdout) == (1, True)
