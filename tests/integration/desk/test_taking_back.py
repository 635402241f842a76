"""A stack that should not have come in is taken back in one go, without losing what anybody decided."""

from __future__ import annotations

import sqlalchemy as sa

from channels.paper.form import make_form
from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models import erasure, outbox
from models.submissions import SUBMISSION
from models.vocabulary import OutboxKind, Status
from tests.integration.desk.test_same_paper import ANSWERS, row
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import Pen, as_pdf, fill, scaled


def test_what_nobody_decided_about_is_rejected_and_the_rest_stays(
    coordinator: Visitor, clerk: Visitor, town: Town
) -> None:
    version = town.version()
    form = make_form(version.definition, version.number, language="nl", copies=3)
    asked = sorted({page for page, _ in form.layout.boxes()})
    pages = [
        scaled(fill(form, version.definition, ANSWERS, Pen(copy), copy=copy).pages[page - 1], 150)
        for copy in range(3)
        for page in asked
    ]
    taken = take_in_scan(town.services, as_pdf(pages, 150), "verkeerd.pdf", organisation_id=version.organisation_id)
    run_entry(town.services, taken.entry_id)
    with town.services.store.write() as connection:
        result = outbox.result_of(connection, taken.entry_id)[1]
        assert result
        one, two, approved = (found["submission"] for found in result["documents"])
        connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == approved).values(status=Status.APPROVED))
    before = row(town, town.submissions["form"]).status
    assert "Draai deze stapel terug" in coordinator.get("/post").text
    assert "Draai deze stapel terug" not in clerk.get("/post").text

    told = coordinator.post(f"/post/{taken.entry_id}/terug", follow=True).text
    assert "2 afgewezen. Over 1 was al beslist" in told
    assert [row(town, each).status for each in (one, two, approved)] == [
        Status.REJECTED,
        Status.REJECTED,
        Status.APPROVED,
    ]
    assert row(town, town.submissions["form"]).status is before, "and nothing else is touched"
    assert "de stapel is teruggedraaid" in coordinator.get(f"/inzendingen/{one}").text
    again = coordinator.post(f"/post/{taken.entry_id}/terug", follow=True).text
    assert "0 afgewezen" in again
    assert town.services.evidence.get(outbox_sha(town, taken.entry_id))


def test_a_stack_that_was_taken_back_is_read_anew_when_it_comes_again(coordinator: Visitor, town: Town) -> None:
    version = town.version()
    form = make_form(version.definition, version.number, language="nl")
    asked = sorted({page for page, _ in form.layout.boxes()})
    filled = fill(form, version.definition, ANSWERS, Pen(3))
    data = as_pdf([scaled(filled.pages[page - 1], 150) for page in asked], 150)

    def bring() -> str:
        taken = take_in_scan(town.services, data, "stapel.pdf", organisation_id=version.organisation_id)
        run_entry(town.services, taken.entry_id)
        with town.services.store.write() as connection:
            result = outbox.result_of(connection, taken.entry_id)[1]
        assert result
        return str(result["documents"][0]["submission"])

    first = bring()
    assert bring() == first, "the same file twice is one"
    with town.services.store.read() as connection:
        kept = sa.select(outbox.OUTBOX.c.id).where(outbox.OUTBOX.c.kind == OutboxKind.READ_SCAN)
        entry_id = connection.execute(kept.order_by(outbox.OUTBOX.c.created_at.desc())).scalars().first()
    for _ in range(2):
        coordinator.post(f"/post/{entry_id}/terug", follow=True)
    second = bring()
    assert second != first
    assert (row(town, first).status, row(town, first).held) == (Status.REJECTED, None)
    assert row(town, second).held is None, "and is no second scan of that sheet"
    assert row(town, second).status is not Status.REJECTED
    assert bring() == second
    receipt = row(town, second).receipt
    with town.services.store.read() as connection:
        assert erasure.of_receipt(connection, receipt).submissions == {first, second}, "who is erased goes from both"


def outbox_sha(town: Town, entry_id: str) -> str:
    with town.services.store.read() as connection:
        payload = connection.execute(
            sa.select(outbox.OUTBOX.c.payload).where(outbox.OUTBOX.c.id == entry_id)
        ).scalar_one()
    sha256: str = payload["sha256"]
    return sha256
