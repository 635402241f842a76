"""One question at a time at the counter: in the caller's order, with all that was said going along."""

from __future__ import annotations

import re
from typing import Any

import pytest

from models.vocabulary import AnswerState
from tests.integration.desk.test_counter import EVERYTHING, at_the_counter
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor, form_fields

PATH = "/balie/4821/stap"


class Conversation:
    """Somebody at the counter who presses buttons, with what the page carries along."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.answer = visitor.get(PATH)

    @property
    def page(self) -> str:
        return str(self.answer.text)

    @property
    def heading(self) -> str:
        found = re.search(r"<title>(.*?):", self.page)
        assert found
        return found[1]

    def press(self, go: str, **typed: Any) -> Conversation:
        fields = {**form_fields(self.page, "balie"), **typed, "form-go": go}
        self.answer = self.visitor.post(PATH, {name: value for name, value in fields.items() if value != [""]})
        return self


@pytest.fixture
def talk(clerk: Visitor) -> Conversation:
    return Conversation(clerk)


def test_from_the_first_question_to_the_receipt(talk: Conversation, town: Town) -> None:
    talk.press("next", **{"form-notice": "1"})
    for key, value in EVERYTHING.items():
        assert f'name="{key}"' in talk.page
        talk.press("next", **{key: value})
    assert talk.heading == "Nakijken en bewaren"
    assert "Het is er donker" in talk.page
    done = talk.press("save").answer
    assert done.status_code == 302
    (stored,) = at_the_counter(town)
    assert stored.answer("also").value == ["light", "art"]
    assert stored.answer("why").value == "Het is er donker"
    assert {one.state for one in stored.answers} == {AnswerState.READ}
    assert talk.visitor.get(done.location).status_code == 200


def test_a_question_that_does_not_apply_is_passed_by_and_one_that_begins_to_apply_is_asked(talk: Conversation) -> None:
    talk.press("next").press("safe").press("next", safe="4")
    assert talk.heading == "Vraag 5"
    assert "hoort er nu niet bij" in talk.page
    talk.press("safe").press("next", safe="1")
    assert talk.heading == "Vraag 4"
    assert "hoort er nu niet bij" not in talk.page


def test_a_caller_may_tell_in_any_order(talk: Conversation) -> None:
    talk.press("next").press("next", **{"form-number": "6"})
    assert talk.heading == "Vraag 6"
    talk.press("next", age="71")
    assert talk.heading == "Vraag 7"
    talk.press("next", where="1506")
    assert talk.heading == "Vraag 1", "where they jumped away"
    talk.press("next").press("next").press("next", safe="5")
    assert talk.heading == "Vraag 5", "4 does not apply"
    talk.press("back")
    assert talk.heading == "Vraag 3"
    assert '<strong dir="auto">71</strong>' in talk.page


@pytest.mark.parametrize("number", ["0", "99", "x", "²", "12345"])
def test_there_is_no_question_of_that_number(talk: Conversation, number: str) -> None:
    talk.press("next").press("next", first="trees", **{"form-number": number})
    assert f"Er is geen vraag {number}" in talk.page
    assert talk.heading == "Vraag 1"
    assert 'value="trees" checked' in talk.page


def test_a_wrong_answer_stays_with_what_to_do(talk: Conversation, town: Town) -> None:
    talk.press("next").press("age").press("next", age="121")
    assert (talk.heading, talk.answer.status_code) == ("Vraag 6", 400)
    assert "Vul een heel getal in, van 0 tot en met 120." in talk.page
    talk.press("first", age="121")
    assert "klopt nog niet" in talk.page, "one may go on, and it says so"
    talk.press("save")
    assert (talk.heading, talk.answer.status_code) == ("Vraag 6", 400)
    assert at_the_counter(town) == []


def test_what_was_left_empty_is_asked_once_more_and_then_it_is_empty(talk: Conversation, town: Town) -> None:
    talk.press("safe").press("form-end", safe="5").press("save")
    assert (talk.heading, talk.answer.status_code) == ("Vraag 1", 400)
    assert "Vraag het nog één keer" in talk.page
    talk.press("save", first="trees")
    assert talk.heading == "Vraag 5"
    assert talk.press("save").answer.status_code == 302
    (stored,) = at_the_counter(town)
    assert stored.answer("again").state is AnswerState.EMPTY


def test_an_answer_that_does_not_belong_any_more_is_shown_before_it_is_stored(talk: Conversation, town: Town) -> None:
    talk.press("safe").press("next", safe="1").press("next", why="donker").press("safe").press("next", safe="5")
    talk.press("form-end").press("save")
    assert talk.heading == "Vraag 4"
    assert "Deze vraag hoort er niet bij" in talk.page
    assert at_the_counter(town) == []


def test_the_language_can_be_changed_with_all_that_was_said_kept(talk: Conversation) -> None:
    talk.press("first").press("form-begin", first="trees").press("next", **{"form-language": "en"})
    talk.press("first")
    assert "What should be there?" in talk.page
    assert 'value="trees" checked' in talk.page


def test_pressing_twice_stores_one(talk: Conversation, town: Town) -> None:
    for key in ("first", "safe", "again"):
        talk.press(key).press("form-end", **{key: "-"})
    fields = {**form_fields(talk.page, "balie"), "form-go": "save"}
    first, second = talk.visitor.post(PATH, fields), talk.visitor.post(PATH, fields)
    assert first.location == second.location
    assert len(at_the_counter(town)) == 1


@pytest.mark.parametrize("rubbish", ["", "bestaat-niet", "'; drop table answer", "form-go"])
def test_rubbish_stays_where_it_is(clerk: Visitor, town: Town, rubbish: str) -> None:
    for form in (
        {"form-go": rubbish},
        {"form-go": "next", "form-at": rubbish},
        {"form-go": "back", "form-at": rubbish},
    ):
        assert clerk.post(PATH, {**form, "form-seen": rubbish, "form-language": rubbish}).status_code in (200, 400)
    assert at_the_counter(town) == []
