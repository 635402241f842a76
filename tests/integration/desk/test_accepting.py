"""The page on which many answers are accepted at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from models import normalized
from models.audit import AUDIT
from models.decisions import DECISION
from models.submissions import ANSWER
from models.tables.audit import Act
from models.vocabulary import Doubt, Role, Status
from tests.integration.desk.nearly_sure import faint, keep_form, keep_scanned, unclear
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

PATH = "/nakijken/tegelijk"


@pytest.fixture
def forms(town: Town) -> list[str]:
    """One read from a page, two more; the last has an answer of which a machine is less sure."""
    with town.services.store.write() as connection:
        return [
            keep_scanned(connection, town.version(), town.evidence["page"]),
            keep_form(connection, town.version(), faint(0.95)),
            keep_form(connection, town.version(), faint(0.71), unclear(0.96)),
        ]


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def press(visitor: Visitor, percent: int = 90, **more: object) -> str:
    """Accept what the page shows; what it says afterwards."""
    page = visitor.get(f"{PATH}?zekerheid={percent}").text
    given = {"zekerheid": percent, "gezien": field(page, "gezien"), "bekeken": "ja", **more}
    return visitor.post(PATH, given, follow=True).text


def status(town: Town, submission_id: str) -> Status:
    with town.services.store.read() as connection:
        return normalized.one(connection, submission_id).status


def test_what_is_shown_is_accepted_and_can_be_undone(clerk: Visitor, town: Town, forms: list[str]) -> None:
    page = clerk.get(PATH).text
    assert "Keur 4 antwoorden goed" in page
    assert "meer bomen" in page
    assert "Te donker" not in page
    after = press(clerk)
    assert "Tegelijk goedgekeurd: 4." in after
    assert [status(town, one) for one in forms] == [Status.ACCEPTED, Status.ACCEPTED, Status.NEEDS_PERSON]
    undone = clerk.post(f"{PATH}/ongedaan", {"stapel": field(after, "stapel")}, follow=True).text
    assert "Er wachten er weer 4." in undone
    assert "Keur 4 antwoorden goed" in undone
    assert 'name="stapel"' not in undone


def test_the_least_sure_are_shown_with_their_place_on_the_paper(clerk: Visitor, town: Town, forms: list[str]) -> None:
    page = clerk.get(PATH).text
    assert f"/inzendingen/{forms[0]}/uitsneden/where" in page
    assert clerk.get(f"/inzendingen/{forms[0]}/uitsneden/where").status_code == 200
    assert page.index("91 procent") < page.index("93 procent") < page.index("96 procent")


def test_nothing_is_accepted_before_somebody_looked(clerk: Visitor, town: Town, forms: list[str]) -> None:
    answer = clerk.post(PATH, {"gezien": field(clerk.get(PATH).text, "gezien")})
    assert answer.status_code == 400
    assert "Bekijk eerst de voorbeelden" in answer.text
    assert status(town, forms[1]) is Status.NEEDS_PERSON


def test_pressed_twice_and_undone_twice_is_told(clerk: Visitor, town: Town, forms: list[str]) -> None:
    seen = field(clerk.get(PATH).text, "gezien")
    after = press(clerk)
    again = clerk.post(PATH, {"gezien": seen, "bekeken": "ja"}, follow=True).text
    assert "Niet goedgekeurd: 4." in again
    assert "Tegelijk goedgekeurd" not in again
    stack = field(after, "stapel")
    clerk.post(f"{PATH}/ongedaan", {"stapel": stack})
    assert "Er is niets om ongedaan te maken" in clerk.post(f"{PATH}/ongedaan", {"stapel": stack}, follow=True).text


@pytest.mark.parametrize("given", ["", "x", "1:2:3 :: ☃", "a" * 5000])
def test_rubbish_accepts_nothing(clerk: Visitor, town: Town, forms: list[str], given: str) -> None:
    answer = clerk.post(PATH, {"gezien": given, "bekeken": "ja", "zekerheid": "-7"})
    assert answer.status_code == 302
    assert {status(town, one) for one in forms} == {Status.NEEDS_PERSON}


def test_a_threshold_of_ones_own_is_not_taken(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        kept = keep_form(connection, town.version(), faint(0.5))
    assert "wacht er nu niets" in clerk.get(f"{PATH}?zekerheid=1").text
    assert status(town, kept) is Status.NEEDS_PERSON


def test_a_clerk_of_the_water_board_accepts_and_undoes_nothing_here(
    clerk: Visitor, visitor: Visitor, town: Town, forms: list[str]
) -> None:
    seen = field(clerk.get(PATH).text, "gezien")
    assert visitor.sign_in("clerk@meerdam.example").status_code == 302
    visitor.post(PATH, {"gezien": seen, "bekeken": "ja"})
    assert {status(town, one) for one in forms} == {Status.NEEDS_PERSON}
    stack = field(press(clerk), "stapel")
    visitor.post(f"{PATH}/ongedaan", {"stapel": stack})
    assert status(town, forms[1]) is Status.ACCEPTED


def test_a_facilitator_sees_and_accepts_only_what_came_through_a_meeting(
    at_the_desk: Callable[[Role], Visitor], clerk: Visitor, town: Town, forms: list[str]
) -> None:
    facilitator = at_the_desk(Role.FACILITATOR)
    assert "wacht er nu niets" in facilitator.get(PATH).text
    facilitator.post(PATH, {"gezien": field(clerk.get(PATH).text, "gezien"), "bekeken": "ja"})
    assert {status(town, one) for one in forms} == {Status.NEEDS_PERSON}


def test_each_contribution_that_changed_is_in_the_trail(clerk: Visitor, town: Town, forms: list[str]) -> None:
    press(clerk)
    with town.services.store.read() as connection:
        changed = sa.select(AUDIT.c.subject_id).where(AUDIT.c.act == Act.CHANGED)
        assert set(connection.execute(changed).scalars()) >= set(forms)
        named = sa.select(sa.func.count()).where(DECISION.c.acceptance_id.is_not(None))
        assert connection.execute(named).scalar() == 4


def test_no_more_than_a_stack_goes_at_once(
    clerk: Visitor, town: Town, monkeypatch: pytest.MonkeyPatch, forms: list[str]
) -> None:
    monkeypatch.setattr("intake.desk.accepting.MOST_AT_ONCE", 2)
    monkeypatch.setattr("models.accepting.MOST_AT_ONCE", 2)
    assert "Er gaan er 2 in één keer" in clerk.get(PATH).text
    assert "Tegelijk goedgekeurd: 2." in press(clerk)


def test_what_was_spoken_can_be_listened_to(clerk: Visitor, town: Town) -> None:
    phone = town.submissions["phone"]
    with town.services.store.write() as connection:
        place, heard = {"from": 0.5, "to": 2.0}, (ANSWER.c.submission_id == phone, ANSWER.c.question == "first")
        more = {"state": "uncertain", "confidence": 0.93, "doubt": Doubt.HEARD, "raw": "bankjes", "place": place}
        connection.execute(ANSWER.update().where(*heard).values(**more))
    assert "Luister naar de opname" in clerk.get(PATH).text
