"""What programs do through the API is in the organisation's trail, under the token that did it."""

from __future__ import annotations

import sqlalchemy as sa

from models import audit
from models.submissions import SUBMISSION
from models.tables.audit import Act, By
from tests.installation import Installation


def test_an_entry_is_there_once_however_often_it_was_sent(inloop: Installation) -> None:
    for _ in range(2):
        entered = inloop.enter("4821", {"first": "trees"}, key="one").get_json()
    with inloop.services.store.read() as connection:
        organisation_id = connection.execute(sa.select(SUBMISSION.c.organisation_id)).scalar_one()
        about = [row for row in audit.records(connection, organisation_id) if row.subject_id == entered["id"]]
    (deed,) = [row for row in about if row.act is Act.CHANGED]
    assert deed.by_kind == By.PROGRAM


def test_what_was_refused_leaves_none(inloop: Installation) -> None:
    assert inloop.enter("4821", {"first": "no such option"}).status_code == 400
    with inloop.services.store.read() as connection:
        every = [row for chain in audit.chains(connection) for row in audit.records(connection, chain)]
    assert not [row for row in every if row.subject == "submission"]
