"""Who asked for a person is seen by who can call, before one of them at a time, until it ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from channels.outgoing.later import REPLY
from models import calling_back
from models.calling_back import ATTEMPT, CALL_BACK
from models.clock import now
from models.consultations import assign_line
from models.contacts import CONTACT
from models.erasure import erase, of_caller
from models.tables.contacts import CallOutcome
from models.tables.erasures import ErasureGround
from models.vocabulary import Role
from tests.integration.desk.town import CODE, ELSEWHERE, HERE, Town, ask_call_back
from tests.integration.desk.visitor import Visitor

LIST = "/terugbellen"


def kept(town: Town, name: str) -> sa.Row[Any]:
    with town.services.store.read() as connection:
        return connection.execute(sa.select(CALL_BACK).where(CALL_BACK.c.id == town.call_backs[name])).one()


def path(town: Town, name: str = "here") -> str:
    return f"{LIST}/{town.call_backs[name]}"


def at_any_time(town: Town) -> None:
    """So that the hour at which a test runs does not matter."""
    with town.services.store.write() as connection:
        connection.execute(CALL_BACK.update().values(part_of_day=None))


def tell(visitor: Visitor, town: Town, outcome: str, attempts: int = 0, **more: str) -> Any:
    form = {"uitkomst": outcome, "pogingen": str(attempts), "weer": "in_an_hour", **more}
    return visitor.post(f"{path(town)}/gebeld", form, follow=True)


def test_the_list_says_who_waits_and_shows_no_number(clerk: Visitor, town: Town) -> None:
    page = clerk.get(LIST).text
    assert HERE not in page
    for words in (
        "in de ochtend",
        r"\d uur",
        r"\d+ minuten",
        "Een nieuw plein voor Zaandijk",
        "Türkçe",
        "Zonder nummer",
    ):
        assert re.search(words, page)
    assert town.call_backs["elsewhere"] not in page
    assert ELSEWHERE not in page


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PRIVACY, Role.ADMIN])
def test_who_does_not_call_sees_neither_the_number_nor_that_somebody_waits(
    at_the_desk: Callable[[Role], Visitor], role: Role
) -> None:
    somebody = at_the_desk(role)
    for page in (somebody.get(one).text for one in ("/", "/inzendingen", LIST)):
        assert HERE not in page
        assert "teruggebeld" not in page
        assert 'href="/terugbellen"' not in page


def test_the_number_is_seen_by_who_calls_alone(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    assert HERE not in clerk.get(path(town)).text
    assert f'<a href="tel:{HERE}">085 000 0123</a>' in clerk.post(f"{path(town)}/neem", follow=True).text
    theirs = coordinator.post(f"{path(town)}/neem", follow=True).text
    assert "clerk@zaandijk.example belt deze persoon nu" in theirs
    assert HERE not in theirs
    assert HERE in coordinator.post(f"{path(town)}/neem", {"over": "1"}, follow=True).text
    assert HERE not in clerk.get(path(town)).text


def test_calling_ends_by_itself(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    clerk.post(f"{path(town)}/neem")
    with town.services.store.write() as connection:
        connection.execute(CALL_BACK.update().values(claimed_until=now() - timedelta(seconds=1)))
    assert HERE in coordinator.post(f"{path(town)}/neem", follow=True).text


def test_two_colleagues_who_ask_for_the_next_get_two_people(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    at_any_time(town)
    with town.services.store.write() as connection:
        second = ask_call_back(town, connection, CODE, "+31850000789", ago=timedelta(minutes=1))
        connection.execute(CALL_BACK.update().values(part_of_day=None))
    first = clerk.post(f"{LIST}/volgende").location
    assert first == path(town), "who waits longest"
    assert coordinator.post(f"{LIST}/volgende").location == f"{LIST}/{second}"
    clerk.post(f"{path(town)}/los")
    assert coordinator.post(f"{LIST}/volgende").location == path(town)


def test_nobody_without_a_number_is_next(clerk: Visitor, town: Town) -> None:
    at_any_time(town)
    clerk.post(f"{LIST}/volgende")
    tell(clerk, town, "answered")
    assert "niemand die u kunt bellen" in clerk.post(f"{LIST}/volgende", follow=True).text
    page = clerk.post(f"{path(town, 'withheld')}/weg", follow=True).text
    assert "geen nummer" in page
    assert "Er wacht nu niemand" in page


def test_the_overview_and_the_menu_count_people(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        ask_call_back(town, connection, CODE, HERE, ago=timedelta(minutes=2))
    page = clerk.get("/").text
    assert '<strong>2</strong> <a href="/terugbellen">willen teruggebeld worden</a>' in page
    assert '<span class="count">2<' in page


def test_whoever_asked_twice_is_called_once(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        again = ask_call_back(town, connection, CODE, HERE, ago=timedelta(minutes=2))
    page = clerk.get(LIST).text
    assert "2 keer, het laatst" in page
    assert again not in page
    clerk.post(f"{LIST}/{again}/neem")
    tell(clerk, town, "answered")
    with town.services.store.read() as connection:
        done = connection.execute(
            sa.select(CALL_BACK.c.outcome).where(CALL_BACK.c.id.in_([again, town.call_backs["here"]]))
        )
        assert list(done.scalars()) == [CallOutcome.ANSWERED] * 2
    assert kept(town, "elsewhere").done_at is None


def test_who_was_not_reached_comes_back_later_with_what_was_tried(clerk: Visitor, town: Town) -> None:
    at_any_time(town)
    clerk.post(f"{path(town)}/neem")
    page = tell(clerk, town, "niet-bereikt", notitie="Voicemail ingesproken").text
    assert "over een uur" in page
    assert page.index("Later te bellen") < page.index("1 keer, het laatst")
    assert HERE not in page
    opened = clerk.post(f"{path(town)}/neem", follow=True).text
    assert "Voicemail ingesproken" in opened
    assert "sluit af" not in opened, "what to do instead is asked after as many attempts as was agreed on"
    assert "Deze poging staat er al" in tell(clerk, town, "niet-bereikt").text
    tell(clerk, town, "niet-bereikt", attempts=1)
    assert "Dit is poging 3." in clerk.post(f"{path(town)}/neem", follow=True).text


def test_who_calls_once_more_does_not_wait_for_what_was_agreed_before(clerk: Visitor, town: Town) -> None:
    at_any_time(town)
    tell(clerk, town, "niet-bereikt", weer="next_afternoon")
    with town.services.store.write() as connection:
        ask_call_back(town, connection, CODE, HERE, ago=timedelta())
        connection.execute(CALL_BACK.update().values(part_of_day=None))
    assert clerk.post(f"{LIST}/volgende").location == path(town)


MOBILE = "+31612345678"


def test_who_is_never_reached_can_be_told_so_by_text_message(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    coordinator.post(f"{LIST}/termijnen", {"bellen": "1", "brieven": "10", "pogingen": "1"})
    clerk.post(f"{path(town)}/neem")
    assert "dit is geen mobiel nummer" in clerk.get(path(town)).text
    assert "Een sms kan hier niet" in tell(clerk, town, "message").text
    vault = town.services.vault
    with town.services.store.write() as connection:
        changed = {"encrypted": vault.encrypt(MOBILE), "lookup": vault.lookup(MOBILE)}
        connection.execute(CONTACT.update().where(CONTACT.c.id == kept(town, "here").contact_id).values(**changed))
    clerk.post(f"{path(town)}/neem")
    assert "geen nummer om mee te versturen" in clerk.get(path(town)).text
    assign_line(town.services.store, "+31850001111", code=CODE)
    assert "Gemeente Zaandijk: Sizi geri aradık" in clerk.get(path(town)).text
    assert "De sms gaat weg" in tell(clerk, town, "message").text
    with town.services.store.read() as connection:
        (sent,) = connection.execute(sa.select(REPLY).where(REPLY.c.unique_key.like("called in vain:%"))).all()
        assert vault.decrypt(sent.encrypted) == MOBILE
        assert "085 000 1111" in sent.text
    assert kept(town, "here").outcome is CallOutcome.MESSAGE


@pytest.mark.parametrize(
    ("note", "kept_back"),
    [
        ("Bel liever op 06 12345678", "staat een nummer of adres"),
        ("mail: j.voorbeeld@voorbeeld.example", "staat een nummer of adres"),
        ("woont op Dorpsstraat 12", "staat een nummer of adres"),
        ("a" * 501, "te lang"),
        ("", "schrijf kort op"),
    ],
)
def test_a_note_holds_nothing_to_reach_somebody_by(clerk: Visitor, town: Town, note: str, kept_back: str) -> None:
    clerk.post(f"{path(town)}/neem")
    refused = clerk.post(f"{path(town)}/gebeld", {"uitkomst": "otherwise", "pogingen": "0", "notitie": note})
    assert refused.status_code == 400
    assert kept_back in refused.text
    assert 'value="otherwise" checked' in refused.text
    assert kept(town, "here").done_at is None


def test_what_was_noted_is_with_what_was_done(clerk: Visitor, town: Town) -> None:
    page = tell(clerk, town, "otherwise", notitie="Kwam zelf aan de balie").text
    assert "anders afgehandeld" in page
    assert "Kwam zelf aan de balie" in page
    assert "clerk@zaandijk.example, gevraagd op" in page.replace("\n", " ")


def test_told_twice_the_first_time_stands(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    tell(clerk, town, "answered")
    before = kept(town, "here")
    assert "Dit was al gedaan" in tell(coordinator, town, "unreached").text
    assert kept(town, "here") == before
    assert "Dit was al gedaan" in coordinator.get(path(town), follow_redirects=True).text


@pytest.mark.parametrize("outcome", ["", "bestaat-niet", "no_number"])
def test_nothing_is_stored_where_nothing_was_chosen(clerk: Visitor, town: Town, outcome: str) -> None:
    assert clerk.post(f"{path(town)}/gebeld", {"uitkomst": outcome, "pogingen": "0"}).status_code == 400
    assert kept(town, "here").done_at is None


@pytest.mark.parametrize("act", ["", "neem", "los", "gebeld", "weg"])
def test_another_organisations_call_backs_are_not_touched(coordinator: Visitor, town: Town, act: str) -> None:
    for one in (path(town, "elsewhere"), f"{LIST}/0"):
        answer = (
            coordinator.post(f"{one}/{act}", {"pogingen": "0", "uitkomst": "answered"}) if act else coordinator.get(one)
        )
        assert answer.status_code == 404
    assert kept(town, "elsewhere").claimed_by is None
    assert kept(town, "elsewhere").done_at is None


def test_the_same_number_at_another_organisation_is_another_wish(coordinator: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        theirs = ask_call_back(town, connection, "7310", HERE, ago=timedelta(days=3))
    assert coordinator.get(f"{LIST}/{theirs}").status_code == 404
    tell(coordinator, town, "answered")
    with town.services.store.read() as connection:
        assert connection.execute(sa.select(CALL_BACK.c.done_at).where(CALL_BACK.c.id == theirs)).scalar() is None


def test_who_waits_longer_than_was_agreed_is_late_on_the_list_and_the_overview(clerk: Visitor, town: Town) -> None:
    assert "te laat" not in clerk.get(LIST).text
    with town.services.store.write() as connection:
        connection.execute(CALL_BACK.update().values(asked_at=now() - timedelta(days=5)))
    assert "te laat" in clerk.get(LIST).text
    page = clerk.get("/").text
    assert "1 persoon wacht langer dan wij beloven" in page
    assert "wacht al 5 dagen" in page


@pytest.mark.parametrize("wrong", ["0", "61", "x", "", "-1", "9" * 30])
def test_terms_are_whole_numbers_within_bounds(coordinator: Visitor, wrong: str) -> None:
    form = {"bellen": "2", "brieven": wrong, "pogingen": "3"}
    assert coordinator.post(f"{LIST}/termijnen", form).status_code == 400
    assert "binnen 1 werkdag." in coordinator.get(LIST).text
    coordinator.post(f"{LIST}/termijnen", {**form, "brieven": "5"})
    assert "binnen 2 werkdagen." in coordinator.get(LIST).text


def test_what_was_done_long_ago_is_not_shown(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        connection.execute(CALL_BACK.update().values(done_at=now() - timedelta(days=8)))
    page = clerk.get(LIST).text
    assert "Er wacht nu niemand" in page
    assert "Gedaan in de laatste" not in page


def test_a_number_of_which_the_key_is_lost_keeps_nobody_from_the_others(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        lost = ask_call_back(town, connection, CODE, "+31850000789", ago=timedelta(days=3))
        contact = sa.select(CALL_BACK.c.contact_id).where(CALL_BACK.c.id == lost).scalar_subquery()
        connection.execute(sa.update(CONTACT).where(CONTACT.c.id == contact).values(encrypted=b"of another key"))
    assert "nummer niet te lezen" in clerk.post(f"{LIST}/{lost}/neem", follow=True).text
    assert HERE in clerk.post(f"{path(town)}/neem", follow=True).text


def test_attempts_and_notes_go_with_the_person(clerk: Visitor, town: Town) -> None:
    tell(clerk, town, "niet-bereikt", notitie="Kind nam op")
    with town.services.store.write() as connection:
        erase(connection, of_caller(connection, town.services.vault.lookup(HERE)), ErasureGround.REQUEST)
    with town.services.store.read() as connection:
        assert connection.execute(sa.select(ATTEMPT)).all() == []
        assert not calling_back.exists(connection, kept(town, "withheld").organisation_id, town.call_backs["here"])
