"""Of paper nothing reaches a platform but what was approved: not who sent it, with which code, or what a file noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.paper.form import make_form
from channels.printed.layout import CONTACT
from intake.deliveries.approving import Texts
from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models.accounts import STAFF
from models.decisions import decide
from models.evidence import EVIDENCE
from models.vocabulary import Status
from tests.consultation import SOURCE
from tests.integration.desk.test_what_leaves import NOTED, photograph, scanned
from tests.integration.openstad.conftest import settled
from tests.integration.openstad.municipality import Municipality
from tests.integration.openstad.platform import Platform
from tests.integration.test_cloudevents import Receiver, receiver
from tests.openstad_double import OpenStadDouble
from tests.paper_kit import Pen, boxes_of, fill, scaled

__all__ = ["receiver"]

WITH_CODES = SOURCE.replace("contact: none", "contact: optional\nparticipation: code")
SAID = "het is er donker"


@pytest.fixture
def both(sqlite_url: str, tmp_path: Path, platform: Platform, receiver: Receiver) -> Iterator[list[Municipality]]:
    """Two consultations of one municipality: one goes to OpenStad, one as events."""
    source = "urn:nld:oin:00000001234567890000:systeem:inloop"
    ideas = settled(sqlite_url, tmp_path, platform, cloudevents_url=receiver.url, cloudevents_source=source)
    ideas.source = WITH_CODES
    ideas.publishes()
    events = Municipality(ideas.inloop, platform, WITH_CODES.replace('"4821"', '"4822"'), "4822")
    events.inloop.load(f"{events.source}\npublish: {{to: cloudevents}}\n", line=None)
    yield [ideas, events]
    ideas.inloop.close()


def posted(municipality: Municipality, code: str) -> str:
    """A form of this consultation comes in as photographs in a PDF, filled in and signed; its submission."""
    version, services = municipality.version, municipality.inloop.services
    form = make_form(version.definition, version.number, language="nl", codes=[(code, "1")])
    pen = Pen(17)
    answers = {"first": "trees", "safe": 2, "why": SAID, "again": True, "role": "resident"}
    pages = fill(form, version.definition, answers, pen).pages
    for page, box in boxes_of(form.layout, CONTACT):
        if box.kind == "tick":
            pen.mark(pages[page - 1], box)
        elif box.kind == "write":
            pen.write(pages[page - 1], box, "Verzonnenlaan")
    content = scanned([photograph(scaled(page, 200)) for page in pages])
    taken = take_in_scan(services, content, "van Verzonnenlaan.pdf", organisation_id=version.organisation_id)
    run_entry(services, taken.entry_id)
    (submission,) = [one for one in municipality.inloop.submissions() if one.consultation == municipality.code]
    with services.store.write() as connection:
        by = connection.execute(sa.select(STAFF.c.id)).scalar_one()
        for answer in submission.answers:
            if answer.question == "why" or answer.state == "uncertain":
                value = {"why": SAID}.get(answer.question, answer.value)
                decide(connection, submission.id, version.definition, answer.question, by=by, value=value)
    return submission.id


def test_what_reaches_a_platform_of_a_form_is_what_was_approved(
    both: list[Municipality], double: OpenStadDouble, receiver: Receiver
) -> None:
    private = ["Verzonnenlaan", "sha256", "zaandijk", *(one.decode() for one in NOTED if b"\0" not in one)]
    for municipality in both:
        (code,) = municipality.inloop.make_codes(municipality.code, 1)
        submission = posted(municipality, code)
        municipality.approves(submission, Texts(answers={"why": SAID}))
        municipality.works()
        assert municipality.status(submission) is Status.PUBLISHED
        stored = next(one for one in municipality.inloop.submissions() if one.id == submission)
        assert stored.participation_code
        assert stored.contact
        private += [code, stored.id, stored.receipt]
    with both[0].inloop.services.store.read() as connection:
        private += connection.execute(sa.select(EVIDENCE.c.sha256)).scalars()
    sent = {"OpenStad": json.dumps(double.rows), "CloudEvents": json.dumps([receiver.events, receiver.headers])}
    for where, what in sent.items():
        assert SAID in what, where
        assert [one for one in private if one in what] == [], where
