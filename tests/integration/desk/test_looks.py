"""Who sees somebody's data, or changes something, is in the trail: once for each person it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from models import audit
from models.contacts import CONTACT
from models.evidence import EVIDENCE
from models.submissions import SUBMISSION
from models.tables.audit import Act, Activity, By
from models.vocabulary import Channel, Role
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


def trail(town: Town, *acts: Act) -> list[sa.Row[Any]]:
    with town.services.store.read() as connection:
        every = [row for chain in audit.chains(connection) for row in audit.records(connection, chain)]
    return [row for row in every if not acts or row.act in acts]


def one(town: Town, column: sa.Column[Any], *conditions: Any) -> str:
    with town.services.store.read() as connection:
        return str(connection.execute(sa.select(column).where(*conditions).order_by(column).limit(1)).scalar_one())


def test_signing_in_and_a_wrong_password_are_in_the_trail(town: Town, visitor: Visitor) -> None:
    visitor.sign_in(town.email(Role.CLERK), "niet het goede woord")
    visitor.sign_in(town.email(Role.CLERK))
    visitor.sign_in("niemand@voorbeeld.example", "niet het goede woord")
    refused, signed_in = trail(town, Act.REFUSED, Act.SIGNED_IN)
    assert (refused.act, signed_in.act) == (Act.REFUSED, Act.SIGNED_IN)
    assert refused.subject_id == signed_in.by_id is not None
    visitor.post("/afmelden")
    assert len(trail(town, Act.SIGNED_OUT)) == 1


def test_a_telephone_number_is_shown_on_opening_alone_and_that_is_a_look(town: Town, clerk: Visitor) -> None:
    clerk.get("/terugbellen")
    path = f"/terugbellen/{town.call_backs['here']}"
    clerk.get(path)
    assert trail(town, Act.LOOKED) == []
    page = clerk.post(f"{path}/neem", follow=True).text
    assert 'href="tel:' in page
    (look,) = trail(town, Act.LOOKED)
    assert (look.activity, look.subject, look.by_kind) == (Activity.CALL_BACK, "contact", By.STAFF)
    clerk.get(path)
    assert len(trail(town, Act.LOOKED)) == 1


def test_who_does_not_see_a_number_did_not_look(town: Town, at_the_desk: Callable[[Role], Visitor]) -> None:
    somebody = at_the_desk(Role.PRIVACY)
    assert somebody.get("/terugbellen").status_code == 403
    with town.services.store.read() as connection:
        ids = connection.execute(sa.select(CONTACT.c.submission_id).where(CONTACT.c.submission_id.is_not(None)))
        found = list(ids.scalars())
    for submission_id in found:
        somebody.get(f"/inzendingen/{submission_id}")
    assert [row for row in trail(town, Act.LOOKED) if row.subject == "contact"] == []


def test_an_original_and_a_submission_that_are_opened_are_looks(town: Town, clerk: Visitor) -> None:
    sms = one(town, SUBMISSION.c.id, SUBMISSION.c.channel == Channel.SMS)
    here = one(town, SUBMISSION.c.organisation_id, SUBMISSION.c.id == sms)
    evidence_id = one(town, EVIDENCE.c.id, EVIDENCE.c.organisation_id == here)
    assert clerk.get(f"/inzendingen/{sms}").status_code == 200
    assert clerk.get(f"/bewijs/{evidence_id}").status_code == 200
    assert {(row.subject, row.subject_id) for row in trail(town, Act.LOOKED)} >= {
        ("submission", sms),
        ("evidence", evidence_id),
    }


def test_what_is_not_there_was_not_looked_at(town: Town, clerk: Visitor) -> None:
    assert clerk.get("/bewijs/bestaat-niet").status_code == 404
    assert trail(town, Act.LOOKED) == []


def test_a_form_that_changes_something_is_in_the_trail_with_who_and_what(town: Town, coordinator: Visitor) -> None:
    submission_id = one(town, SUBMISSION.c.id, SUBMISSION.c.channel == Channel.COUNTER)
    coordinator.get(f"/inzendingen/{submission_id}")
    answer = coordinator.post(
        f"/inzendingen/{submission_id}/status", {"gezien": "accepted", "status": "rejected", "reden": "dubbel"}
    )
    assert answer.status_code == 302
    (row,) = trail(town, Act.CHANGED)
    assert (row.subject, row.subject_id) == ("submission", submission_id)
    assert row.detail == {"page": "move_status"}


@pytest.mark.parametrize("path", ["/terugbellen", "/inzendingen"])
def test_reading_changes_nothing(town: Town, clerk: Visitor, path: str) -> None:
    assert clerk.get(path).status_code == 200
    assert trail(town, Act.CHANGED) == []
