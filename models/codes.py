"""Participation codes: made for a mailing, and found again when somebody gives one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from stdnum import damm

from models.clock import now
from models.consultations import Version
from models.definition import Definition
from models.errors import Rejected
from models.history import SUBMISSION
from models.secrets import Vault, new_id
from models.store import Store
from models.vocabulary import Held
from models.voices import CODE

DIGITS = 9
"""The last is a check digit. A receipt never has nine digits, so one cannot be taken for the other."""

MOST = 200_000
"""Codes of one consultation. There are 90 million: whoever guesses finds one in 450 tries even then, and is stopped
after a few."""

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A code, known only now: the store keeps a hash of it.

    :ivar online: the code with which its holder signs in on the website, where there is one.
    """

    code: str
    form_number: int
    online: str | None = None


def is_code(text: str) -> bool:
    """Nine digits of which the last is the right check digit: one wrong digit or two swapped ones are noticed."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and text[0] != "0" and bool(damm.is_valid(text))


def make(
    store: Store,
    connection: sa.Connection,
    vault: Vault,
    version: Version,
    count: int,
    online: Sequence[str] = (),
) -> list[MadeCode]:
    """Make `count` new codes for a consultation, in the caller's transaction.

    :param online: unique codes of the website, one for each new code, or none.
    :raises Rejected: the consultation asks for no codes, would get too many, or a code of the website is given out
        already.
    """
    if version.definition.participation != "code":
        raise Rejected(
            f"consultation {version.code} asks for no participation codes; put `participation: code` in its file and "
            "load it again",
            code="no_codes",
        )
    store.once_at_a_time(connection, "codes", version.consultation_id)
    of_consultation = sa.select(CODE.c.lookup, CODE.c.form_number).where(
        CODE.c.consultation_id == version.consultation_id
    )
    taken = {row.lookup: row.form_number for row in connection.execute(of_consultation)}
    if len(taken) + count > MOST:
        raise Rejected(
            f"a consultation can have {MOST} codes, and this one has {len(taken)}; more would be easy to guess",
            code="too_many_codes",
        )
    first = max(taken.values(), default=0) + 1
    made = list(_new(vault, version, count, set(taken), first))
    if online:
        _check_free(connection, vault, version, online)
        made = [replace(one, online=given) for one, given in zip(made, online, strict=True)]
    moment = now()
    for start in range(0, count, _AT_ONCE):
        connection.execute(
            CODE.insert(),
            [
                {
                    "id": new_id(),
                    "organisation_id": version.organisation_id,
                    "consultation_id": version.consultation_id,
                    "lookup": _lookup(vault, version.consultation_id, one.code),
                    "form_number": one.form_number,
                    "made_at": moment,
                    "online_lookup": _online_lookup(vault, version.consultation_id, one.online) if one.online else None,
                    "online_code": vault.encrypt(one.online) if one.online else None,
                }
                for one in made[start : start + _AT_ONCE]
            ],
        )
    return made


def find(connection: sa.Connection, vault: Vault, consultation_id: str, code: str) -> str | None:
    """The id of a code of this consultation; None if it has no such code."""
    if not is_code(code):
        return None
    query = sa.select(CODE.c.id).where(
        CODE.c.consultation_id == consultation_id, CODE.c.lookup == _lookup(vault, consultation_id, code)
    )
    return connection.execute(query).scalar()


def give(connection: sa.Connection, vault: Vault, submission_id: str, version: Version, code: str) -> bool:
    """Let a submission that came without a code be its holder's; False if there is no such code."""
    code_id = find(connection, vault, version.consultation_id, code)
    if code_id is None:
        return False
    connection.execute(
        SUBMISSION.update()
        .where(SUBMISSION.c.id == submission_id, SUBMISSION.c.code_id.is_(None))
        .values(code_id=code_id)
    )
    return True


def holders(
    connection: sa.Connection, vault: Vault, consultation_id: str, online: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Whose participation code belongs to which account of the website.

    :param online: pairs of an account's name there and the unique code that it signed in with.
    :return: ids of participation codes by the account's name; accounts without one are left out.
    """
    known: dict[str, str] = {
        row.online_lookup: row.id
        for row in connection.execute(
            sa.select(CODE.c.id, CODE.c.online_lookup).where(
                CODE.c.consultation_id == consultation_id, CODE.c.online_lookup.is_not(None)
            )
        )
    }
    if not known:
        return {}
    looked_up = ((account, known.get(_online_lookup(vault, consultation_id, code))) for account, code in online)
    return {account: code_id for account, code_id in looked_up if code_id is not None}


def of_the_website(connection: sa.Connection, vault: Vault, submission_id: str) -> str | None:
    """The code with which the person whose submission it is signs in on the website; None: has none."""
    query = (
        sa.select(CODE.c.online_code)
        .join(SUBMISSION, SUBMISSION.c.code_id == CODE.c.id)
        .where(SUBMISSION.c.id == submission_id)
    )
    kept: bytes | None = connection.execute(query).scalar()
    return None if kept is None else vault.decrypt(kept)


def has_online(connection: sa.Connection, consultation_id: str) -> bool:
    """Whether participation codes of this consultation are paired with codes of the website."""
    query = sa.select(CODE.c.id).where(CODE.c.consultation_id == consultation_id, CODE.c.online_lookup.is_not(None))
    return connection.execute(query.limit(1)).first() is not None


def hold_without(definition: Definition, *, has_code: bool) -> Held | None:
    """Why a contribution has to wait: without a valid code, where one is asked for, a person decides if it counts."""
    return None if has_code or definition.participation == "open" else Held.NO_CODE


def _new(vault: Vault, version: Version, count: int, taken: set[str], first: int) -> Iterator[MadeCode]:
    number = first
    while number < first + count:
        body = str(secrets.randbelow(9) + 1) + f"{secrets.randbelow(10 ** (DIGITS - 2)):0{DIGITS - 2}d}"
        code = body + damm.calc_check_digit(body)
        lookup = _lookup(vault, version.consultation_id, code)
        if lookup not in taken:
            taken.add(lookup)
            yield MadeCode(code, number)
            number += 1


def _check_free(connection: sa.Connection, vault: Vault, version: Version, online: Sequence[str]) -> None:
    """A code of the website is one person's: given out twice, two people would be one voice."""
    lookups = {_online_lookup(vault, version.consultation_id, one) for one in online}
    if len(lookups) < len(online):
        raise Rejected("a code of the website stands there more than once", code="online_code_twice")
    given = sa.select(CODE.c.online_lookup).where(
        CODE.c.consultation_id == version.consultation_id, CODE.c.online_lookup.is_not(None)
    )
    if not lookups.isdisjoint(connection.execute(given).scalars()):
        raise Rejected(
            "a code of the website was given out with an earlier participation code; take those out of the file",
            code="online_code_twice",
        )


def _online_lookup(vault: Vault, consultation_id: str, code: str) -> str:
    return vault.lookup(f"website code {consultation_id} {code}")


def _lookup(vault: Vault, consultation_id: str, code: str) -> str:
    return vault.lookup(f"participation code {consultation_id} {code}")
