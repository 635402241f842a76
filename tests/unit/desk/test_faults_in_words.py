"""Whatever a check finds wrong with a consultation, the desk says with its remedy, at the field where it is mended."""

from __future__ import annotations

import ast

import pytest

from intake.desk.building.faults import PROBLEMS, at_fields, in_words, told
from models.consultation_file import parse_definition
from models.strict_yaml import Fault, InvalidDefinition
from tests.architecture.repository import modules
from tests.integration.desk.town import CONSULTATION


def _said() -> set[str]:
    """Sentences with which faults are made, where they are written out."""
    found = set()
    for path, module in modules().items():
        if path.parts[0] != "models":
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                said = node.args[1] if name in ("fault", "Fault") and len(node.args) > 1 else None
                if isinstance(said, ast.Constant):
                    found.add(str(said.value))
    return found


def test_every_sentence_of_a_check_is_said_at_the_desk_too() -> None:
    written = _said()
    assert len(written) > 30
    assert sorted(written - set(PROBLEMS)) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("4821", "48"), "code"),
        (("languages: [nl, en]", "languages: [nl, xx]"), "languages[1]"),
        (("organisation: zaandijk", "organisation: Zaan Dijk"), "organisation"),
        (("type: yes_no", "type: maybe"), "questions[4].type"),
        (("key: again", "key: Again!"), "questions[4].key"),
        (("key: again", "key: table"), "questions[4].key"),
        (("key: light", "key: 1light"), "questions[1].options[0].key"),
        (("most: 2", "most: 9"), "questions[1].most"),
        (("in: [1, 2]", "in: [7]"), "questions[3].ask_if.in[0]"),
        (("question: safe", "question: first"), "questions[3].ask_if.in[0]"),
        (("question: safe", "question: where"), "questions[3].ask_if.question"),
        (("digits: 4", "digits: 5"), "questions[6].digits"),
        (("max: 120", "max: 0"), "questions[5].max"),
        (('nl: "bankjes"', 'nl: "meer bomen"'), "questions[0].options[1].label.nl"),
        (('nl: "Wat nog meer?"', "nl: 7"), "questions[1].ask.nl"),
        (("intro: {", "colour: red\nintro: {"), "colour"),
    ],
)
def test_a_fault_is_said_in_words_at_its_place(change: tuple[str, str], path: str) -> None:
    with pytest.raises(InvalidDefinition) as wrong:
        parse_definition(CONSULTATION.replace(*change).encode())
    assert path in [fault.path for fault in wrong.value.faults]
    for fault in wrong.value.faults:
        assert "{" not in in_words(fault)


def test_a_fault_shows_at_the_nearest_field_that_holds_it() -> None:
    faults = told([Fault("questions[3].ask_if.in[0]", "must be true or false"), Fault("questions[3].x", "is missing")])
    assert [each.question for each in faults] == [3, 3]
    found = at_fields(faults, {"ask_if.in", "ask"})
    assert set(found) == {"ask_if.in", ""}
