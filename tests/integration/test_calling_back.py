"""However many colleagues press at the same moment, nobody is called by two of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from models import calling_back, letters_to_answer
from models.accounts import ORGANISATION, STAFF, add_organisation
from models.answer_terms import DEFAULT, Terms, choose_terms, terms_of
from models.calling_back import CALL_BACK
from models.clock import now
from models.contacts import CONTACT
from models.secrets import new_id
from models.store import Store
from models.tables.contacts import ContactPurpose
from models.vocabulary import Channel

COLLEAGUES = [f"clerk-{n}" for n in range(6)]


def settle(store: Store, people: int) -> str:
    """An organisation with colleagues, and people who wait for a call; its id."""
    add_organisation(store, "zaandijk", "Gemeente Zaandijk")
    with store.write() as connection:
        organisation_id = str(connection.execute(sa.select(ORGANISATION.c.id)).scalar_one())
        for one in COLLEAGUES:
            staff = {"id": one, "email": f"{one}@zaandijk.example", "password_hash": "-", "one_time": False}
            connection.execute(STAFF.insert(), {**staff, "created_at": now()})
        for n in range(people):
            contact_id, asked_at = new_id(), now() - timedelta(minutes=n)
            contact = {"purpose": ContactPurpose.CALL_BACK, "channel": Channel.PHONE, "encrypted": b"-"}
            here = {"organisation_id": organisation_id}
            connection.execute(
                CONTACT.insert(), {"id": contact_id, **here, **contact, "lookup": f"person {n}", "created_at": now()}
            )
            asked = {"contact_id": contact_id, "language": "nl", "asked_at": asked_at}
            for _ in range(2):
                connection.execute(CALL_BACK.insert(), {"id": new_id(), **here, **asked})
    return organisation_id


def test_colleagues_who_press_at_once_get_different_people(store: Store) -> None:
    organisation_id = settle(store, people=4)

    def press(by: str) -> str | None:
        with store.write() as connection:
            calling_back.one_at_a_time(store, connection, organisation_id)
            people = calling_back.waiting(connection, organisation_id, DEFAULT)
            person = calling_back.take_next(connection, people, by)
            return person.id if person else None

    with ThreadPoolExecutor(len(COLLEAGUES)) as pool:
        taken = list(pool.map(press, COLLEAGUES))
    called = [one for one in taken if one is not None]
    assert len(called) == len(set(called)) == 4, "each asked twice, and is called once"
    assert taken.count(None) == 2


def test_what_an_organisation_chose_is_its_own(store: Store) -> None:
    organisation_id = settle(store, people=0)
    with store.write() as connection:
        assert terms_of(connection, organisation_id) == DEFAULT
        for terms in (Terms(2, 5, 4), Terms(3, 6, 1)):
            choose_terms(connection, organisation_id, terms)
            assert terms_of(connection, organisation_id) == terms
        assert letters_to_answer.waiting(connection, organisation_id, DEFAULT, 10) == []
