"""Every page can be opened."""

from __future__ import annotations

import pytest

from models import evidence
from models.submissions import ANSWER
from models.vocabulary import AnswerState, EvidenceKind
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/inzendingen",
        "/post",
        "/bijeenkomst",
        "/publiceren",
        "/terugbellen",
        "/balie",
        "/balie/4821",
        "/balie/4821?taal=en",
        "/wachtwoord",
    ],
)
def test_a_page_opens(coordinator: Visitor, path: str) -> None:
    assert coordinator.get(path).status_code == 200


def test_every_kind_of_submission_can_be_looked_at(coordinator: Visitor, town: Town) -> None:
    for door, submission_id in town.submissions.items():
        if door != "elsewhere":
            assert coordinator.get(f"/inzendingen/{submission_id}").status_code == 200, door


def test_a_call_is_told_in_plain_words(coordinator: Visitor, town: Town) -> None:
    call, organisation_id = town.submissions["phone"], town.version().organisation_id
    with town.services.store.write() as connection:
        for kind, text in (
            (EvidenceKind.CALL, '{"call": "CA0123", "line": "+31850000001"}'),
            (EvidenceKind.KEYS, "recording RE0123"),
            (EvidenceKind.KEYS, ""),
        ):
            evidence.link(connection, call, evidence.keep_small(connection, organisation_id, kind, text).id)
        spoken = ANSWER.update().where(ANSWER.c.submission_id == call, ANSWER.c.question == "why")
        connection.execute(spoken.values(state=AnswerState.ILLEGIBLE))
    page = coordinator.get(f"/inzendingen/{call}").text
    for told in ("Gebeld op nummer +31850000001", "Antwoord ingesproken", "Niets ingedrukt of gezegd"):
        assert told in page
    for noise in ("RE0123", "CA0123", "&#34;call&#34;"):
        assert noise not in page
    assert ">Nog te beluisteren</span>" in page
    assert ">Niet te lezen</span>" not in page


def test_a_quotation_ends_on_its_own_line(coordinator: Visitor, town: Town) -> None:
    meeting = town.submissions["meeting"]
    with town.services.store.write() as connection:
        answers = ANSWER.update().where(ANSWER.c.submission_id == meeting)
        connection.execute(answers.values(raw="- Tafel 1:\n- Iedereen wil een toilet.\n"))
    assert "Iedereen wil een toilet.</q>" in coordinator.get(f"/inzendingen/{meeting}").text
