"""How much somebody does to check many fields: counted, with a keyboard that does what a clerk would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from models import normalized
from models.vocabulary import AnswerState, Channel
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.town import submit, unsure

pytestmark = pytest.mark.browser

MOST_ACTIONS = 1.2
"""A field. An action is a key, or a value that is typed."""
FORMS = 6
"""Thirty fields. With twenty forms, a hundred fields, it was the same: 1.09 actions a field."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a machine proposes, what stands on the paper, and what somebody does who sees both."""

    question: str
    proposed: object
    value: object
    actions: tuple[str, ...]


def fields(number: int) -> list[Field]:
    """Five of one form. Of a hundred, a machine is wrong about twenty-three."""

    def wrong(every: int) -> bool:
        return number % every == 0

    return [
        Field("first", "trees", "benches", ("2",)) if wrong(3) else Field("first", "trees", "trees", ("Enter",)),
        Field("safe", 4, 3, ("3",)) if wrong(5) else Field("safe", 4, 4, ("Enter",)),
        Field("again", True, None, ("l",)) if wrong(7) else Field("again", True, True, ("Enter",)),
        Field("age", 17, 71, ("71", "Enter")) if wrong(6) else Field("age", 17, 17, ("Enter",)),
        Field("where", "1506", "1508", ("1508", "Enter")) if wrong(4) else Field("where", "1506", "1506", ("Enter",)),
    ]


def test_checking_takes_little_more_than_a_key_a_field(open_page: Callable[..., Page], site: Site) -> None:
    store, meant = site.town.services.store, dict[str, dict[str, Field]]()
    with store.write() as connection:
        for number in range(FORMS):
            asked = {one.question: one for one in fields(number)}
            read = [unsure(one.question, one.proposed, 0.8) for one in asked.values()]
            ago = timedelta(days=60 - number)
            meant[submit(connection, site.town.version(), Channel.FORM, read, ago=ago).id] = asked
    page = open_page(scripts=True)
    sign_in(page)
    page.goto("/nakijken")
    actions = 0
    for _ in range(5 * FORMS):
        submission_id, question = page.url.split("/")[-2:]
        *typed, last = meant[submission_id][question].actions
        for text in typed:
            page.keyboard.type(text)
        with page.expect_navigation():
            page.keyboard.press(last)
        actions += len(typed) + 1
    assert actions / (5 * FORMS) <= MOST_ACTIONS
    with store.read() as connection:
        for submission_id, asked in meant.items():
            for answer in normalized.one(connection, submission_id).answers:
                if answer.question in asked:
                    field = asked[answer.question]
                    assert answer.value == field.value, (submission_id, field)
                    assert answer.state in (AnswerState.CONFIRMED, AnswerState.CORRECTED, AnswerState.EMPTY)
