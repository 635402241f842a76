"""A new key: everything is encrypted anew with it, in steps that may stop anywhere, and the old one can go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from models import keys
from models.contacts import CONTACT
from models.secrets import Vault
from models.tables import metadata
from tests.consultation import with_changes
from tests.installation import MOBILE, Installation

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))
SECRET = "a secret that stays the same, whatever the keys do"


@pytest.fixture
def inloop(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    """Four people who want to hear the outcome, by the old key."""
    made = Installation(tmp_path / "home", database_url, encryption_keys=OLD, secret_key=SECRET)
    made.add_organisation()
    made.load(with_changes(contact="optional"))
    for last in "2345":
        for said in ("MEEDOEN 4821", "1", "2", "1", "het is er donker", "1", "40", "1506", "1", "1"):
            made.text(said, number=MOBILE[:-1] + last)
    yield made
    made.close()


def numbers(inloop: Installation, vault: Vault) -> list[str]:
    with inloop.services.store.read() as connection:
        return sorted(vault.decrypt(one) for one in connection.execute(sa.select(CONTACT.c.encrypted)).scalars())


def held(inloop: Installation, vault: Vault, place: str = "contact.encrypted") -> keys.Held:
    return next(one for one in keys.status(inloop.services.store, vault) if one.place == place)


def test_every_column_of_bytes_is_encrypted_or_evidence() -> None:
    """A new table that keeps encrypted data must say so by the type of its column."""
    others = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary)
    }
    assert others == {"evidence.content"}
    assert {one.name for one in keys.places()} >= {"contact.encrypted", "reply.encrypted"}


def test_after_rotating_the_old_key_can_go(inloop: Installation) -> None:
    both, alone = Vault([NEW, OLD], SECRET), Vault([NEW], SECRET)
    before = numbers(inloop, both)
    assert list(held(inloop, both).keys) == [0, 4]
    done = {one.place: one for one in keys.rotate(inloop.services.store, both)}
    assert (done["contact.encrypted"].renewed, done["contact.encrypted"].unreadable) == (4, 0)
    assert numbers(inloop, alone) == before
    assert list(held(inloop, alone).keys) == [4]


def test_rotating_again_changes_nothing(inloop: Installation) -> None:
    both = Vault([NEW, OLD], SECRET)
    keys.rotate(inloop.services.store, both)
    assert all(one.renewed == 0 for one in keys.rotate(inloop.services.store, both))


def test_a_rotation_that_stopped_half_way_goes_on(inloop: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    both = Vault([NEW, OLD], SECRET)
    monkeypatch.setattr(keys, "BATCH", 1)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keys.rotate(inloop.services.store, both, stop)
    assert list(held(inloop, both).keys) == [1, 3]
    keys.rotate(inloop.services.store, both)
    assert list(held(inloop, both).keys) == [4, 0]


def test_what_changes_meanwhile_is_not_overwritten(inloop: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody corrects a number between the reading and the writing of a step."""
    both = Vault([NEW, OLD], SECRET)
    renew = Vault.renew

    def slowly(self: Vault, encrypted: bytes) -> bytes:
        made = renew(self, encrypted)
        corrected.append(self.encrypt("+31600000000"))
        return made

    corrected: list[bytes] = []
    monkeypatch.setattr(Vault, "renew", slowly)
    read = keys._batches

    def and_then_changed(store: object, place: keys.Place) -> Iterator[object]:
        for rows in read(inloop.services.store, place):
            if place.name == "contact.encrypted":
                with inloop.services.store.write() as connection:
                    connection.execute(CONTACT.update().values(encrypted=both.encrypt("+31600000000")))
            yield rows

    monkeypatch.setattr(keys, "_batches", and_then_changed)
    keys.rotate(inloop.services.store, both)
    assert set(numbers(inloop, both)) == {"+31600000000"}


def test_what_no_key_fits_is_counted_and_kept(inloop: Installation) -> None:
    stranger = Vault([OTHER], SECRET)
    done = {one.place: one for one in keys.rotate(inloop.services.store, stranger)}
    assert (done["contact.encrypted"].renewed, done["contact.encrypted"].unreadable) == (0, 4)
    assert held(inloop, stranger).unreadable == 4
    assert len(numbers(inloop, Vault([OLD], SECRET))) == 4


def test_who_was_known_by_a_number_still_is_with_new_keys() -> None:
    assert Vault([OLD], SECRET).lookup(MOBILE) == Vault([NEW], SECRET).lookup(MOBILE)
