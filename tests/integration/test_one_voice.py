"""Participation codes in the store: made once, kept as a hash, and one counted voice for each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from models import codes, consultations, submissions
from models.accounts import add_organisation
from models.codes import MadeCode
from models.consultations import Version
from models.errors import Rejected
from models.history import CHANGE
from models.secrets import Vault
from models.store import Store
from models.submissions import SUBMISSION, NewSubmission
from models.vocabulary import Channel, Status
from models.voices import CODE
from tests.consultation import with_changes

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
VAULT = Vault([Fernet.generate_key().decode()], "a secret of this test")
CHANNELS = (Channel.PHONE, Channel.SMS, Channel.FORM, Channel.LETTER, Channel.COUNTER, Channel.ONLINE)


def load(store: Store, **changes: str) -> Version:
    add_organisation(store, "zaandijk", "Zaandijk")
    code, _ = consultations.load_definition(store, with_changes(**changes).encode())
    with store.read() as connection:
        found = consultations.latest(store, connection, code)
    assert found is not None
    return found


def asking(store: Store) -> Version:
    return load(store, title="Een nieuw plein\nparticipation: code")


def make(store: Store, version: Version, count: int) -> list[MadeCode]:
    with store.write() as connection:
        return codes.make(store, connection, VAULT, version, count)


def begin(
    connection: sa.Connection, version: Version, code_id: str | None, received_at: datetime, **extra: bool
) -> str:
    return submissions.begin(
        connection,
        NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=random.choice(CHANNELS),
            language="nl",
            received_at=received_at,
            status=Status.READING,
            code_id=code_id,
        ),
    ).id


def test_codes_are_nine_digits_and_each_is_found_again(store: Store) -> None:
    version = asking(store)
    made = make(store, version, 200)
    assert len({one.code for one in made}) == 200
    assert [one.form_number for one in made] == list(range(1, 201))
    assert all(codes.is_code(one.code) and len(one.code) == 9 for one in made)
    with store.read() as connection:
        found = {codes.find(connection, VAULT, version.consultation_id, one.code) for one in made}
    assert len(found) == 200
    assert None not in found


def test_a_second_mailing_counts_on(store: Store) -> None:
    version = asking(store)
    first, second = make(store, version, 3), make(store, version, 2)
    assert [one.form_number for one in second] == [4, 5]
    assert not {one.code for one in first} & {one.code for one in second}


def test_the_store_reveals_no_code(store: Store) -> None:
    made = make(store, asking(store), 50)
    with store.read() as connection:
        stored = "\n".join(str(row) for row in connection.execute(sa.select(CODE)))
    assert not [one.code for one in made if one.code in stored]


def test_a_consultation_that_asks_for_none_gets_none(store: Store) -> None:
    with pytest.raises(Rejected, match="participation: code"):
        make(store, load(store), 1)


def test_so_many_that_guessing_works_are_refused(store: Store) -> None:
    with pytest.raises(Rejected, match="easy to guess"):
        make(store, asking(store), codes.MOST + 1)


@pytest.mark.parametrize("said", ["", "12345678", "1234567890", "12345678a", "١٢٣٤٥٦٧٨٩"])
def test_what_is_no_code_is_never_found(store: Store, said: str) -> None:
    version = asking(store)
    with store.read() as connection:
        assert codes.find(connection, VAULT, version.consultation_id, said) is None


def test_one_wrong_digit_finds_nothing(store: Store) -> None:
    version = asking(store)
    code = make(store, version, 1)[0].code
    wrong = [code[:at] + digit + code[at + 1 :] for at in range(9) for digit in "0123456789" if digit != code[at]]
    with store.read() as connection:
        assert not [one for one in wrong if codes.find(connection, VAULT, version.consultation_id, one)]


@dataclass
class Given:
    """One contribution of somebody, and what becomes of it."""

    code_id: str
    received_at: datetime
    complete: bool
    fate: Status | None
    id: str = ""


def test_everybody_has_one_voice_whatever_the_order_of_the_work(store: Store) -> None:
    """Up to four contributions a person, read in any order; some then withdrawn or rejected."""
    version, dice = asking(store), random.Random(20261102)
    made = make(store, version, 60)
    given: list[Given] = []
    with store.write() as connection:
        for one in made:
            code_id = codes.find(connection, VAULT, version.consultation_id, one.code)
            assert code_id is not None
            for _ in range(dice.randint(1, 4)):
                fate = dice.choice([None, None, None, Status.WITHDRAWN, Status.REJECTED])
                received_at = BEGAN + timedelta(minutes=dice.randint(0, 10_000))
                given.append(Given(code_id, received_at, dice.random() < 0.8, fate))
        for contribution in given:
            contribution.id = begin(connection, version, contribution.code_id, contribution.received_at)
    work = [(contribution, act) for contribution in given for act in ("settle", "fate")]
    dice.shuffle(work)
    settled: set[str] = set()
    late = []
    for contribution, act in work:
        with store.write() as connection:
            if act == "settle":
                settled.add(contribution.id)
                submissions.settle(connection, contribution.id, version.definition, complete=contribution.complete)
            elif contribution.id in settled:
                _meet_fate(connection, contribution)
            else:
                late.append(contribution)
    for contribution in late:
        with store.write() as connection:
            _meet_fate(connection, contribution)
    assert _counted(store) == _expected(given)


def _meet_fate(connection: sa.Connection, contribution: Given) -> None:
    if contribution.fate is Status.WITHDRAWN:
        submissions.move(connection, contribution.id, Status.WITHDRAWN)
    elif contribution.fate is Status.REJECTED:
        status = submissions.status_of(connection, contribution.id)
        if status is Status.ACCEPTED:
            submissions.move(connection, contribution.id, Status.REJECTED)
        else:
            contribution.fate = None


def _expected(given: list[Given]) -> dict[str, str]:
    """Which contribution of each code counts, by the rule as it is written down."""
    counts: dict[str, Given] = {}
    for one in given:
        best = counts.get(one.code_id)
        later = best is None or (one.complete, one.received_at, one.id) > (best.complete, best.received_at, best.id)
        if one.fate is None and later:
            counts[one.code_id] = one
    return {code_id: one.id for code_id, one in counts.items()}


def _counted(store: Store) -> dict[str, str]:
    query = sa.select(SUBMISSION.c.code_id, SUBMISSION.c.id).where(SUBMISSION.c.status == Status.ACCEPTED)
    with store.read() as connection:
        rows = connection.execute(query).all()
    assert len({row.code_id for row in rows}) == len(rows)
    return {row.code_id: row.id for row in rows}


def test_what_a_person_set_aside_does_not_come_back(store: Store) -> None:
    version = asking(store)
    make(store, version, 1)
    with store.write() as connection:
        code_id = connection.execute(sa.select(CODE.c.id)).scalar_one()
        earlier = begin(connection, version, code_id, BEGAN)
        submissions.move(connection, earlier, Status.NEEDS_PERSON)
        submissions.move(connection, earlier, Status.SUPERSEDED, reason="the same sheet, scanned better")
        later = begin(connection, version, code_id, BEGAN + timedelta(hours=1))
        submissions.settle(connection, later, version.definition, complete=True)
        submissions.move(connection, later, Status.WITHDRAWN)
        assert submissions.status_of(connection, earlier) is Status.SUPERSEDED


def test_the_history_says_why_a_contribution_does_not_count(store: Store) -> None:
    version = asking(store)
    make(store, version, 1)
    with store.write() as connection:
        code_id = connection.execute(sa.select(CODE.c.id)).scalar_one()
        for hours in (1, 2):
            one = begin(connection, version, code_id, BEGAN + timedelta(hours=hours))
            submissions.settle(connection, one, version.definition, complete=True)
        reasons = connection.execute(sa.select(CHANGE.c.reason).where(CHANGE.c.after == Status.SUPERSEDED)).scalars()
        assert list(reasons) == ["a later contribution with the same participation code counts"]
