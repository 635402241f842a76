"""The list: filters, counts, and pages that stay put while more comes in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from intake.desk.listing import PAGE
from models.clock import now
from models.vocabulary import Channel
from tests.integration.desk.town import Town, read, submit
from tests.integration.desk.visitor import Visitor


def listed(visitor: Visitor, path: str = "/inzendingen") -> list[str]:
    """Ids of submissions in the order of the page."""
    return re.findall(r'href="/inzendingen/([0-9a-f-]{36})"', visitor.get(path).text)


@pytest.mark.parametrize(
    ("query", "doors"),
    [
        ("", {"sms", "form", "phone", "letter", "meeting", "counter", "hostile"}),
        ("kanaal=sms", {"sms", "hostile"}),
        ("status=accepted", {"sms", "counter"}),
        ("kanaal=sms&status=needs_person", {"hostile"}),
        ("raadpleging=4821&kanaal=form", {"form"}),
        ("raadpleging=geen", {"letter"}),
        ("raadpleging=7310", set()),
        ("kanaal=brievenbus&status=zoek", {"sms", "form", "phone", "letter", "meeting", "counter", "hostile"}),
        ("zoek=geen+cijfers", set()),
    ],
)
def test_a_filter_shows_what_it_says(clerk: Visitor, town: Town, query: str, doors: set[str]) -> None:
    assert set(listed(clerk, f"/inzendingen?{query}")) == {town.submissions[door] for door in doors}


def test_a_receipt_is_found_however_it_is_spaced(clerk: Visitor, town: Town) -> None:
    page = clerk.get(f"/inzendingen/{town.submissions['phone']}").text
    number = re.search(r'class="receipt">(\d{4} \d{4})<', page)
    assert number
    for written in (number[1], number[1].replace(" ", ""), number[1].replace(" ", "-")):
        assert listed(clerk, f"/inzendingen?zoek={written}") == [town.submissions["phone"]]


def test_an_empty_list_says_so(clerk: Visitor) -> None:
    assert "Er is niets gevonden" in clerk.get("/inzendingen?raadpleging=7310").text


@pytest.fixture
def many(town: Town) -> list[str]:
    """Ids of more online contributions than two pages hold, newest first."""
    with town.services.store.write() as connection:
        return [
            submit(
                connection,
                town.version(),
                Channel.ONLINE,
                [read("first", "trees")],
                received_at=_same_moments(number),
            ).id
            for number in range(2 * PAGE + 20)
        ][::-1]


def _same_moments(number: int) -> object:
    """Pairs that came in at the very same moment, later numbers later."""
    return now().replace(microsecond=0) - timedelta(minutes=500) + timedelta(minutes=number // 2)


def follow(visitor: Visitor, path: str, relation: str) -> str | None:
    link = re.search(rf'rel="{relation}" href="([^"]+)"', visitor.get(path).text)
    return link and link[1].replace("&amp;", "&")


def test_pages_hold_everything_once_and_in_order(clerk: Visitor, many: list[str]) -> None:
    path: str | None = "/inzendingen?kanaal=online"
    seen: list[str] = []
    while path:
        page = listed(clerk, path)
        assert len(page) <= PAGE
        seen += page
        path = follow(clerk, path, "next")
    assert seen == many


def test_a_page_stays_the_same_while_new_ones_come_in(clerk: Visitor, town: Town, many: list[str]) -> None:
    second = follow(clerk, "/inzendingen?kanaal=online", "next")
    assert second
    before = listed(clerk, second)
    with town.services.store.write() as connection:
        submit(connection, town.version(), Channel.ONLINE, [], ago=timedelta())
    assert listed(clerk, second) == before == many[PAGE : 2 * PAGE]
    assert f"{PAGE + 2} tot en met {2 * PAGE + 1} van {len(many) + 1}" in clerk.get(second).text
    back = follow(clerk, second, "prev")
    assert back
    assert listed(clerk, back) == many[:PAGE]
