"""The JSON API: entering and reading submissions, and what it says when it cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from models import accounts
from models.submissions import SUBMISSION
from models.vocabulary import Scope
from tests.consultation import with_changes
from tests.installation import Installation
from tests.rows import rows

WHOLE = {
    "first": "trees",
    "also": ["art", "light"],
    "safe": 2,
    "why": "Te donker",
    "again": False,
    "age": 23,
    "where": "1506",
    "role": "resident",
}
ENTER = "/v1/consultations/4821/submissions"


def get(inloop: Installation, path: str = "/v1/submissions", **query: object) -> Any:
    headers = {"Authorization": f"Bearer {inloop.token}"}
    return inloop.client.get(path, query_string=query or None, headers=headers)


def is_problem(answer: Any, status: int, *words: str) -> bool:
    """A problem of that status, as RFC 9457 and the NL GOV rules have it, whose detail names these words."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.headers["API-Version"]
    problem = answer.get_json()
    assert problem["status"] == status
    assert problem["title"]
    return all(word in problem["detail"] for word in words)


def test_an_entry_is_answered_with_the_submission(on_each_store: Installation) -> None:
    answer = on_each_store.enter("4821", WHOLE, language="en", channel="phone")
    assert answer.status_code == 201
    found = answer.get_json()
    assert {one["question"]: one["value"] for one in found["answers"]} == {**WHOLE, "also": ["light", "art"]}
    assert (found["status"], found["complete"], found["channel"]) == ("accepted", True, "phone")
    assert (found["language"], found["group"], found["enteredBy"], found["contact"]) == ("en", "resident", None, False)
    assert found["participationCode"] is False
    assert found["meeting"] is None
    assert found == get(on_each_store, f"/v1/submissions/{found['id']}").get_json()


def test_a_submission_has_the_keys_of_the_contract_in_its_form(inloop: Installation) -> None:
    found = inloop.enter("4821", WHOLE).get_json()
    assert list(found) == [
        *("id", "receipt", "organisation", "consultation", "version", "channel", "enteredBy", "language"),
        *("receivedAt", "updatedAt", "status", "complete", "supporters", "group", "meeting", "participationCode"),
        *("contact", "answers", "evidence"),
    ]
    assert list(found["answers"][0]) == ["question", "value", "raw", "state", "confidence", "evidence", "where"]
    assert list(found["evidence"][0]) == ["id", "kind", "mediaType", "bytes"]
    assert found["answers"][0]["confidence"] is None, "a person typed it"
    assert datetime.strptime(found["receivedAt"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert found["receipt"].isdecimal()


def test_the_same_key_and_body_again_gives_the_same_and_stores_nothing(on_each_store: Installation) -> None:
    first = on_each_store.enter("4821", WHOLE, key="k")
    before = rows(on_each_store.services.store)
    again = on_each_store.enter("4821", dict(reversed(WHOLE.items())), key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.data == first.data
    assert rows(on_each_store.services.store) == before


@pytest.mark.parametrize(
    "other",
    [{"answers": {"first": "benches"}}, {"answers": {"first": "trees"}, "language": "en"}, {"answers": {}}],
)
def test_the_same_key_with_another_body_is_a_conflict(inloop: Installation, other: dict[str, Any]) -> None:
    inloop.enter("4821", {"first": "trees"}, key="k")
    before = rows(inloop.services.store)
    assert is_problem(inloop.enter("4821", key="k", **other), 409, "Idempotency-Key")
    assert rows(inloop.services.store) == before


def test_the_same_key_for_another_consultation_is_a_conflict(inloop: Installation) -> None:
    inloop.load(with_changes(code='"4822"'), line=None)
    inloop.enter("4821", {"first": "trees"}, key="k")
    assert is_problem(inloop.enter("4822", {"first": "trees"}, key="k"), 409)


def test_two_organisations_may_use_the_same_key(inloop: Installation) -> None:
    assert inloop.enter("4821", {"first": "trees"}, key="k").status_code == 201
    inloop.add_organisation("elders")
    inloop.load(with_changes(code='"5555"', organisation="elders"), line=None)
    assert inloop.enter("5555", {"first": "trees"}, key="k").status_code == 201


def test_a_key_whose_entry_was_refused_can_be_used_again(inloop: Installation) -> None:
    assert inloop.enter("4821", {"first": "nothing"}, key="k").status_code == 400
    assert inloop.enter("4821", {"first": "trees"}, key="k").status_code == 201


@pytest.mark.parametrize("key", [None, "", "x" * 256])
def test_without_a_usable_key_nothing_is_entered(inloop: Installation, key: str | None) -> None:
    headers = {"Authorization": f"Bearer {inloop.token}"} | ({} if key is None else {"Idempotency-Key": key})
    assert is_problem(inloop.client.post(ENTER, json={"answers": {}}, headers=headers), 400, "Idempotency-Key")
    assert not inloop.submissions()


INVALID = [
    ("first", "elms"),
    ("first", 1),
    ("first", ["trees"]),
    ("first", {"key": "trees"}),
    ("first", True),
    ("also", "light"),
    ("also", ["light", "elms"]),
    ("also", ["light", "toilet", "art"]),
    ("also", [["light"]]),
    ("also", {"light": True}),
    ("safe", 0),
    ("safe", 6),
    ("safe", 2.5),
    ("safe", "4"),
    ("safe", True),
    ("safe", -1),
    ("safe", 10**30),
    ("why", 7),
    ("why", ["Te donker"]),
    ("why", "x" * 20_001),
    ("again", "ja"),
    ("again", 1),
    ("age", -1),
    ("age", 121),
    ("age", "23"),
    ("age", 1e308),
    ("where", "0506"),
    ("where", "15066"),
    ("where", "AB1506"),
    ("where", False),
    ("where", ["1506"]),
    ("role", "visitor"),
]


@pytest.mark.parametrize(("question", "value"), INVALID)
def test_an_invalid_answer_is_refused_by_its_question(inloop: Installation, question: str, value: object) -> None:
    before = rows(inloop.services.store)
    assert is_problem(inloop.enter("4821", {**WHOLE, question: value}), 400, question)
    assert rows(inloop.services.store) == before


@pytest.mark.parametrize("question", ["colour", "statement", "supporters", "", "First", "first "])
def test_an_unknown_question_is_refused_by_its_name(inloop: Installation, question: str) -> None:
    assert is_problem(inloop.enter("4821", {"first": "trees", question: "x"}), 400, question)
    assert not inloop.submissions()


@pytest.mark.parametrize("nothing", [None, "", []])
def test_nothing_is_an_empty_answer(inloop: Installation, nothing: object) -> None:
    found = inloop.enter("4821", dict.fromkeys(WHOLE, nothing)).get_json()
    assert {one["state"] for one in found["answers"]} == {"empty"}
    assert (found["status"], found["complete"]) == ("accepted", True)


def test_an_absent_answer_is_empty_and_one_that_never_applied_is_not_there(inloop: Installation) -> None:
    found = inloop.enter("4821", {"first": "trees", "safe": 4}).get_json()
    states = {one["question"]: one["state"] for one in found["answers"]}
    assert states == {
        "first": "read",
        "also": "empty",
        "safe": "read",
        "again": "empty",
        "age": "empty",
        "where": "empty",
        "role": "empty",
    }


def test_an_answer_where_its_condition_does_not_apply_is_kept_for_a_person(inloop: Installation) -> None:
    found = inloop.enter("4821", {**WHOLE, "safe": 5}).get_json()
    why = next(one for one in found["answers"] if one["question"] == "why")
    assert (why["value"], why["state"]) == ("Te donker", "uncertain")
    assert found["status"] == "needs_person"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"also": ["art", "art", "light"]}, {"also": ["light", "art"]}),
        ({"safe": 4.0}, {"safe": 4}),
        ({"where": "1506 ab"}, {"where": "1506"}),
        ({"where": 1506}, {"where": "1506"}),
        ({"safe": 1, "why": "  Te donker\r\nen eng  "}, {"why": "Te donker\nen eng"}),
    ],
)
def test_values_are_normalized(inloop: Installation, given: dict[str, Any], kept: dict[str, Any]) -> None:
    found = inloop.enter("4821", given).get_json()
    values = {one["question"]: one["value"] for one in found["answers"]}
    assert {key: values[key] for key in kept} == kept


BODIES: list[tuple[bytes, str]] = [
    (b"", "application/json"),
    (b"null", "application/json"),
    (b"[]", "application/json"),
    (b'"text"', "application/json"),
    (b"{}", "application/json"),
    (b'{"answers": []}', "application/json"),
    (b'{"answers": null}', "application/json"),
    (b'{"answers": {}, "surprise": 1}', "application/json"),
    (b'{"answers": {}, "channel": "online"}', "application/json"),
    (b'{"answers": {}, "channel": "pigeon"}', "application/json"),
    (b'{"answers": {}, "language": "fy"}', "application/json"),
    (b'{"answers": {}, "language": 7}', "application/json"),
    (b'{"answers": {}', "application/json"),
    (b'{"answers": {"first": "tr\xff"}}', "application/json"),
    (b'{"answers": {"age": NaN}}', "application/json"),
    (b'{"answers": {"age": 1' + b"0" * 5000 + b"}}", "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"answers": {"first": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}", "application/json"),
    (b'{"answers": {"\\ud800": 1}}', "application/json"),
    (b'{"answers": {}, "language": "\\ud800"}', "application/json"),
    (b'{"answers": {"first": "\\ud800"}}', "application/json"),
    (b'{"answers": {"where": "15\\u000006"}}', "application/json"),
    (b'{"answers": {}}', "text/plain"),
    (b"answers=x", "application/x-www-form-urlencoded"),
    (b"\x00\x01\x02", "application/octet-stream"),
    (b'{"answers": {}}', "application/json; charset=utf-7"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
def test_a_body_that_cannot_be_used_is_refused_and_nothing_is_stored(
    on_each_store: Installation, body: bytes, kind: str
) -> None:
    before = rows(on_each_store.services.store)
    headers = {"Authorization": f"Bearer {on_each_store.token}", "Idempotency-Key": "k", "Content-Type": kind}
    answer = on_each_store.client.post(ENTER, data=body, headers=headers)
    if answer.status_code == 201:
        assert kind.startswith("application/json; charset")
        return
    assert is_problem(answer, 400 if kind.startswith("application/json") else 415)
    assert rows(on_each_store.services.store) == before


@pytest.mark.parametrize(
    "words", ["NUL \0 hier", "half \ud83d", "\udc00\ud800", "\x01\x1b[31m", "\u202eachterstevoren"]
)
def test_what_no_database_can_keep_is_left_out_of_a_text(on_each_store: Installation, words: str) -> None:
    body = json.dumps({"answers": {"safe": 1, "why": f"Te donker {words}"}})
    headers = {"Authorization": f"Bearer {on_each_store.token}", "Idempotency-Key": "k"}
    answer = on_each_store.client.post(ENTER, data=body, content_type="application/json", headers=headers)
    assert answer.status_code == 201, answer.text
    again = on_each_store.client.post(ENTER, data=body, content_type="application/json", headers=headers)
    assert (again.status_code, again.data) == (200, answer.data)
    assert str(on_each_store.only().answer("why").value).startswith("Te donker")


def test_a_body_that_is_too_large_is_refused(inloop: Installation) -> None:
    assert is_problem(inloop.enter("4821", {"why": "x" * 1_000_001}), 413)


def test_a_closed_consultation_takes_no_entry(inloop: Installation) -> None:
    inloop.load(with_changes(closes="2020-12-31"))
    assert is_problem(inloop.enter("4821", WHOLE), 400, "2020-12-31")


def test_a_reading_token_may_not_enter(inloop: Installation) -> None:
    inloop.token = accounts.add_token(inloop.services.store, "zaandijk", Scope.READ)
    assert is_problem(inloop.enter("4821", WHOLE), 403)
    assert get(inloop).status_code == 200
    assert not inloop.submissions()


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer inloop_\xe9", "nonsense"],
)
def test_without_a_valid_token_nothing_is_said(inloop: Installation, authorization: str) -> None:
    for method, path in (("GET", "/v1/submissions"), ("GET", "/v1/submissions/x"), ("POST", ENTER)):
        answer = inloop.client.open(path, method=method, headers={"Authorization": authorization}, json={})
        assert is_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_each_organisation_sees_and_enters_only_its_own(on_each_store: Installation) -> None:
    theirs = on_each_store.enter("4821", WHOLE).get_json()
    on_each_store.add_organisation("elders")
    assert get(on_each_store).get_json()["results"] == []
    assert get(on_each_store, consultation="4821").get_json()["count"] == 0
    assert is_problem(get(on_each_store, f"/v1/submissions/{theirs['id']}"), 404)
    foreign, nobodys = on_each_store.enter("4821", WHOLE), on_each_store.enter("9999", WHOLE)
    assert is_problem(foreign, 404)
    assert foreign.text.replace("4821", "9999") == nobodys.text


def test_a_list_is_given_a_page_at_a_time_oldest_first(on_each_store: Installation) -> None:
    made = [on_each_store.enter("4821", {"age": age}).get_json()["id"] for age in range(5)]
    seen: list[str] = []
    path: str | None = "/v1/submissions?pageSize=2"
    while path:
        page = get(on_each_store, path).get_json()
        assert page["count"] == 5
        seen += [one["id"] for one in page["results"]]
        path = page["next"] and f"{urlsplit(page['next']).path}?{urlsplit(page['next']).query}"
    assert seen == made
    last = get(on_each_store, page=3, pageSize=2).get_json()
    assert (last["next"], last["previous"] is None) == (None, False)
    assert get(on_each_store, page=99).get_json()["results"] == []


def test_a_list_is_filtered(on_each_store: Installation) -> None:
    on_each_store.load(with_changes(code='"4822"'), line=None)
    on_each_store.enter("4821", WHOLE)
    on_each_store.enter("4822", {**WHOLE, "safe": 5}, channel="phone")
    counts = {
        "consultation=4821": 1,
        "consultation=4822": 1,
        "consultation=9999": 0,
        "status=needs_person": 1,
        "status=accepted": 1,
        "channel=phone": 1,
        "channel=sms": 0,
        "consultation=4821&channel=counter&status=accepted": 1,
        "consultation=4821&channel=phone": 0,
    }
    found = {query: get(on_each_store, f"/v1/submissions?{query}").get_json()["count"] for query in counts}
    assert found == counts


def test_what_changed_since_a_moment_is_found(on_each_store: Installation) -> None:
    old, new = (on_each_store.enter("4821", WHOLE).get_json()["id"] for _ in range(2))
    with on_each_store.services.store.write() as connection:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        connection.execute(SUBMISSION.update().where(SUBMISSION.c.id == old).values(updated_at=yesterday))
    moment = datetime.now(UTC) - timedelta(hours=1)
    for written in (f"{moment:%Y-%m-%dT%H:%M:%SZ}", f"{moment + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}+02:00"):
        assert [one["id"] for one in get(on_each_store, updatedSince=written).get_json()["results"]] == [new]


@pytest.mark.parametrize(
    ("moment", "found"),
    [("0001-01-01T00:00:00+14:00", 1), ("9999-12-31T23:59:59Z", 0), ("9999-12-31T23:59:59-14:00", 0)],
)
def test_a_moment_may_lie_as_far_away_as_moments_do(on_each_store: Installation, moment: str, found: int) -> None:
    on_each_store.enter("4821", WHOLE)
    assert get(on_each_store, updatedSince=moment).get_json()["count"] == found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "-1"),
        ("page", "x"),
        ("page", "1.5"),
        ("page", "9" * 30),
        ("page", "²"),
        ("pageSize", "0"),
        ("pageSize", "201"),
        ("pageSize", "١"),
        ("status", "lost"),
        ("channel", "pigeon"),
        ("updatedSince", "yesterday"),
        ("updatedSince", "2026-13-01T00:00:00Z"),
        ("updatedSince", "2026-01-01T00:00:00+99:99"),
        ("nonsense", "1"),
        ("consultation", "\0"),
        ("consultation", "4821' OR 1=1 --"),
        ("consultation", "٤٨٢١"),
        ("consultation", "9" * 10_000),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_by_its_name(
    on_each_store: Installation, name: str, value: str
) -> None:
    assert is_problem(get(on_each_store, **{name: value}), 400, name)


@pytest.mark.parametrize("name", ["%00", "a%00b", "%ff%fe", "x" * 3000, "..%2f..%2fetc%2fpasswd", "%F0%9F%98%80"])
def test_a_strange_address_is_not_found(on_each_store: Installation, name: str) -> None:
    assert is_problem(get(on_each_store, f"/v1/submissions/{name}"), 404)
    assert is_problem(on_each_store.enter(name, WHOLE), 404)


def test_errors_of_the_address_are_problems_too(inloop: Installation) -> None:
    assert is_problem(inloop.client.get("/v1/nothing"), 404)
    assert is_problem(inloop.client.get("/v1/submissions/"), 404)
    assert is_problem(inloop.client.delete("/v1/submissions"), 405)
    assert is_problem(inloop.client.get(ENTER), 405)
    assert "POST" in inloop.client.get(ENTER).headers["Allow"]


def test_an_answer_is_never_kept_by_anybody_on_the_way(inloop: Installation) -> None:
    assert get(inloop).headers["Cache-Control"] == "no-store"
    assert inloop.enter("4821", {"first": "elms"}).headers["Cache-Control"] == "no-store"
