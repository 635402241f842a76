"""Who asked for a person is seen by who can call, until somebody did."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.clock import now
from models.tables import CallBack, Contact
from models.vocabulary import Role
from tests.integration.desk.town import CODE, ELSEWHERE, HERE, Town, ask_call_back
from tests.integration.desk.visitor import Visitor

CALL_BACK = CallBack.__table__  # type: ignore[attr-defined]
CONTACT = Contact.__table__  # type: ignore[attr-defined]


def kept(town: Town, name: str) -> sa.Row[tuple[object, ...]]:
    with town.services.store.read() as connection:
        return connection.execute(sa.select(CALL_BACK).where(CALL_BACK.c.id == town.call_backs[name])).one()


def test_who_waits_longest_stands_first_with_what_is_needed_to_call(clerk: Visitor, town: Town) -> None:
    page = clerk.get("/terugbellen").text
    assert f'<a href="tel:{HERE}">{HERE}</a>' in page
    assert page.index(HERE) < page.index("nummer onbekend")
    for words in (
        "in de ochtend",
        "maakt niet uit",
        r"\d uur geleden",
        r"\d+ minuten geleden",
        "Een nieuw plein voor Zaandijk",
        "Türkçe",
    ):
        assert re.search(words, page)
    assert town.call_backs["elsewhere"] not in page
    assert ELSEWHERE not in page


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PRIVACY, Role.ADMIN])
def test_who_does_not_call_sees_neither_the_number_nor_that_somebody_waits(
    at_the_desk: Callable[[Role], Visitor], role: Role
) -> None:
    somebody = at_the_desk(role)
    for path in ("/", "/inzendingen", "/terugbellen"):
        page = somebody.get(path).text
        assert HERE not in page
        assert "teruggebeld" not in page
        assert 'href="/terugbellen"' not in page


def test_the_overview_and_the_menu_count_who_waits(clerk: Visitor, town: Town) -> None:
    page = clerk.get("/").text
    assert '<strong>2</strong> <a href="/terugbellen">willen teruggebeld worden</a>' in page
    assert '<span class="count">2<' in page
    for name in ("here", "withheld"):
        clerk.post(f"/terugbellen/{town.call_backs[name]}/gebeld")
    assert '<span class="count">' not in clerk.get("/").text


def test_who_was_called_leaves_the_list_and_the_number_with_them(clerk: Visitor, town: Town) -> None:
    page = clerk.post(f"/terugbellen/{town.call_backs['here']}/gebeld", follow=True).text
    assert "deze persoon is gebeld" in page
    assert HERE not in page
    assert "clerk@zaandijk.example, gevraagd op" in page.replace("\n", " ")
    assert kept(town, "here").done_at is not None
    assert kept(town, "withheld").done_at is None


def test_told_twice_the_first_time_stands(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    path = f"/terugbellen/{town.call_backs['here']}/gebeld"
    clerk.post(path)
    before = kept(town, "here")
    assert "Dit was al gedaan" in coordinator.post(path, follow=True).text
    assert kept(town, "here") == before


def test_another_organisations_call_backs_are_not_touched(coordinator: Visitor, town: Town) -> None:
    assert coordinator.post(f"/terugbellen/{town.call_backs['elsewhere']}/gebeld").status_code == 404
    assert coordinator.post("/terugbellen/0/gebeld").status_code == 404
    assert kept(town, "elsewhere").done_at is None


def test_what_was_done_long_ago_is_not_shown(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        connection.execute(CALL_BACK.update().values(done_at=now() - timedelta(days=8)))
    page = clerk.get("/terugbellen").text
    assert "Er wacht nu niemand" in page
    assert "Gedaan in de laatste" not in page


def test_a_number_of_which_the_key_is_lost_keeps_nobody_from_the_others(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        lost = ask_call_back(town, connection, CODE, "+31850000789", ago=timedelta(days=3))
        contact = sa.select(CALL_BACK.c.contact_id).where(CALL_BACK.c.id == lost).scalar_subquery()
        connection.execute(sa.update(CONTACT).where(CONTACT.c.id == contact).values(encrypted=b"of another key"))
    page = clerk.get("/terugbellen").text
    assert "nummer niet te lezen" in page
    assert HERE in page
