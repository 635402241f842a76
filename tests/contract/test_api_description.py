"""The API's description is public, valid, and true."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.installation import Installation


@pytest.fixture
def description(inloop: Installation) -> dict[str, Any]:
    answer = inloop.client.get("/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return dict(answer.get_json())


def test_it_is_valid_openapi(description: dict[str, Any]) -> None:
    validate(description)


def test_it_says_whom_to_ask(description: dict[str, Any]) -> None:
    assert set(description["info"]["contact"]) == {"name", "url", "email"}
    assert description["info"]["version"].count(".") == 2


def test_it_names_every_route(inloop: Installation, description: dict[str, Any]) -> None:
    ours = {
        re.sub(r"<(\w+)>", r"{\1}", str(rule).removeprefix("/v1"))
        for rule in inloop.app.url_map.iter_rules()
        if str(rule).startswith("/v1/")
    }
    assert ours - {"/openapi.json", "/docs", "/static/<path:filename>"} == set(description["paths"])


def test_paths_and_parameters_are_spelt_by_the_rules(description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        assert path == path.lower() or "{" in path
        assert not path.endswith("/")
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                assert parameter["in"] != "query" or parameter["name"].replace("_", "") == parameter["name"]
            assert all("API-Version" in answer["headers"] for answer in operation["responses"].values())


def test_a_submission_is_as_described(inloop: Installation, description: dict[str, Any]) -> None:
    schema = description["components"]["schemas"]["NormalizedSubmission"]
    inloop.text("MEEDOEN 4821")
    inloop.text("1")
    inloop.enter("4821", {"first": "trees", "also": ["art"], "safe": 5, "why": "x", "again": True})
    headers = {"Authorization": f"Bearer {inloop.token}"}
    for found in inloop.client.get("/v1/submissions", headers=headers).get_json()["results"]:
        assert set(found) == set(schema["properties"])
        assert set(schema["required"]) <= set(found)
        Draft202012Validator({**schema, "components": description["components"]}).validate(found)
