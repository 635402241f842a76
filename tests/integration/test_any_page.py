"""The list of submissions, any page of it, is what the submissions themselves say: whatever happened to them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models import accounts, consultations, listing
from models.clock import now
from models.listing import CHANGE, TALLY
from models.normalized import Wanted
from models.secrets import new_id, new_receipt
from models.store import Store
from models.submissions import SUBMISSION
from models.vocabulary import Channel, Status
from tests.consultation import with_changes

BEGAN = datetime(2026, 11, 1, 22, 58, 30, tzinfo=UTC)
CHANNELS, STATUSES = (Channel.SMS, Channel.LETTER), (Status.ACCEPTED, Status.NEEDS_PERSON)


class Town:
    """Submissions of two organisations, to which anything may happen."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.dice = store, random.Random(seed)
        self.organisations: dict[str, list[str | None]] = {}
        for slug, codes in (("zaandijk", ("4821", "4822")), ("elders", ("5555",))):
            accounts.add_organisation(store, slug, slug)
            known: list[str | None] = [None]
            for code in codes:
                consultations.load_definition(store, with_changes(code=f'"{code}"', organisation=slug).encode())
                with store.read() as connection:
                    version = consultations.latest(store, connection, code)
                    assert version is not None
                    known.append(version.consultation_id)
                    organisation_id = version.organisation_id
            self.organisations[organisation_id] = known
        self.ids: list[str] = []

    def moment(self) -> datetime:
        """Often the same one, or one close by, on either side of midnight."""
        return BEGAN + timedelta(seconds=self.dice.choice((0, 0, 10, 89, 90, 91, 3600, 7200, 90_000, 400_000)))

    def happens(self) -> None:
        with self.store.write() as connection:
            what = self.dice.random()
            if what < 0.6 or not self.ids:
                organisation_id = self.dice.choice(list(self.organisations))
                self.ids.append(new_id())
                connection.execute(
                    SUBMISSION.insert(),
                    {
                        "id": self.ids[-1],
                        "organisation_id": organisation_id,
                        "consultation_id": self.dice.choice(self.organisations[organisation_id]),
                        "receipt": new_receipt(12),
                        "channel": self.dice.choice(CHANNELS),
                        "status": self.dice.choice(STATUSES),
                        "complete": True,
                        "language": "nl",
                        "supporters": 1,
                        "received_at": self.moment(),
                        "updated_at": self.moment(),
                    },
                )
            elif what < 0.9:
                changes = {"status": self.dice.choice(STATUSES), "updated_at": self.moment()}
                connection.execute(
                    SUBMISSION.update().where(SUBMISSION.c.id == self.dice.choice(self.ids)).values(changes)
                )
            else:
                gone = self.ids.pop(self.dice.randrange(len(self.ids)))
                connection.execute(SUBMISSION.delete().where(SUBMISSION.c.id == gone))

    def comes_twice(self) -> None:
        """Half-way, the database refuses it."""
        with self.store.write() as connection:
            connection.execute(SUBMISSION.update().values(updated_at=now()))
            connection.execute(SUBMISSION.update().values(organisation_id="nobody's"))
            connection.execute(SUBMISSION.insert(), {"id": self.ids[0], "receipt": "1"})

    def asked(self) -> Iterator[Wanted]:
        for organisation_id in self.organisations:
            for _ in range(4):
                yield Wanted(
                    organisation_id=organisation_id,
                    consultation=self.dice.choice((None, "4821", "4822", "9999")),
                    channel=self.dice.choice((None, *CHANNELS)),
                    status=self.dice.choice((None, *STATUSES)),
                    updated_since=self.dice.choice((None, self.moment())),
                )


def plainly(connection: sa.Connection, wanted: Wanted) -> list[str]:
    """All that are wanted, asked of the submissions themselves."""
    column = SUBMISSION.c.received_at if wanted.updated_since is None else SUBMISSION.c.updated_at
    query = sa.select(SUBMISSION.c.id).where(*wanted.conditions()).order_by(column, SUBMISSION.c.id)
    return list(connection.execute(query).scalars())


@pytest.mark.parametrize("seed", range(3))
def test_every_page_has_what_belongs_there(store: Store, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "KEPT_BACK", 0)
    town = Town(store, seed)
    for _ in range(8):
        for _ in range(25):
            town.happens()
        if town.dice.random() < 0.5:
            listing.merge(store)
        with store.read() as connection:
            for wanted in town.asked():
                whole, size = plainly(connection, wanted), town.dice.choice((1, 3, 50))
                for page in range(1, len(whole) // size + 3):
                    found = listing.find(connection, wanted, page=page, size=size)
                    assert found.total == len(whole)
                    assert list(found.ids) == whole[(page - 1) * size : page * size], (wanted, page, size)


def test_what_is_counted_in_is_kept_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "KEPT_BACK", 0)
    monkeypatch.setattr(listing, "AT_ONCE", 7)
    town = Town(store, 9)
    for _ in range(40):
        town.happens()
    assert listing.merge(store) >= 40
    with store.write() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(CHANGE)).scalar_one() == 0
        days = connection.execute(sa.select(sa.func.sum(TALLY.c.number)).where(TALLY.c.span == "day")).scalar_one()
        assert days == 2 * len(town.ids), "once by each of its moments"
        connection.execute(SUBMISSION.delete())
    listing.merge(store)
    with store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(TALLY)).scalar_one() == 0


def test_a_rolled_back_submission_is_counted_nowhere(store: Store) -> None:
    town = Town(store, 1)
    town.happens()
    with store.read() as connection:
        before = connection.execute(sa.select(CHANGE)).all()
    with pytest.raises(IntegrityError):
        town.comes_twice()
    with store.read() as connection:
        assert connection.execute(sa.select(CHANGE)).all() == before
