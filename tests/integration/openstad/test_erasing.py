"""What was published is taken back there before it is erased here: afterwards nobody could."""

from __future__ import annotations

import sqlalchemy as sa

from intake.jobs import run_entry
from intake.privacy.erasing import Erased, erase_person
from models import erasure
from models.erasure import Traces
from models.vocabulary import Status
from tests.integration.openstad.municipality import Municipality
from tests.openstad_double import OpenStadDouble


def erased(municipality: Municipality) -> Erased:
    """The first contribution is erased at its author's request."""
    receipt = municipality.inloop.submissions()[0].receipt

    def find(connection: sa.Connection) -> Traces:
        return erasure.of_receipt(connection, receipt)

    return erase_person(municipality.inloop.services, find, run_entry)


def test_what_was_published_is_taken_back_and_then_erased(on_each_store: Municipality) -> None:
    on_each_store.publishes(**{"as": "resource"})
    submission = on_each_store.enters()
    on_each_store.approves(submission)
    on_each_store.works()
    reference = on_each_store.delivery(submission).reference
    assert on_each_store.platform.ours("resource", reference)[0]["publishDate"] is not None
    assert erased(on_each_store).rows["submission"] == 1
    assert not [row for row in on_each_store.platform.ours("resource", reference) if row["publishDate"] is not None]
    assert not on_each_store.inloop.submissions()


def test_what_cannot_be_taken_back_now_is_withdrawn_and_erased_later(
    municipality: Municipality, double: OpenStadDouble
) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    double.stop()
    first = erased(municipality)
    assert (first.rows, len(first.still_there)) == ({}, 1)
    assert municipality.status(submission) is Status.WITHDRAWN
    double.start()
    municipality.time_passes()
    assert erased(municipality).rows["submission"] == 1


def test_what_was_approved_and_never_sent_is_just_erased(municipality: Municipality, double: OpenStadDouble) -> None:
    municipality.publishes(**{"as": "resource"})
    municipality.approves(municipality.enters())
    double.stop()
    assert erased(municipality).rows["submission"] == 1
