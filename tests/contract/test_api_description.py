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


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of each."""
    return [(path, method, one) for path, methods in description["paths"].items() for method, one in methods.items()]


def test_it_keeps_the_design_rules(description: dict[str, Any]) -> None:
    """Those of the rules' own linter that a description can break; `scripts/check-api` runs that linter itself."""
    assert re.fullmatch(r"3\.\d+\.\d+", description["openapi"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", description["info"]["version"])
    assert all(re.search(r"/v\d+$", server["url"]) for server in description["servers"])
    named = [one["operationId"] for _, _, one in operations(description)]
    assert len(named) == len(set(named))
    for path, method, operation in operations(description):
        assert re.fullmatch(r"(/([a-z0-9-]+|{[a-zA-Z]+}))+", path), path
        assert method in ("get", "post")
        for parameter in operation["parameters"]:
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", parameter["name"])
        if operation["parameters"]:
            assert "400" in operation["responses"]
        assert {"401", "403", "429", "503"} <= set(operation["responses"])
        for status, answer in operation["responses"].items():
            assert "API-Version" in answer["headers"]
            kind = "application/problem+json" if status >= "400" else "application/json"
            assert list(answer["content"]) == [kind]


def test_its_forms_keep_the_design_rules(description: dict[str, Any]) -> None:
    for name, schema in description["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][a-zA-Z0-9]*", name)
        for key, one in schema.get("properties", {}).items():
            assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key), f"{name}.{key}"
            assert key != "date" or one["format"] == "date"
    assert {"status", "title", "detail"} <= set(description["components"]["schemas"]["Problem"]["required"])


def test_its_examples_are_as_it_says(description: dict[str, Any]) -> None:
    shown = 0
    for _, _, operation in operations(description):
        contents = [answer["content"] for answer in operation["responses"].values()]
        contents += [operation["requestBody"]["content"]] if "requestBody" in operation else []
        for content in contents:
            for one in content.values():
                if "example" in one:
                    schema = {**one["schema"], "components": description["components"]}
                    Draft202012Validator(schema).validate(one["example"])
                    shown += 1
    assert shown > len(operations(description))


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
