"""What was approved is on the platform once, says what was approved, and follows corrections and withdrawals."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from intake.deliveries.approving import BadText
from models.tables.deliveries import DeliveryState
from models.vocabulary import Status
from tests.integration.openstad.municipality import BODY, IDEA, Municipality


def test_answers_by_keys_alone_become_an_enquete_submission_as_the_website_would_send_it(
    on_each_store: Municipality,
) -> None:
    on_each_store.publishes()
    submission = on_each_store.enters(role="worker")
    on_each_store.works()
    delivery = on_each_store.delivery(submission)
    (row,) = on_each_store.platform.ours("submission", delivery.reference)
    assert row["submittedData"] == {
        "first": "meer bomen",
        "also": '["meer licht", "kunst"]',
        "safe": "4",
        "again": "Ja",
        "age": "61",
        "where": "1506",
        "role": "ik werk hier",
        "externalRef": delivery.reference,
    }
    assert on_each_store.status(submission) is Status.PUBLISHED


def test_own_words_wait_for_a_person_and_leave_as_the_person_approved_them(municipality: Municipality) -> None:
    municipality.publishes()
    submission = municipality.enters(safe=1, why="Bel mij op 06 12345678, het is er donker.")
    municipality.works()
    assert municipality.status(submission) is Status.ACCEPTED
    texts = replace(IDEA, title=None, summary=None, body=None, answers={"why": "Het is er donker."})
    municipality.approves(submission, texts)
    municipality.works()
    (row,) = municipality.platform.ours("submission", municipality.delivery(submission).reference)
    assert row["submittedData"]["why"] == "Het is er donker."
    assert "12345678" not in json.dumps(row)


def test_a_telephone_number_is_approved_only_by_who_says_that_it_was_seen(municipality: Municipality) -> None:
    municipality.publishes()
    submission = municipality.enters(safe=1, why="Bel 06 12345678")
    texts = replace(IDEA, answers={"why": "Bel 06 12345678"})
    with pytest.raises(BadText) as refused:
        municipality.approves(submission, texts)
    assert (refused.value.name, refused.value.code) == ("answer.why", "identifies")
    municipality.approves(submission, texts, looked_at=True)
    assert municipality.status(submission) is Status.APPROVED


def test_an_approved_text_becomes_an_idea(municipality: Municipality) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    delivery = municipality.delivery(submission)
    (row,) = municipality.platform.ours("resource", delivery.reference)
    assert (row["title"], row["summary"]) == (IDEA.title, IDEA.summary)
    assert row["description"] == BODY.strip().replace("&", "&amp;")
    assert row["publishDate"] is not None
    assert (str(row["id"]), municipality.status(submission)) == (delivery.their_id, Status.PUBLISHED)


def test_nothing_personal_leaves(municipality: Municipality) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    (row,) = municipality.platform.ours("resource", municipality.delivery(submission).reference)
    stored = next(one for one in municipality.inloop.submissions() if one.id == submission)
    told = json.dumps(row)
    for kept_here in (stored.receipt, stored.id, "zaandijk", '"61"', "1506"):
        assert kept_here not in told


def test_a_correction_follows(municipality: Municipality) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    municipality.approves(submission, replace(IDEA, title="Veel meer licht op het plein"))
    assert municipality.status(submission) is Status.APPROVED
    municipality.works()
    (row,) = municipality.platform.ours("resource", municipality.delivery(submission).reference)
    assert row["title"] == "Veel meer licht op het plein"
    assert municipality.status(submission) is Status.PUBLISHED


@pytest.mark.parametrize("after", [Status.WITHDRAWN, Status.SUPERSEDED])
def test_an_idea_that_does_not_count_any_more_is_a_concept_there(municipality: Municipality, after: Status) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    municipality.moves(submission, after)
    municipality.works()
    (row,) = municipality.platform.ours("resource", municipality.delivery(submission).reference)
    assert (row["publishDate"], row["summary"], row["description"]) == (None, "", "")
    assert municipality.delivery(submission).state is DeliveryState.GONE


def test_an_idea_that_counts_again_is_public_again_and_still_one(municipality: Municipality) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    for status in (Status.SUPERSEDED, Status.ACCEPTED):
        municipality.moves(submission, status)
        municipality.works()
    municipality.approves(submission)
    municipality.works()
    (row,) = municipality.platform.ours("resource", municipality.delivery(submission).reference)
    assert row["publishDate"] is not None
    assert municipality.status(submission) is Status.PUBLISHED


def test_an_enquete_submission_that_was_withdrawn_is_deleted_there(municipality: Municipality) -> None:
    municipality.publishes()
    submission = municipality.enters()
    municipality.works()
    reference = municipality.delivery(submission).reference
    municipality.moves(submission, Status.WITHDRAWN)
    municipality.works()
    assert municipality.platform.ours("submission", reference) == []


def test_what_was_withdrawn_before_it_left_never_leaves(municipality: Municipality) -> None:
    municipality.publishes(**{"as": "resource"})
    submission = municipality.enters()
    municipality.approves(submission)
    reference = municipality.delivery(submission).reference
    municipality.moves(submission, Status.WITHDRAWN)
    municipality.works()
    assert municipality.platform.ours("resource", reference) == []
    assert municipality.delivery(submission).state is DeliveryState.GONE


def test_an_approved_text_becomes_a_comment_on_an_idea_and_goes_with_it(municipality: Municipality) -> None:
    idea = municipality.platform.new_idea()
    municipality.publishes(**{"as": "comment", "resource": idea})
    submission = municipality.enters()
    municipality.approves(submission)
    municipality.works()
    (row,) = municipality.platform.rows(f"resource/{idea}/comment")
    assert row["description"].startswith("Het plein is 's avonds donker &amp; stil.")
    municipality.moves(submission, Status.WITHDRAWN)
    municipality.works()
    assert municipality.platform.rows(f"resource/{idea}/comment") == []


def test_the_limits_of_the_project_hold_before_anything_is_approved(municipality: Municipality) -> None:
    municipality.publishes(**{"as": "resource"})
    first = municipality.enters()
    municipality.approves(first)
    municipality.works()
    with pytest.raises(BadText) as refused:
        municipality.approves(municipality.enters(), replace(IDEA, title="Te kort"))
    assert (refused.value.name, refused.value.code) == ("title", "length")
    assert refused.value.length is not None
    assert (refused.value.length.least, refused.value.length.most) == (10, 50)


def test_working_again_changes_nothing(municipality: Municipality) -> None:
    municipality.publishes()
    municipality.enters()
    municipality.works()
    before = municipality.platform.rows("submission")
    municipality.works()
    assert municipality.platform.rows("submission") == before
