"""What holds for every page of the desk, also for one that is made tomorrow: weight, queries, borders, headers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from intake.desk.routes import ROUTES, may
from models.vocabulary import Channel, Role
from tests.integration.desk.pages import VISITORS, examples, filled, foreign, opener, pages
from tests.integration.desk.town import Town, read, submit, unsure
from tests.integration.desk.visitor import Visitor

MOST_QUERIES = 12
MOST_BYTES = 150_000
"""Over the wire, for a browser that has nothing of ours yet; pictures of pages and sound apart."""
MANY = 60
"""Submissions of each kind, more than a page of a list shows."""

ELSEWHERE = {
    "line_again",
    "try_line",
    "settle_reply",
    "deliver_again",
    "who_wrote",
    "take_consultation",
    "settle_outcome",
}
"""About things that the seeded town has not, or that others offer on purpose; they have tests of their own."""


@pytest.fixture
def busy(town: Town) -> Town:
    """The town after a busy week."""
    with town.services.store.write() as connection:
        for number in range(MANY):
            ago = timedelta(hours=number)
            submit(connection, town.version(), Channel.SMS, [read("first", "trees"), read("safe", 4)], ago=ago)
            doubtful = [read("first", "benches"), unsure("why", f"Het is hier donker, schrijft nummer {number}", 0.4)]
            submit(connection, town.version(), Channel.FORM, doubtful, ago=ago)
    return town


@pytest.fixture
def visit(app: Flask, at_the_desk: Callable[[Role], Visitor], visitor: Visitor) -> Callable[[Role | None], Visitor]:
    known: dict[Role, Visitor] = {}

    def somebody(role: Role | None) -> Visitor:
        if role is None:
            return visitor
        if role not in known:
            known[role] = at_the_desk(role)
        return known[role]

    return somebody


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that the app sends to its database meanwhile, without BEGIN and its like."""
    engine, sent = app.extensions["inloop"].store.engine, []

    def note(*event: object) -> None:
        statement = str(event[2])
        if statement.split()[0] in ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE"):
            sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def test_no_page_needs_more_than_a_dozen_queries(
    app: Flask, busy: Town, visit: Callable[[Role | None], Visitor]
) -> None:
    heavy = {}
    for page in pages(busy):
        visitor = visit(page.role)
        visitor.get(page.path)
        with counted(app) as sent:
            visitor.get(page.path)
        if len(sent) > MOST_QUERIES:
            heavy[f"{page.name} {page.path}"] = [len(sent), *sent]
    assert heavy == {}


def test_no_page_weighs_more_than_a_slow_connection_carries(
    busy: Town, visit: Callable[[Role | None], Visitor]
) -> None:
    weights = {}
    for page in pages(busy):
        visitor = visit(page.role)
        answer = visitor.get(page.path)
        if answer.mimetype == "text/html":
            linked = re.findall(r'(?:<link[^>]*href|<script[^>]*src)="([^"]+)"', answer.text)
            parts = [visitor.get(one.replace("&amp;", "&"), headers={"Accept-Encoding": "gzip"}) for one in linked]
            assert {part.status_code for part in parts} <= {200}, page.path
            weights[page.path] = len(answer.data) + sum(len(part.data) for part in parts)
    assert {path: weight for path, weight in weights.items() if weight > MOST_BYTES} == {}


def test_style_sheets_come_compressed_and_stay_in_the_browser_until_they_change(visitor: Visitor) -> None:
    page = visitor.get("/aanmelden").text
    for address in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page):
        packed = visitor.get(address, headers={"Accept-Encoding": "gzip"})
        plain = visitor.get(address)
        assert gzip.decompress(packed.data) == plain.data
        assert "immutable" in packed.headers["Cache-Control"]
        assert visitor.get(address, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304


def test_every_page_opens_and_lets_nothing_run_but_our_own_files(
    town: Town, visit: Callable[[Role | None], Visitor]
) -> None:
    for page in pages(town):
        answer = visit(page.role).get(page.path)
        assert answer.status_code in (200, 302) or "bestaat-niet" in page.path, page
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, page
        assert "unsafe" not in policy, page
        assert answer.headers["X-Content-Type-Options"] == "nosniff", page
        if answer.mimetype == "text/html":
            assert answer.headers["Cache-Control"] == "no-store", page
            assert not re.search(r"<[^>]+\son\w+=|<[^>]+\sstyle=|<style|<script(?! src=)", answer.text), page


def test_things_of_another_organisation_are_not_there(town: Town, visit: Callable[[Role | None], Visitor]) -> None:
    """Whatever is named in an address: no page shows it, and no form changes it."""
    own, theirs = examples(town), foreign(town)
    reached = {}
    for route in ROUTES:
        named = set(re.findall(r"<(?:\w+:)?(\w+)>", route.path)) - {"question", "slug", "line", "kind", "at", "page"}
        role = opener(route)
        if role is None or not named or route.name in ELSEWHERE:
            continue
        for thing in named:
            swapped = {name: theirs.get(name, theirs[thing]) for name in own if name.split("/")[-1] == thing}
            path = filled(route, {**own, **swapped})
            for method in route.methods:
                visitor = visit(role)
                answer = visitor.get(path) if method == "GET" else visitor.post(path, {"role": "clerk"})
                if answer.status_code != 404:
                    reached[f"{method} {path}"] = answer.status_code
    assert reached == {}


def test_every_page_has_somebody_who_opens_it_in_these_tests() -> None:
    assert [route.name for route in ROUTES if not any(may(role, route.name) for role in VISITORS)] == []
