"""The directions on a form send nobody past a question that they should answer, whatever the type of question."""

from collections.abc import Mapping

import pytest

from channels.paper.content import form_content
from models.consultation_file import parse_definition
from models.definition import Definition

HEAD = """
code: "5310"
organisation: waterrijk
title: Een oever
languages: [nl]
opens: 2026-01-01
closes: 2030-12-31
privacy: {notice: Veilig.}
questions:
"""

OPTIONS = "options: [{key: a, label: appel}, {key: b, label: banaan}, {key: c, label: citroen}]"


def _form(*questions: str) -> Definition:
    return parse_definition((HEAD + "\n".join(f"  - {{{question}}}" for question in questions)).encode())


def _asked(definition: Definition, number: int) -> Mapping[str, object]:
    questions = form_content(definition, "nl")["questions"]
    assert isinstance(questions, list)
    found = questions[number - 1]
    assert isinstance(found, dict)
    return found


def _beside(definition: Definition, number: int) -> list[str | None]:
    options = _asked(definition, number)["options"]
    assert isinstance(options, list)
    return [option["then"] for option in options]


def _below(definition: Definition, number: int) -> object:
    return _asked(definition, number)["directions"]


def test_an_option_says_where_to_go_on() -> None:
    form = _form(
        f"key: one, type: choice, ask: Eerst, {OPTIONS}",
        "key: two, type: text, ask: Dan, ask_if: {question: one, in: [a]}",
        "key: three, type: yes_no, ask: Tot slot",
    )
    assert _beside(form, 1) == [None, "ga door naar vraag 3", "ga door naar vraag 3"]


def test_no_says_where_to_go_on_and_the_end_is_told() -> None:
    form = _form(
        "key: one, type: yes_no, ask: Eerst",
        "key: two, type: text, ask: Dan, ask_if: {question: one, in: [true]}",
    )
    assert _beside(form, 1) == [None, "ga door naar het einde"]


def test_a_question_that_hangs_on_a_skipped_one_is_skipped_with_it() -> None:
    form = _form(
        "key: one, type: yes_no, ask: Eerst",
        f"key: two, type: choice, ask: Welke, ask_if: {{question: one, in: [true]}}, {OPTIONS}",
        "key: three, type: text, ask: Waarom, ask_if: {question: two, in: [b]}",
        "key: four, type: yes_no, ask: Tot slot",
    )
    assert _beside(form, 1) == [None, "ga door naar vraag 4"]
    assert _beside(form, 2) == ["ga door naar vraag 4", None, "ga door naar vraag 4"]


def test_steps_of_a_scale_that_lead_to_the_same_place_share_a_line() -> None:
    form = _form(
        "key: safe, type: scale, ask: Hoe veilig, from: 1, to: 5",
        "key: why, type: text, ask: Waarom, ask_if: {question: safe, in: [1, 2]}",
        "key: again, type: yes_no, ask: Tot slot",
    )
    assert _below(form, 1) == ["Koos u 3, 4 of 5: ga door naar vraag 3."]


def test_several_options_direct_only_who_ticked_none_that_is_asked_about() -> None:
    form = _form(
        f"key: which, type: choices, ask: Welke, most: 3, {OPTIONS}",
        "key: apple, type: text, ask: Appel, ask_if: {question: which, in: [a]}",
        "key: lemon, type: text, ask: Citroen, ask_if: {question: which, in: [c]}",
        "key: again, type: yes_no, ask: Tot slot",
    )
    assert _beside(form, 1) == [None, None, None]
    assert _below(form, 1) == ["Koos u 1 appel of 3 citroen niet: ga door naar vraag 4."]


def test_digits_direct_by_what_was_filled_in() -> None:
    form = _form(
        "key: people, type: number, ask: Met hoeveel, max: 9",
        "key: alone, type: text, ask: Alleen, ask_if: {question: people, in: [1]}",
        "key: pair, type: text, ask: Samen, ask_if: {question: people, in: [2]}",
        "key: where, type: postcode, ask: Postcode",
        'key: near, type: text, ask: Dichtbij, ask_if: {question: where, in: ["1506"]}',
        "key: again, type: yes_no, ask: Tot slot",
    )
    assert _below(form, 1) == [
        "Koos u 2: ga door naar vraag 3.",
        "Vulde u iets anders in dan 1 of 2: ga door naar vraag 4.",
    ]
    assert _below(form, 4) == ["Vulde u iets anders in dan 1506: ga door naar vraag 6."]


@pytest.mark.parametrize("answer", ["true", "false"])
def test_nobody_is_sent_past_a_question_that_also_hangs_on_another(answer: str) -> None:
    form = _form(
        "key: one, type: yes_no, ask: Eerst",
        "key: two, type: yes_no, ask: Dan",
        f"key: three, type: text, ask: Waarom, ask_if: {{question: one, in: [{answer}]}}",
        "key: four, type: yes_no, ask: Tot slot",
    )
    assert _beside(form, 1) == [None, None]
    assert _beside(form, 2) == [None, None]
    assert _asked(form, 3)["condition"] is not None
