"""What the API says of consultations, of their results, of meetings and originals; and how often it may be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models import accounts, consultations
from models.clock import now
from models.normalized import MEETING
from models.reference import ENTRY
from models.secrets import new_id
from models.submissions import SUBMISSION
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import Scope, Status
from tests.consultation import with_changes
from tests.installation import Installation
from tests.servers import RedisServer

RESULTS = "/v1/consultations/4821/results"


def get(inloop: Installation, path: str, token: str | None = None, **query: object) -> Any:
    headers = {"Authorization": f"Bearer {token or inloop.token}"}
    return inloop.client.get(path, query_string=query or None, headers=headers)


def values(results: Any, question: str, what: str = "submissions") -> dict[Any, int]:
    """How often each value was given."""
    found = next(one for one in results["questions"] if one["question"] == question)
    return {one["value"]: one[what] for one in found["values"]}


def put(inloop: Installation, submission: Any, **changes: object) -> None:
    with inloop.services.store.write() as connection:
        connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == submission["id"]).values(changes))


def test_answers_of_all_doors_are_counted_together(on_each_store: Installation) -> None:
    on_each_store.enter(
        "4821", {"first": "trees", "also": ["light", "art"], "safe": 2, "again": True, "role": "worker"}
    )
    on_each_store.enter("4821", {"first": "trees", "safe": 5, "where": "1506", "role": "resident"}, channel="phone")
    on_each_store.enter("4821", {"first": "benches", "also": ["art"], "age": 30}, channel="sms")
    found = get(on_each_store, RESULTS).get_json()
    assert found["counted"] == {
        "submissions": 3,
        "supporters": 3,
        "byChannel": {"counter": 1, "phone": 1, "sms": 1},
        "byGroup": {"-": 1, "resident": 1, "worker": 1},
    }
    assert values(found, "first") == {"trees": 2, "benches": 1, "play": 0}
    assert values(found, "also") == {"light": 1, "toilet": 0, "art": 2}
    assert values(found, "safe") == {1: 0, 2: 1, 3: 0, 4: 0, 5: 1}
    assert values(found, "again") == {True: 1, False: 0}
    assert values(found, "age") == {30: 1}
    assert values(found, "where") == {"1506": 1}
    questions = {one["question"]: one for one in found["questions"]}
    assert questions["safe"]["mean"] == 3.5
    assert questions["safe"]["empty"] == 1
    assert questions["first"]["values"][0]["byChannel"] == {"counter": 1, "phone": 1}
    assert questions["first"]["values"][0]["byGroup"] == {"resident": 1, "worker": 1}


def test_results_of_one_door_can_be_asked_for(inloop: Installation) -> None:
    inloop.enter("4821", {"first": "trees"}, channel="phone")
    inloop.enter("4821", {"first": "benches"}, channel="sms")
    found = get(inloop, RESULTS, channel="sms").get_json()
    assert (found["channel"], found["counted"]["submissions"]) == ("sms", 1)
    assert values(found, "first") == {"trees": 0, "benches": 1, "play": 0}


@pytest.mark.parametrize("status", list(Status))
def test_only_what_counts_is_counted(inloop: Installation, status: Status) -> None:
    entered = inloop.enter("4821", {"first": "trees"}).get_json()
    put(inloop, entered, status=status)
    counts = status in (Status.ACCEPTED, Status.APPROVED, Status.PUBLISHED, Status.ANSWERED)
    found = get(inloop, RESULTS).get_json()
    assert found["counted"]["submissions"] == counts
    assert values(found, "first")["trees"] == counts


def test_who_spoke_for_many_counts_once_and_their_number_beside_it(inloop: Installation) -> None:
    put(inloop, inloop.enter("4821", {"first": "trees"}).get_json(), supporters=12)
    inloop.enter("4821", {"first": "trees"})
    found = get(inloop, RESULTS).get_json()
    assert (found["counted"]["submissions"], found["counted"]["supporters"]) == (2, 13)
    assert values(found, "first")["trees"] == 2
    assert values(found, "first", "supporters")["trees"] == 13


def test_what_people_wrote_is_counted_and_never_shown(inloop: Installation) -> None:
    inloop.enter("4821", {"safe": 1, "why": "Te donker bij nummer 12"})
    answer = get(inloop, RESULTS)
    why = next(one for one in answer.get_json()["questions"] if one["question"] == "why")
    assert (why["answered"]["submissions"], why["values"]) == (1, [])
    assert "donker" not in answer.text


def test_six_characters_of_a_postcode_become_four(inloop: Installation) -> None:
    inloop.load(
        with_changes(code='"6600"').replace("type: postcode, digits: 4", "type: postcode, digits: 6"), line=None
    )
    inloop.enter("6600", {"where": "1506AB"})
    inloop.enter("6600", {"where": "1506CD"})
    found = get(inloop, "/v1/consultations/6600/results")
    assert values(found.get_json(), "where") == {"1506": 2}
    assert "1506AB" not in found.text


def test_a_question_that_is_gone_keeps_its_results(inloop: Installation) -> None:
    inloop.enter("4821", {"again": True})
    inloop.load(with_changes().replace("key: again", "key: anew"), line=None)
    found = get(inloop, RESULTS).get_json()
    assert found["version"] == 2
    assert values(found, "again")[True] == 1
    assert values(found, "anew")[True] == 0


def test_a_consultation_is_told_in_every_language(inloop: Installation) -> None:
    found = get(inloop, "/v1/consultations/4821").get_json()
    assert found["title"] == {"nl": "Een nieuw plein", "en": "A new square"}
    assert (found["version"], found["isOpen"], found["languages"]) == (1, True, ["nl", "en"])
    by_key = {one["key"]: one for one in found["questions"]}
    assert by_key["first"]["options"][0] == {"key": "trees", "label": {"nl": "meer bomen", "en": "more trees"}}
    assert (by_key["safe"]["from"], by_key["safe"]["to"]) == (1, 5)
    assert by_key["safe"]["low"] == {"nl": "heel onveilig", "en": "very unsafe"}
    assert by_key["why"]["askIf"] == {"question": "safe", "in": [1, 2]}
    assert by_key["also"]["most"] == 2
    assert by_key["role"]["group"] is True


def test_consultations_come_a_page_at_a_time_by_code(inloop: Installation) -> None:
    inloop.load(with_changes(code='"1234"'), line=None)
    first = get(inloop, "/v1/consultations", pageSize=1).get_json()
    assert (first["count"], [one["code"] for one in first["results"]]) == (2, ["1234"])
    second = inloop.client.get(first["next"], headers={"Authorization": f"Bearer {inloop.token}"}).get_json()
    assert ([one["code"] for one in second["results"]], second["next"]) == (["4821"], None)


def test_originals_are_told_of_and_not_given(inloop: Installation) -> None:
    inloop.text("MEEDOEN 4821")
    inloop.text("1")
    submission = inloop.only()
    answer = get(inloop, f"/v1/submissions/{submission.id}/evidence")
    found = answer.get_json()["results"]
    assert [one["id"] for one in found] == [one.id for one in submission.evidence]
    assert {one["kind"] for one in found} == {"message"}
    assert set(found[0]) == {"id", "kind", "mediaType", "bytes", "page", "storedAt"}
    assert "MEEDOEN" not in answer.text


def hold_a_meeting(inloop: Installation, title: str = "Bewonersavond") -> str:
    """Its id."""
    with inloop.services.store.write() as connection:
        version = consultations.latest(inloop.services.store, connection, "4821")
        assert version is not None
        meeting_id = new_id()
        connection.execute(
            MEETING.insert(),
            {
                "id": meeting_id,
                "organisation_id": version.organisation_id,
                "consultation_id": version.consultation_id,
                "title": title,
                "organisers": "M. Verzonnen",
                "created_at": now(),
            },
        )
        return meeting_id


def test_meetings_are_listed_with_what_came_of_them(on_each_store: Installation) -> None:
    meeting_id = hold_a_meeting(on_each_store)
    put(on_each_store, on_each_store.enter("4821", {"first": "trees"}).get_json(), meeting_id=meeting_id)
    listed = get(on_each_store, "/v1/meetings", consultation="4821")
    assert listed.get_json()["count"] == 1
    (found,) = listed.get_json()["results"]
    assert (found["title"], found["consultation"], found["submissions"]) == ("Bewonersavond", "4821", 1)
    assert "Verzonnen" not in listed.text, "who called it is a person"
    assert get(on_each_store, f"/v1/meetings/{meeting_id}").get_json() == found
    assert get(on_each_store, "/v1/meetings", consultation="9999").get_json()["count"] == 0


def learn(inloop: Installation, text: str, state: EntryState = EntryState.PUBLIC) -> str:
    """A lesson in the reference work; its id."""
    with inloop.services.store.write() as connection:
        version = consultations.latest(inloop.services.store, connection, "4821")
        assert version is not None
        entry_id = new_id()
        connection.execute(
            ENTRY.insert(),
            {
                "id": entry_id,
                "organisation_id": version.organisation_id,
                "consultation_id": version.consultation_id,
                "kind": EntryKind.LESSON,
                "state": state,
                "text": text,
                "said_by": "M. Verzonnen",
                "name_approved": False,
                "follows": False,
                "decided_at": now(),
                "created_at": now(),
            },
        )
        return entry_id


def test_the_reference_work_is_given_as_everybody_may_read_it(on_each_store: Installation) -> None:
    entry_id = learn(on_each_store, "Begin voor zeven uur.")
    draft = learn(on_each_store, "Nog niet af.", EntryState.DRAFT)
    listed = get(on_each_store, "/v1/reference-entries", kind="lesson", consultation="4821")
    assert listed.get_json()["count"] == 1
    (found,) = listed.get_json()["results"]
    assert (found["text"], found["kind"], found["consultation"]) == ("Begin voor zeven uur.", "lesson", "4821")
    assert found["saidBy"] is None, "nobody approved the name"
    assert get(on_each_store, f"/v1/reference-entries/{entry_id}").get_json() == found
    assert get(on_each_store, f"/v1/reference-entries/{draft}").status_code == 404
    assert get(on_each_store, "/v1/reference-entries", kind="document").get_json()["count"] == 0


def test_nothing_of_another_organisation_is_there(on_each_store: Installation) -> None:
    submission = on_each_store.enter("4821", {"first": "trees"}).get_json()["id"]
    meeting, lesson = hold_a_meeting(on_each_store), learn(on_each_store, "Begin eerder.")
    on_each_store.add_organisation("elders")
    for path in (
        "/v1/consultations/4821",
        RESULTS,
        f"/v1/submissions/{submission}",
        f"/v1/submissions/{submission}/evidence",
        f"/v1/meetings/{meeting}",
        f"/v1/reference-entries/{lesson}",
    ):
        foreign, nobodys = get(on_each_store, path), get(on_each_store, path.replace(submission, "x"))
        assert foreign.status_code == 404, path
        assert foreign.content_type == "application/problem+json"
        assert foreign.data == nobodys.data
    for path in ("/v1/consultations", "/v1/submissions", "/v1/meetings", "/v1/reference-entries"):
        assert get(on_each_store, path).get_json()["count"] == 0, path


def test_every_operation_wants_a_token_and_reading_is_enough_to_read(inloop: Installation) -> None:
    description = inloop.client.get("/v1/openapi.json").get_json()
    reading = accounts.add_token(inloop.services.store, "zaandijk", Scope.READ)
    for path, methods in description["paths"].items():
        address = "/v1" + path.replace("{code}", "4821").replace("{id}", "x")
        for method in methods:
            assert inloop.client.open(address, method=method.upper(), json={}).status_code == 401
            answer = inloop.client.open(
                address, method=method.upper(), json={}, headers={"Authorization": f"Bearer {reading}"}
            )
            assert answer.status_code == 403 if method == "post" else answer.status_code in (200, 404)


def test_who_asks_too_often_waits(sqlite_url: str, tmp_path: Path, redis_server: RedisServer) -> None:
    slow = Installation(tmp_path / "slow", sqlite_url, api_requests_per_minute="3", redis_url=redis_server.url)
    slow.add_organisation()
    answers = [get(slow, "/v1/meetings") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["RateLimit-Remaining"] for one in answers] == ["2", "1", "0", "0"]
    assert answers[0].headers["RateLimit-Limit"] == "3"
    refused = answers[-1]
    assert refused.content_type == "application/problem+json"
    assert refused.get_json()["code"] == "too_many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    other = accounts.add_token(slow.services.store, "zaandijk", Scope.READ)
    assert get(slow, "/v1/meetings", token=other).status_code == 200, "each token has its own allowance"
    beside = Installation(tmp_path / "beside", sqlite_url, api_requests_per_minute="3", redis_url=redis_server.url)
    assert get(beside, "/v1/meetings", token=slow.token).status_code == 429, "over all web processes together"
    beside.close()
    slow.close()


def test_without_redis_each_process_counts_by_itself(sqlite_url: str, tmp_path: Path) -> None:
    alone = Installation(
        tmp_path / "alone", sqlite_url, api_requests_per_minute="2", redis_url=f"unix://{tmp_path / 'none.sock'}"
    )
    alone.add_organisation()
    assert [get(alone, "/v1/meetings").status_code for _ in range(3)] == [200, 200, 429]
    alone.close()


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/v1/meetings/", "/v1/static/nothing.css"])
def test_whatever_is_not_there_is_told_as_a_problem(inloop: Installation, path: str) -> None:
    answer = get(inloop, path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_documentation_page_needs_nothing_from_elsewhere(inloop: Installation) -> None:
    page = inloop.client.get("/v1/docs")
    assert page.status_code == 200
    assert page.headers["API-Version"]
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for operation in ("listSubmissions", "addSubmission", "getResults", "listEvidence", "getMeeting"):
        assert f'id="{operation}"' in page.text
    assert inloop.client.get("/v1/static/api.css").status_code == 200
