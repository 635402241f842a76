"""A consultation file that cannot be used is told with every fault and its path, and changes nothing."""

from __future__ import annotations

import pytest
import yaml

from models import consultations
from models.consultation_file import parse_definition
from models.strict_yaml import InvalidDefinition
from tests.consultation import SOURCE, with_changes
from tests.installation import Installation
from tests.rows import rows


def changed(path: str, value: object) -> str:
    """The sample with one thing replaced, or left out where `value` is ... (an ellipsis)."""
    loaded = yaml.safe_load(SOURCE)
    *way, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    where = loaded
    for part in way:
        where = where[part]
    if value is ...:
        del where[last]
    else:
        where[last] = value
    return yaml.safe_dump(loaded, allow_unicode=True, sort_keys=False)


VOTE = {"to": "openstad", "project": 2, "as": "vote"}
FAULTS: list[tuple[str, object, str]] = [
    ("code", ..., "code"),
    ("code", 4821, "code"),
    ("code", "48", "code"),
    ("code", "٤٨٢١", "code"),
    ("organisation", "nobody", "organisation"),
    ("title", {"en": "A new square"}, "title"),
    ("title", "", "title"),
    ("title.nl", "x" * 301, "title.nl"),
    ("title.xx", "?", "title.xx"),
    ("title.nl", "bel \x07", "title.nl"),
    ("intro.nl", 7, "intro.nl"),
    ("languages", [], "languages"),
    ("languages", ["nl", "nl"], "languages[1]"),
    ("languages", ["nl", "xx"], "languages[1]"),
    ("languages", "nl", "languages"),
    ("languages", [False], "languages[0]"),
    ("opens", "tomorrow", "opens"),
    ("opens", "2026-02-30", "opens"),
    ("closes", "2019-12-31", "closes"),
    ("participation", "closed", "participation"),
    ("participation", True, "participation"),
    ("contact", "always", "contact"),
    ("privacy", ..., "privacy"),
    ("privacy.notice", ..., "privacy.notice"),
    ("privacy.contact_days", 0, "privacy.contact_days"),
    ("privacy.contact_days", True, "privacy.contact_days"),
    ("privacy.surprise", 1, "privacy.surprise"),
    ("surprise", 1, "surprise"),
    ("questions", [], "questions"),
    ("questions", {}, "questions"),
    ("questions.0", "?", "questions[0]"),
    ("questions.0.key", "First", "questions[0].key"),
    ("questions.0.key", True, "questions[0].key"),
    ("questions.0.key", "remark", "questions[0].key"),
    ("questions.1.key", "first", "questions[1].key"),
    ("questions.0.type", "radio", "questions[0].type"),
    ("questions.0.ask", ..., "questions[0].ask"),
    ("questions.0.surprise", 1, "questions[0].surprise"),
    ("questions.0.required", "yes", "questions[0].required"),
    ("questions.0.options", [], "questions[0].options"),
    ("questions.0.options", ..., "questions[0].options"),
    ("questions.0.options.0.key", False, "questions[0].options[0].key"),
    ("questions.0.options.1.key", "trees", "questions[0].options[1].key"),
    ("questions.0.options.1.label.nl", "Meer bomen", "questions[0].options[1].label.nl"),
    ("questions.0.options.0.label", ..., "questions[0].options[0].label"),
    ("questions.1.most", 0, "questions[1].most"),
    ("questions.1.most", 4, "questions[1].most"),
    ("questions.1.group", True, "questions[1].group"),
    ("questions.2.to", 1, "questions[2].to"),
    ("questions.2.to", 99, "questions[2].to"),
    ("questions.2.from", ..., "questions[2].from"),
    ("questions.2.from", 1.5, "questions[2].from"),
    ("questions.3.ask_if.question", "nobody", "questions[3].ask_if.question"),
    ("questions.3.ask_if.question", "role", "questions[3].ask_if.question"),
    ("questions.3.ask_if.in", [9], "questions[3].ask_if.in[0]"),
    ("questions.3.ask_if.in", [], "questions[3].ask_if.in"),
    ("questions.3.ask_if.in", ["1"], "questions[3].ask_if.in[0]"),
    ("questions.3.seconds", 0, "questions[3].seconds"),
    ("questions.3.lines", "many", "questions[3].lines"),
    ("questions.5.max", -1, "questions[5].max"),
    ("questions.5.min", 120, "questions[5].max"),
    ("questions.6.digits", 5, "questions[6].digits"),
    ("questions.0.group", True, "questions[7].group"),
    ("questions.0.options.0.label.nl", "x" * 161, "questions[0].options[0].label.nl"),
    ("questions.0.ask.nl", "x" * 1501, "questions[0].ask.nl"),
    ("publish", {"to": "openstad", "project": 2, "as": "submission"}, "publish.widget"),
    ("publish", {"to": "elsewhere", "project": 2, "as": "resource"}, "publish.to"),
    ("publish", {**VOTE, "question": "first", "resources": {"trees": 1}}, "publish.as"),
    ("publish", {**VOTE, "question": "first"}, "publish.resources"),
    ("publish", {**VOTE, "question": "first", "resources": {"nothing": 1}}, "publish.resources.nothing"),
    ("publish", {**VOTE, "question": "first", "resources": {"trees": 1, "benches": 1}}, "publish.resources"),
    ("publish", {**VOTE, "question": "first", "resources": ["trees"]}, "publish.resources"),
    ("publish", {**VOTE, "question": "again"}, "publish.resource"),
    ("publish", {**VOTE, "question": "why"}, "publish.question"),
    ("publish", {**VOTE, "question": ["first"]}, "publish.question"),
    ("publish", {**VOTE, "question": "first", "widget": 1}, "publish.widget"),
]


@pytest.mark.parametrize(("path", "value", "told"), FAULTS, ids=[f"{path}={value!r:.20}" for path, value, _ in FAULTS])
def test_a_fault_is_told_by_its_path(path: str, value: object, told: str) -> None:
    with pytest.raises(InvalidDefinition) as found:
        parse_definition(changed(path, value).encode(), organisation_exists={"zaandijk"}.__contains__)
    assert told in [fault.path for fault in found.value.faults]
    assert all(fault.problem and "\n" not in fault.problem for fault in found.value.faults)


def test_all_faults_are_told_at_once(inloop: Installation) -> None:
    source = with_changes(opens="soon", closes="later", contact="perhaps", organisation="nobody")
    with pytest.raises(InvalidDefinition) as found:
        consultations.load_definition(inloop.services.store, source.encode())
    assert {fault.path for fault in found.value.faults} == {"opens", "closes", "contact", "organisation"}


RUBBISH = [
    b"",
    b"\xff\xfe\x00",
    b"\x00",
    b"just words",
    b"- a\n- list",
    b"code: [",
    b"{" * 5000,
    b"[" * 100_000,
    b"a: &x 1\nb: *x",
    b"a: 1\na: 2",
    b"!!python/object/apply:os.system [id]",
    b"? [a]\n: b",
    b"code: " + b"9" * 2_000_000,
    SOURCE.encode("utf-16"),
    b"a: 2026-99-99",
    b"a: !!binary x",
    b"a: !!int x",
    b"<<: {a: 1}",
    b"%YAML 9.9\n---\na: 1",
]


@pytest.mark.parametrize("source", RUBBISH, ids=[repr(one[:20]) for one in RUBBISH])
def test_rubbish_is_refused_with_a_reason_and_changes_nothing(inloop: Installation, source: bytes) -> None:
    before = rows(inloop.services.store)
    with pytest.raises(InvalidDefinition) as found:
        consultations.load_definition(inloop.services.store, source)
    assert found.value.faults
    assert rows(inloop.services.store) == before
