"""Participation codes at the desk: asked at the counter, and found for what came without one."""

from __future__ import annotations

import re

import pytest

from models import codes, consultations
from models.consultations import latest
from models.normalized import NormalizedSubmission, Wanted, submissions
from models.vocabulary import Status
from tests.consultation import with_changes
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

PATH = "/balie/6100"


@pytest.fixture
def code(town: Town) -> str:
    """A code of a consultation that asks for them."""
    store = town.services.store
    consultations.load_definition(store, with_changes(code='"6100"', contact="none\nparticipation: code").encode())
    with store.write() as connection:
        version = latest(store, connection, "6100")
        assert version is not None
        return codes.make(store, connection, town.services.vault, version, 1)[0].code


def entered(town: Town) -> list[NormalizedSubmission]:
    with town.services.store.read() as connection:
        return list(submissions(connection, Wanted(consultation="6100")))


def send(clerk: Visitor, **fields: str) -> int:
    entry = re.search(r'name="form-entry" value="([^"]+)"', clerk.get(PATH).text)
    assert entry
    answers = {"first": "trees", "safe": "5", "again": "yes", "role": "resident"}
    form = {"form-entry": entry[1], "form-language": "nl", **answers, **fields}
    return int(clerk.post(PATH, form).status_code)


def test_a_code_is_asked_for_and_groups_of_digits_are_fine(clerk: Visitor, town: Town, code: str) -> None:
    assert send(clerk) == 400
    assert send(clerk, **{"form-code": "123 456 789"}) == 400
    assert not entered(town)
    assert send(clerk, **{"form-code": f"{code[:3]} {code[3:6]} {code[6:]}"}) == 302
    (stored,) = entered(town)
    assert (stored.participation_code, stored.status) == (True, Status.ACCEPTED)


def test_the_page_says_what_is_wrong_with_a_code(clerk: Visitor, town: Town, code: str) -> None:
    entry = {"form-entry": "1", "form-language": "nl"}
    assert "Vul de code in" in clerk.post(PATH, entry).text
    assert "Deze code bestaat niet" in clerk.post(PATH, {**entry, "form-code": "999"}).text


def test_a_resident_without_a_code_is_heard_and_somebody_decides(clerk: Visitor, town: Town, code: str) -> None:
    assert send(clerk, **{"form-no-code": "1"}) == 302
    (stored,) = entered(town)
    assert stored.status is Status.NEEDS_PERSON
    page = f"/inzendingen/{stored.id}"
    assert "zonder geldige deelnamecode" in clerk.get(page).text
    assert clerk.post(f"{page}/deelnamecode", {"form-code": "123456789"}).status_code == 400
    assert clerk.post(f"{page}/deelnamecode", {"form-code": f" {code} "}).status_code == 302
    (stored,) = entered(town)
    assert (stored.participation_code, stored.status) == (True, Status.ACCEPTED)
    assert clerk.post(f"{page}/deelnamecode", {"form-code": code}).status_code == 409


def test_a_code_that_is_found_later_replaces_what_came_earlier(clerk: Visitor, town: Town, code: str) -> None:
    assert send(clerk, **{"form-code": code}) == 302
    assert send(clerk, **{"form-no-code": "1"}) == 302
    waiting = next(one for one in entered(town) if one.status is Status.NEEDS_PERSON)
    clerk.post(f"/inzendingen/{waiting.id}/deelnamecode", {"form-code": code})
    assert [one.status for one in entered(town)] == [Status.SUPERSEDED, Status.ACCEPTED]
